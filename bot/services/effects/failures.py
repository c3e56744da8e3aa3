"""What becomes of an effect that failed: when it is tried again, and whether others pass it."""

from dataclasses import dataclass

from bot.domain.errors import (
    BlockedByAutoMod,
    Cause,
    ChannelGone,
    DirectMessagesClosed,
    DiscordBusy,
    DiscordRefused,
    Lapsed,
    NeedsReconnect,
    NotFound,
    PlaylistGone,
    RateLimited,
    RoomError,
    ServerGone,
    SpotifyNotConfigured,
    SpotifyRefused,
)
from bot.services.ports.repositories.outbox import Effect

WAIT_MAX = 15 * 60
"""Seconds between two attempts, at most, while whoever is asked gives no usable answer."""
WAIT_FOR_PERSON = 3600
"""The same where only a person can mend the cause, and the bot knows which."""
WAIT_SLOW = 4 * 3600
"""The same where an effect was refused for a reason that nobody foresaw."""

ATTEMPTS_IN_LINE = 8
"""After so many attempts an effect lets others pass, whatever it fails with."""
ATTEMPTS_OF_LAPSING = 8
"""After so many attempts an effect that may lapse is given up, if the cause is its own.

What ends by it is given up whatever the cause, unless it is an instant that somebody named."""

_HELP_KNOWN = (
    ChannelGone,
    NeedsReconnect,
    PlaylistGone,
    ServerGone,
    SpotifyNotConfigured,
    SpotifyRefused,
)
"""Errors whose cause only a person can mend."""
_OF_ITS_OWN = (DiscordRefused, DirectMessagesClosed, PlaylistGone, SpotifyRefused)
"""Errors that say nothing about other effects to the same destination, as a rule."""
_SURELY_NOT_MADE = (ChannelGone, DirectMessagesClosed, DiscordBusy, DiscordRefused, ServerGone)
"""Errors after which nothing needs to be looked for before the next attempt."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The effect is given up."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The effect is tried again.

    Attributes:
        at: When (UTC seconds).
        aside: Whether effects about something else pass it until then.
        unsure: Whether it may have been made all the same.
    """

    at: float
    aside: bool
    unsure: bool


def after_failure(effect: Effect, fault: Exception, now: float, jitter: float) -> GiveUp | TryAgain:
    """Return what becomes of an effect that failed.

    What people wait for is never given up, whatever it fails with, unless what it was about is gone
    or it is of no more use, or it is part of something that ends then and is told as ended. An
    error that nobody foresaw is taken for the effect's own.

    Args:
        effect: The effect.
        fault: What this attempt failed with.
        now: UTC seconds.
        jitter: Spreads the attempts of several effects: between 0 and 1.
    """
    if isinstance(fault, NotFound | Lapsed):
        return GiveUp()
    tried_enough = effect.attempts >= ATTEMPTS_OF_LAPSING
    if effect.kind.ends and tried_enough and not isinstance(fault, RateLimited):
        return GiveUp()
    its_own = isinstance(fault, _OF_ITS_OWN) or not isinstance(fault, RoomError)
    if isinstance(fault, SpotifyRefused) and fault.of_account:
        its_own = False
    if its_own and effect.kind.may_lapse and tried_enough:
        return GiveUp()
    waits_for_person = isinstance(fault, _HELP_KNOWN)
    tried_long = effect.attempts >= ATTEMPTS_IN_LINE and not waits_for_person
    steps_aside = its_own or effect.kind.is_edit or tried_long
    aside = steps_aside and not isinstance(fault, RateLimited)
    at = _next_try(effect, fault, now, jitter, slow=its_own)
    return TryAgain(at, aside, unsure=not isinstance(fault, _SURELY_NOT_MADE))


def _next_try(effect: Effect, fault: Exception, now: float, jitter: float, *, slow: bool) -> float:
    if isinstance(fault, RateLimited):
        return fault.until
    if isinstance(fault, _HELP_KNOWN):
        return now + WAIT_FOR_PERSON
    wait = min(WAIT_SLOW if slow else WAIT_MAX, 2.0 ** min(effect.attempts, 16))
    return now + wait * (0.75 + 0.5 * jitter)


def name_of(fault: Exception) -> str:
    """Return the name under which an error is kept, with its cause or code after a space.

    What AutoMod refuses has a name of its own, so that the code says nothing more.
    """
    name = type(fault).__name__
    if isinstance(fault, Lapsed):
        return f"{name} {fault.why}"
    if isinstance(fault, SpotifyRefused) and fault.cause is not Cause.OTHER:
        return f"{name} {fault.cause}"
    if isinstance(fault, DiscordRefused) and not isinstance(fault, BlockedByAutoMod):
        return f"{name} {fault.code or fault.status}"
    return name
