"""Lines: what a song tells somebody who listens to it, and the order in which they are shown."""

import hashlib
from collections.abc import Iterable

from msgspec import Struct

from bot.domain.model import Note, ProposalId, Song, UserId
from bot.domain.names import is_blank
from bot.domain.typed_text import one_line

LINE_MAX = 300
_PLACES = 2**62


class Line(Struct, frozen=True):
    """A line that nobody but its writer sees yet. Its `id` is 0 until it is stored.

    It is shown with its writer's name only if it is `named`, as they were told when they wrote it.
    """

    proposal_id: ProposalId
    user_id: UserId
    text: str
    id: int = 0
    named: bool = False


def as_line(text: str) -> str:
    """Return what somebody typed as a line is kept: without breaks; empty if it shows nothing."""
    return "" if is_blank(text) else one_line(text)


def drawn_place(song: Song, text: str) -> int:
    """Return where a line stands among those of its song: a positive number, compared with theirs.

    It is drawn from the song and the words, which everybody sees, and from nothing else: so it says
    nothing of who wrote the line, or when.
    """
    digest = hashlib.sha256(f"{song.title}\n{song.artist}\n{text}".encode()).digest()
    return 1 + int.from_bytes(digest[:8]) % (_PLACES - 1)


def in_drawn_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the lines among what was said of a song, in the order drawn for them."""
    return tuple(sorted((one for one in notes if one.drawn), key=lambda one: (one.drawn, one.id)))
