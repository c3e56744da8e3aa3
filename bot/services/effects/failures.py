"""What becomes of an effect that failed: when it is tried again, and whether others pass it."""

import logging
import math

from msgspec import Struct

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
    PlaylistNotWritten,
    RateLimited,
    RoomError,
    ServerGone,
    SpotifyNotConfigured,
    SpotifyRefused,
    SpotifyUnavailable,
)
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

DAY = 24 * 3600
"""Seconds between two attempts, at most: what never succeeds is tried once a day in the end."""

ATTEMPTS_IN_LINE = 8
"""After so many attempts an effect lets others pass, whatever it fails with."""
ATTEMPTS_OF_LAPSING = 8
"""After so many attempts an effect that may lapse is given up, if the cause is its own.

What ends by it is given up whatever the cause, unless it is an instant that somebody named."""


class Pauses(Struct, frozen=True):
    """The pauses (seconds) between attempts, each twice as long as the one before, up to a day.

    Attributes:
        first: The first of them.
        most: How long they grow at first. So long they stay for a day, in which most of what is
            out of order is mended, and then grow on.
    """

    first: float
    most: float = DAY

    def after(self, attempts: int) -> float:
        """Return the pause after so many attempts that failed."""
        growing = self.first * 2.0 ** min(attempts - 1, 32)
        if growing <= self.most:
            return growing
        grown = math.ceil(math.log2(self.most / self.first))
        beyond = attempts - 1 - grown - int(DAY / self.most)
        return min(DAY, self.most * 2.0 ** min(max(0, beyond), 32))


NO_ANSWER = Pauses(2, 15 * 60)
"""While whoever is asked gives no usable answer."""
NO_ANSWER_FROM_SPOTIFY = Pauses(2, 45 * 60)
"""The same for Spotify, where every question counts."""
FOR_PERSON = Pauses(3600)
"""Where only a person can mend the cause, and the bot knows which."""
FOR_PERMISSION = Pauses(3600, 3600)
"""The same for a channel: the bot sees when it is mended, as a rule, and a look costs nothing."""
NOT_WRITTEN = Pauses(60)
"""Where Spotify answers, and does not do it: that seldom passes."""
ITS_OWN = Pauses(2, 4 * 3600)
"""Where an effect was refused for a reason that nobody foresaw: nothing tells of its end."""

_HELP_KNOWN = (
    ChannelGone,
    NeedsReconnect,
    PlaylistGone,
    ServerGone,
    SpotifyNotConfigured,
    SpotifyRefused,
)
"""Errors whose cause only a person can mend."""
_OF_ITS_OWN = (
    DiscordRefused,
    DirectMessagesClosed,
    PlaylistGone,
    PlaylistNotWritten,
    SpotifyRefused,
)
"""Errors that say nothing about other effects to the same destination, as a rule."""
_SURELY_NOT_MADE = (ChannelGone, DirectMessagesClosed, DiscordBusy, DiscordRefused, ServerGone)
"""Errors after which nothing needs to be looked for before the next attempt."""


class Overtaken(Exception):
    """What became of an effect is known by now: another has claimed it, or it was stored before."""


class GiveUp(Struct, frozen=True):
    """The effect is given up."""


class TryAgain(Struct, frozen=True):
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
    pauses = ITS_OWN if slow else NO_ANSWER
    match fault:
        case ChannelGone() | ServerGone():
            pauses = FOR_PERMISSION
        case _ if isinstance(fault, _HELP_KNOWN):
            pauses = FOR_PERSON
        case PlaylistNotWritten():
            pauses = NOT_WRITTEN
        case SpotifyUnavailable():
            pauses = NO_ANSWER_FROM_SPOTIFY
    return now + min(DAY, pauses.after(effect.attempts) * (0.75 + 0.5 * jitter))


async def store_failure(
    unit: UnitOfWork, effect: Effect, fault: Exception, becomes: GiveUp | TryAgain, now: float
) -> None:
    """Store what becomes of an effect that failed, and with what.

    Raises:
        Overtaken: It is not ours any more.
    """
    outbox, why, claim = unit.outbox, name_of(fault), effect.claim
    match becomes:
        case GiveUp():
            ours = await outbox.drop(effect.id, why, now, claim)
        case TryAgain(at, aside, unsure):
            ours = await outbox.later(
                effect.id, at, why, now=now, unsure=unsure, aside=aside, claim=claim
            )
    if not ours:
        raise Overtaken(effect.kind)


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


def log_failure(effect: Effect, fault: Exception, becomes: GiveUp | TryAgain) -> None:
    """Log that an effect failed, as gravely as its cause is, and whether it is given up."""
    about = (effect.kind, effect.subject_id, effect.attempts, fault)
    if isinstance(fault, NotFound | Lapsed):
        log.warning("%s %s is of no more use, attempt %d: %r", *about)
        return
    foreseen = isinstance(fault, RoomError) and not isinstance(fault, DiscordRefused)
    # Only what may lapse is given up for such a reason, and `/room status` says so.
    level = logging.WARNING if foreseen else logging.ERROR
    log.log(level, "%s %s failed, attempt %d: %r", *about, exc_info=not foreseen)
    if isinstance(becomes, GiveUp):
        log.log(level, "%s %s given up", effect.kind, effect.subject_id)
