"""What Discord's refusals mean: a table, from codes and statuses to errors of our own."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from enum import Enum, auto

import aiohttp
import discord

from bot.domain.errors import (
    BlockedByAutoMod,
    ChannelGone,
    DirectMessagesClosed,
    DiscordBusy,
    DiscordRefused,
    DiscordUnavailable,
    EventsForbidden,
    ThreadsForbidden,
    UpstreamError,
)


class Means(Enum):
    """What a refusal means for whoever asked."""

    LATER = auto()
    """Try again later: too much was asked for."""
    GONE = auto()
    """The channel or the server was deleted, or the bot was removed from it."""
    FORBIDDEN = auto()
    """Somebody has to give the bot a permission."""
    CLOSED = auto()
    """A person takes no direct messages from the bot."""
    AUTOMOD = auto()
    """Somebody has to change the server's AutoMod."""
    FULL = auto()
    """There are as many as Discord allows."""
    FILES = auto()
    """The files cannot be sent there: they are too large, or taken for what they are not."""
    KIND = auto()
    """This kind of channel cannot have that, now or later."""
    NO_MESSAGE = auto()
    """The message was deleted, or is another account's: that of an application before this one."""
    DONE = auto()
    """It is there already."""
    UNFORESEEN = auto()
    """Anything else: tried again more and more rarely, and shown."""


_CODES: Mapping[int, Means] = {
    10003: Means.GONE,  # unknown channel
    10004: Means.GONE,  # unknown server
    10008: Means.NO_MESSAGE,
    10013: Means.CLOSED,  # unknown user
    20009: Means.FILES,  # taken for explicit
    20016: Means.LATER,  # slow mode
    20022: Means.LATER,  # too many edits of announcements
    20028: Means.LATER,  # too much written in the channel
    20029: Means.LATER,  # too much written in the server
    30038: Means.FULL,  # a hundred scheduled events
    30046: Means.LATER,  # an old message edited too often
    40003: Means.LATER,  # direct messages opened too fast
    40004: Means.LATER,  # sending is switched off for now
    40005: Means.FILES,  # too large
    40006: Means.LATER,  # the feature is switched off for now
    40333: Means.LATER,  # an error within Discord's network
    50001: Means.FORBIDDEN,  # missing access
    50005: Means.NO_MESSAGE,  # somebody else's message cannot be edited
    50007: Means.CLOSED,  # cannot send messages to this user
    50013: Means.FORBIDDEN,  # missing permissions
    50024: Means.KIND,  # cannot do that in a channel of this type
    50068: Means.KIND,  # a message of a type that cannot have a thread
    50278: Means.CLOSED,  # no server in common
    130000: Means.LATER,  # overloaded
    160004: Means.DONE,  # the message has a thread
    160005: Means.FORBIDDEN,  # the thread is locked
    160006: Means.FULL,  # as many threads as there may be
    160007: Means.FULL,  # the same, in announcement channels
    200000: Means.AUTOMOD,  # blocked by a rule
    200001: Means.AUTOMOD,  # a title blocked by a rule
    240000: Means.AUTOMOD,  # a link blocked
}


_STATUSES: Mapping[int, Means] = {413: Means.FILES, 429: Means.LATER}
"""What a refusal means whose code says nothing."""

THREAD_ARCHIVED = 50083
"""Discord's code for what cannot be done in a thread that was archived."""


def meaning_of(status: int, code: int) -> Means:
    """Return what an answer means, by its HTTP status and Discord's code (0 if it gave none)."""
    if code in _CODES:
        return _CODES[code]
    return _STATUSES.get(status, Means.UNFORESEEN)


Raises = Mapping[Means, Callable[[], UpstreamError]]
"""The errors for what something in particular was refused."""


def in_channel(channel_id: int) -> Raises:
    """Return what the refusals of a message in a room's channel raise."""
    return {
        Means.GONE: lambda: ChannelGone(channel_id, "deleted"),
        Means.FORBIDDEN: lambda: ChannelGone(channel_id, "forbidden"),
    }


def for_thread(channel_id: int) -> Raises:
    """Return what the refusals of a thread raise."""
    return {
        Means.GONE: lambda: ChannelGone(channel_id, "deleted"),
        Means.FORBIDDEN: lambda: ThreadsForbidden("forbidden"),
        Means.FULL: lambda: ThreadsForbidden("full"),
        Means.KIND: lambda: ThreadsForbidden("kind"),
    }


def to_person(user_id: int) -> Raises:
    """Return what the refusals of a direct message raise."""
    return dict.fromkeys(
        (Means.CLOSED, Means.GONE, Means.FORBIDDEN), lambda: DirectMessagesClosed(user_id)
    )


FOR_EVENT: Raises = {
    Means.FORBIDDEN: lambda: EventsForbidden("forbidden"),
    Means.FULL: lambda: EventsForbidden("full"),
}
"""What the refusals of a scheduled event raise."""


@asynccontextmanager
async def translated(doing: str, raises: Raises) -> AsyncIterator[None]:
    """Translate Discord's errors into our own, except for a message that is gone.

    Args:
        doing: What is asked of Discord, in a few words for the log.
        raises: The errors for refusals that mean something in particular here.
    """
    try:
        yield
    except discord.HTTPException as error:
        if error.status >= 500:
            raise DiscordUnavailable(doing) from error
        means = meaning_of(error.status, error.code)
        if means is Means.NO_MESSAGE:
            raise
        raise _ours(error, means, doing, raises) from error
    except discord.RateLimited as error:
        raise DiscordBusy(doing) from error
    except (aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(doing) from error


def _ours(error: discord.HTTPException, means: Means, doing: str, raises: Raises) -> UpstreamError:
    if means in raises:
        return raises[means]()
    if means is Means.LATER:
        return DiscordBusy(doing)
    kind = BlockedByAutoMod if means is Means.AUTOMOD else DiscordRefused
    return kind(doing, error.status, error.code, error.text)
