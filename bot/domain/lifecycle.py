"""The lifecycle of a round: which moves are legal in which state.

`scheduled → open ⇄ paused → closed`. A round with a tie may wait in `casting` first; one that needs
the showrunner's decision waits in `held`. `bot.domain.timing` says how moves change the times.
"""

from bot.domain.errors import EpisodeArchived, EpisodeLocked, IllegalMove
from bot.domain.model import Episode, EpisodeState, Round
from bot.domain.model import RoundState as S

_UNCOUNTED = {state: state for state in (S.SCHEDULED, S.OPEN, S.PAUSED, S.HELD)}
"""Until the votes are counted, a song can be pinned or vetoed; the state stays the same."""

MOVES: dict[str, dict[S, S]] = {
    "open": {S.SCHEDULED: S.OPEN},
    "pause": {S.OPEN: S.PAUSED},
    "resume": {S.PAUSED: S.OPEN, S.HELD: S.OPEN},
    "extend": {S.SCHEDULED: S.SCHEDULED, S.OPEN: S.OPEN, S.PAUSED: S.PAUSED, S.HELD: S.OPEN},
    "hold": {S.OPEN: S.HELD},
    "tie": {S.OPEN: S.CASTING, S.PAUSED: S.CASTING, S.HELD: S.CASTING},
    "cast": {S.CASTING: S.CLOSED},
    "pin": _UNCOUNTED,
    "veto": _UNCOUNTED,
    "close": {S.OPEN: S.CLOSED, S.PAUSED: S.CLOSED, S.CASTING: S.CLOSED, S.HELD: S.CLOSED},
    "cancel": dict.fromkeys((S.SCHEDULED, S.OPEN, S.PAUSED, S.CASTING, S.HELD), S.CANCELLED),
}
"""Every verb, the states in which it is legal, and the state it leads to from each."""

LIVE = frozenset(MOVES["cancel"])
"""The states of a round that is not over. One round per episode is live at a time."""

BY_HAND = ("cancel", "cast", "close", "extend", "pause", "pin", "resume", "veto")
"""The verbs that people can use; the others follow from time and votes."""


def move(verb: str, state: S) -> S:
    """Return the state a verb leads to.

    Raises:
        IllegalMove: The verb is not legal in this state; the error names those that are.
    """
    try:
        return MOVES[verb][state]
    except KeyError:
        raise refusal(verb, state) from None


IN_TIME = frozenset({"extend", "pause", "pin", "veto", "cast"})
"""The verbs that are refused once a round's time is up, though it is not counted yet."""


def require_move(verb: str, round_: Round, now: float) -> None:
    """Refuse a verb that is not legal now; a round whose time is up counts as closed.

    Args:
        verb: The verb.
        round_: The round.
        now: UTC seconds.

    Raises:
        IllegalMove: The round's state, or the time, forbids it.
    """
    move(verb, round_.state)
    ends = {S.OPEN: round_.closes_at, S.CASTING: round_.casting_until}
    end = ends.get(round_.state)
    if verb in IN_TIME and end is not None and now >= end:
        raise refusal(verb, S.CLOSED)


def require_active(episode: Episode) -> None:
    """Refuse to change a locked or archived episode.

    Raises:
        EpisodeLocked, EpisodeArchived: The episode is locked or archived.
    """
    if episode.state is EpisodeState.LOCKED:
        raise EpisodeLocked(episode.number)
    if episode.state is EpisodeState.ARCHIVED:
        raise EpisodeArchived(episode.number)


def refusal(verb: str, state: S) -> IllegalMove:
    """Return the error for an illegal verb, which names the verbs that are legal."""
    return IllegalMove(verb, state.value, tuple(name for name in BY_HAND if state in MOVES[name]))
