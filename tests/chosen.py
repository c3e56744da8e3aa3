"""What a ballot chooses, for tests that know its form."""

from typing import TypeVar

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballot_forms.ranking import ChosenRanking
from bot.domain.ballots import Ballot
from bot.domain.model import SongId

_Choices = TypeVar("_Choices", bound=Choices)


def picks(ballot: Ballot | None) -> tuple[SongId, ...]:
    choices = _choices(ballot, ChosenPicks)
    return choices.picks if choices else ()


def stars(ballot: Ballot | None) -> tuple[SongId, ...]:
    choices = _choices(ballot, ChosenPicks)
    return choices.stars if choices else ()


def points(ballot: Ballot | None) -> tuple[tuple[SongId, int], ...]:
    choices = _choices(ballot, ChosenPoints)
    return choices.points if choices else ()


def ranking(ballot: Ballot | None) -> tuple[SongId, ...]:
    choices = _choices(ballot, ChosenRanking)
    return choices.ranking if choices else ()


def songs(ballot: Ballot) -> tuple[SongId, ...]:
    """Return the songs a ballot of any form chooses."""
    match ballot.choices:
        case None:
            return ()
        case ChosenPicks(picked):
            return picked
        case ChosenPoints(given):
            return tuple(song for song, _ in given)
        case ChosenRanking(ranked):
            return ranked
    raise TypeError(ballot)


def _choices(ballot: Ballot | None, kind: type[_Choices]) -> _Choices | None:
    assert ballot is not None
    assert ballot.choices is None or isinstance(ballot.choices, kind)
    return ballot.choices
