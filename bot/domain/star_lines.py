"""Lines that say why songs have stars: written on a ballot, shown nameless after the close."""

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, TypeAlias

from bot.domain.ballot_forms.form import Change
from bot.domain.errors import InvalidBallot
from bot.domain.listening import LINE_MAX, as_line
from bot.domain.model import SongId

StarLines: TypeAlias = tuple[tuple[SongId, str], ...]
"""The songs about which a writer has written, in ballot order, each with the line."""


class SayWhy(Change, frozen=True):
    """Say in a line why a song has a star; an empty line takes back what was said."""

    chooses: ClassVar[bool] = False
    counts: ClassVar[bool] = False

    song: SongId
    line: str


def with_line(
    lines: StarLines, said: SayWhy, starred: Collection[SongId], order: Sequence[SongId]
) -> StarLines:
    """Return a writer's lines after one is written, changed or taken back.

    Args:
        lines: The lines before. One whose star was taken back is still among them, so that it is
            there when the star comes back.
        said: The line.
        starred: The songs with a star on the ballot.
        order: The candidates in ballot order.

    Raises:
        InvalidBallot: The song has no star (`no_star`), or the line is too long (`line_too_long`).
    """
    line = as_line(said.line)
    if len(line) > LINE_MAX:
        raise InvalidBallot("line_too_long", LINE_MAX)
    if line and said.song not in starred:
        raise InvalidBallot("no_star")
    changed = {**dict(lines), said.song: line}
    return tuple([(song, changed[song]) for song in order if changed.get(song)])


def starred_lines(lines: StarLines, starred: Collection[SongId]) -> StarLines:
    """Return the lines that are shown if the vote closes now: those whose songs have a star."""
    return tuple([(song, line) for song, line in lines if song in starred])


def kept_lines(lines: StarLines, starred: Collection[SongId]) -> StarLines:
    """Return the lines whose songs have lost their star, which nobody is shown."""
    return tuple([(song, line) for song, line in lines if song not in starred])


def by_song(lines: Iterable[StarLines]) -> dict[SongId, list[str]]:
    """Return the lines of many ballots by their songs, without any trace of whose they are."""
    said: dict[SongId, list[str]] = {}
    for song, line in sorted(pair for of_one in lines for pair in of_one):
        said.setdefault(song, []).append(line)
    return said
