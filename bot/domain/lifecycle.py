"""The lifecycle of a round: which moves are legal in which state.

`scheduled → open ⇄ paused`, and `open → closed`; closed by hand, it waits in `closing` before it is
counted. A round with a tie may wait in `casting` first; one that needs the showrunner's decision
waits in `held`. A close by hand and a cancellation can be taken back: then the round goes back to
where it was. `bot.domain.timing` says how moves change the times.
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
    "tie": {S.OPEN: S.CASTING, S.CLOSING: S.CASTING},
    "count": {S.OPEN: S.CLOSED, S.CLOSING: S.CLOSED, S.CASTING: S.CLOSED},
    "cast": {S.CASTING: S.CLOSED},
    "pin": _UNCOUNTED,
    "veto": _UNCOUNTED,
    "close": {S.OPEN: S.CLOSING, S.PAUSED: S.CLOSING, S.HELD: S.CLOSING, S.CASTING: S.CLOSED},
    "cancel": dict.fromkeys((S.SCHEDULED, S.OPEN, S.PAUSED, S.CASTING, S.HELD), S.CANCELLED),
}
"""Every verb, the states in which it is legal, and the state it leads to from each."""

BACK: dict[S, frozenset[S]] = {
    S.CLOSING: frozenset(state for state, to in MOVES["close"].items() if to is S.CLOSING),
    S.CANCELLED: frozenset(MOVES["cancel"]),
}
"""The states that can be left for where the round was before, and where that can have been."""

STEPS = frozenset(
    {(was, to) for moves in MOVES.values() for was, to in moves.items()}
    | {(was, to) for was, states in BACK.items() for to in states}
)
"""Every pair of states that a round can go through in a row."""

LIVE = frozenset(S) - {S.CLOSED, S.CANCELLED}
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


def move_back(round_: Round) -> S:
    """Return the state that a round is in again once its close or cancellation is taken back.

    Raises:
        IllegalMove: It was neither closed by hand and not counted yet, nor cancelled by hand; or
            what came after its cancellation stands in the way.
    """
    state = round_.stopped_in
    if state is None or state not in BACK.get(round_.state, ()):
        raise refusal("undo", round_.state)
    return state


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
    return IllegalMove(verb, state.value, tuple(name for name in BY_HAND if fits(name, state)))


def fits(verb: str, state: S) -> bool:
    """Return whether a verb does something in a state: resuming takes a close by hand back, too."""
    return state in MOVES[verb] or (verb == "resume" and state is S.CLOSING)
