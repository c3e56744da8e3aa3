"""What is said in a vote's thread: the changes of a vote under way, each in one line."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from bot.domain.model import Cause, Room, Round, RoundState, SongId
from bot.domain.timing import counted_at


class NewsKind(StrEnum):
    """What changed. The names are stored."""

    PINNED = "pin"
    UNPINNED = "pin.undo"
    VETOED = "veto"
    UNVETOED = "veto.undo"
    PAUSED = "pause"
    RESUMED = "resume"
    MOVED = "extend"
    MOVED_WHILE_PAUSED = "extend.paused"
    MOVED_FOR_QUORUM = "extend.quorum"
    MOVED_FOR_GRACE = "extend.grace"
    CLOSED = "close"
    STOPPED = "close.stop"
    RESTARTED = "close.undo"
    WAITS_AGAIN = "close.undo.waits"
    CANCELLED = "cancel"
    PROPOSERS_HIDDEN = "settings.hidden"
    PROPOSERS_SHOWN = "settings.shown"
    OWN_SONGS = "settings.own"
    NO_OWN_SONGS = "settings.not_own"
    SCRUTINEERS = "settings.scrutineers"
    RUN_BY_OTHERS = "room.run_by"
    BROUGHT_BACK = "cancel.undo"
    BROUGHT_BACK_WAITING = "cancel.undo.waits"


class News(Struct, frozen=True):
    """One change, with what the line needs to say about it later, whatever follows.

    `seconds` is the new close (UTC seconds); for `PAUSED` and `MOVED_WHILE_PAUSED`, the time that
    is left; for `STOPPED`, when the votes are counted. `song_id` and `reason` are those of a pin or
    veto.
    """

    kind: NewsKind
    seconds: int = 0
    song_id: SongId | None = None
    reason: str = ""


def news_of(before: Round, after: Round) -> News | None:
    """Return what a round's new state and times are to the room; None where nothing is said.

    Nothing is said before a vote opens. What waits for the showrunner is asked in the channel.
    """
    if RoundState.SCHEDULED in (before.state, after.state):
        return None
    if before.state in _TAKEN_BACK:
        return _taken_back(before, after)
    if after.state in _SAID:
        return _SAID[after.state](before, after)
    return None


def _opened(before: Round, after: Round) -> News | None:
    if before.state is not RoundState.OPEN:
        return News(NewsKind.RESUMED, after.closes_at)
    kind = _MOVED.get(after.cause)
    if kind is None or after.closes_at == before.closes_at:
        return None
    return News(kind, after.closes_at)


def _taken_back(before: Round, after: Round) -> News:
    runs, waits = _TAKEN_BACK[before.state]
    return News(runs, after.closes_at) if after.state is RoundState.OPEN else News(waits)


def _paused(before: Round, after: Round) -> News | None:
    left = after.time_left or 0
    if before.state is not RoundState.PAUSED:
        return News(NewsKind.PAUSED, left)
    return None if before.time_left == left else News(NewsKind.MOVED_WHILE_PAUSED, left)


_TAKEN_BACK = {
    RoundState.CLOSING: (NewsKind.RESTARTED, NewsKind.WAITS_AGAIN),
    RoundState.CANCELLED: (NewsKind.BROUGHT_BACK, NewsKind.BROUGHT_BACK_WAITING),
}

_MOVED = {
    Cause.EXTENDED: NewsKind.MOVED,
    Cause.QUORUM: NewsKind.MOVED_FOR_QUORUM,
    Cause.GRACE: NewsKind.MOVED_FOR_GRACE,
}

_SAID: Mapping[RoundState, Callable[[Round, Round], News | None]] = {
    RoundState.OPEN: _opened,
    RoundState.PAUSED: _paused,
    RoundState.CLOSING: lambda _, after: News(NewsKind.STOPPED, counted_at(after)),
    RoundState.CANCELLED: lambda *_: News(NewsKind.CANCELLED),
}
"""What is said, by the state that a round comes to or stays in."""


def settings_news(before: Room, after: Room) -> tuple[News, ...]:
    """Return what a change of a room is to those who vote in it: who sees what of them.

    The rules of a vote under way stay as they are, and the room is told that they do.
    """
    was, now = before.settings, after.settings
    kinds = []
    if was.proposers_hidden != now.proposers_hidden:
        hidden = now.proposers_hidden
        kinds.append(NewsKind.PROPOSERS_HIDDEN if hidden else NewsKind.PROPOSERS_SHOWN)
    if was.own_songs_votable != now.own_songs_votable:
        kinds.append(NewsKind.OWN_SONGS if now.own_songs_votable else NewsKind.NO_OWN_SONGS)
    if was.scrutineers != now.scrutineers:
        kinds.append(NewsKind.SCRUTINEERS)
    if _run_by(before) != _run_by(after):
        kinds.append(NewsKind.RUN_BY_OTHERS)
    return tuple(map(News, kinds))


def _run_by(room: Room) -> tuple[int, int | None]:
    """Return who sees which writers have not voted."""
    return room.showrunner_id, room.delegates_role_id
