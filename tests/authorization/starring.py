"""A star with a line, in the vote that is open."""

from typing import Any

from bot.domain.ballot_forms.picks import StarSongs
from bot.domain.model import Person, Room, SongId
from bot.domain.star_lines import SayWhy

STAR_LINE = "Hush, a star of mine"
"""Why the writer has starred a song in the open vote, which nobody else may read."""


async def starred(
    services: Any, writer: Person, room: Room, round_id: object, song: SongId
) -> None:
    """Have a writer star a song that they picked, and say why."""
    for change in (StarSongs((song,)), SayWhy(song, STAR_LINE)):
        await services.voting.change(writer, room, round_id, change)
