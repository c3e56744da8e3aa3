"""Votes whose stars come with a line."""

from bot.domain.ballot_forms.picks import StarSongs
from bot.domain.model import RoundId
from bot.domain.star_lines import SayWhy
from bot.services.ports.read_models import BallotView
from tests.services.conftest import House


async def star(house: House, round_id: RoundId, who: int, *places: int) -> None:
    """Have somebody star the picks at these places, counted from 1, and no others."""
    await house.change(round_id, who, StarSongs(await house.songs(round_id, *places)))


async def say(house: House, round_id: RoundId, who: int, place: int, line: str) -> BallotView:
    """Have somebody say why the song at a place has a star."""
    (song,) = await house.songs(round_id, place)
    return await house.change(round_id, who, SayWhy(song, line))


async def starred(house: House, round_id: RoundId, who: int, place: int, line: str) -> None:
    """Have somebody vote for the first song and another, star that, and say why."""
    await house.vote(round_id, who, *{1, place})
    await star(house, round_id, who, place)
    await say(house, round_id, who, place, line)
