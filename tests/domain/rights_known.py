"""Holders of rights for tests, made the short way."""

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song, SongId
from bot.domain.rights import Holder, HolderId, Money, RightsStep, Side, Stage
from tests.builders import recording

SONG = Song(SongId(1), recording(1))


def holder(
    number: int,
    side: Side = Side.SONG,
    stage: Stage = Stage.TO_ASK,
    share: int | None = None,
    *,
    fee: Money | None = None,
    favored: bool = False,
    song: Song = SONG,
) -> Holder:
    """Return a holder whose latest step has their own number, taken for episode 102."""
    return Holder(
        id=HolderId(number),
        song=song,
        side=side,
        name=f"Holder {number}",
        share=share,
        most_favored=favored,
        stage=stage,
        fee=fee,
        step=number,
        at=number,
        episode_id=EpisodeId(2),
        number="102",
    )


def word(status: Clearance, number: int) -> RightsStep:
    """Return a word on the whole song whose step has a number, said for episode 102."""
    return RightsStep(SONG, status, EpisodeId(2), "102", number, number)


def dollars(amount: int) -> Money:
    return Money(amount * 100, "USD")
