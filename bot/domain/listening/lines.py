"""Lines: what a song tells somebody who listens to it, and the order in which they are shown."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.model import Note, ProposalId, UserId

LINE_MAX = 300
_PLACES = 2**62


@dataclass(frozen=True, slots=True)
class Line:
    """A line that nobody but its writer sees yet. Its `id` is 0 until it is stored."""

    proposal_id: ProposalId
    user_id: UserId
    text: str
    id: int = 0


def drawn_place(seed: int, proposal_id: ProposalId, text: str) -> int:
    """Return where a line stands among those of its song: a positive number, compared with theirs.

    It is drawn from what everybody sees, so that it says nothing of who wrote the line, or when.

    Args:
        seed: The id of what the lines are shown in: a session, or a vote.
        proposal_id: The song.
        text: The line.
    """
    digest = hashlib.sha256(f"{seed}:{proposal_id}:{text}".encode()).digest()
    return 1 + int.from_bytes(digest[:8]) % (_PLACES - 1)


def in_drawn_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the lines among what was said of a song, in the order drawn for them."""
    return tuple(sorted((one for one in notes if one.drawn), key=lambda one: (one.drawn, one.id)))
