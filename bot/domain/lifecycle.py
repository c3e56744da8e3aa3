"""The life of a round: the one place that knows which moves are legal, and from what.

`scheduled → open ⇄ paused → closed`; a close that leaves a tie may wait in `casting`; one that only
the showrunner can decide on waits in `held`. `bot.domain.timing` says what moves do to the times.
"""

from bot.domain.errors import EpisodeArchived, EpisodeLocked, IllegalMove
from bot.domain.model import Episode, EpisodeState
from bot.domain.model import RoundState as S

_UNCOUNTED = {state: state for state in (S.SCHEDULED, S.OPEN, S.PAUSED, S.HELD)}
"""Until the votes are counted, a song can be pinned or vetoed; the round stays where it is."""

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
"""Every verb, the states it may start from, and the state each leads to."""

LIVE = frozenset(MOVES["cancel"])
"""The states of a round that is not over. One round per episode is live at a time."""

BY_HAND = ("cancel", "cast", "close", "extend", "pause", "pin", "resume", "veto")
"""The verbs a person can ask for; the others follow from time and votes."""


def move(verb: str, state: S) -> S:
    """Return the state a verb leads to.

    Raises:
        IllegalMove: The verb is not legal from this state; it names what is.
    """
    try:
        return MOVES[verb][state]
    except KeyError:
        raise refusal(verb, state) from None


def require_active(episode: Episode) -> None:
    """Refuse to change anything of an episode that is locked or archived.

    Raises:
        EpisodeLocked, EpisodeArchived: It is.
    """
    if episode.state is EpisodeState.LOCKED:
        raise EpisodeLocked(episode.number)
    if episode.state is EpisodeState.ARCHIVED:
        raise EpisodeArchived(episode.number)


def refusal(verb: str, state: S) -> IllegalMove:
    """Return the error that refuses a verb in a state, and names what is legal there."""
    return IllegalMove(verb, state.value, tuple(name for name in BY_HAND if state in MOVES[name]))
