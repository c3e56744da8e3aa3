"""Proposals and their notes, out of rows."""

from collections.abc import Iterable
from typing import Any

from bot.domain.model import (
    CharacterId,
    EpisodeId,
    MessageId,
    Note,
    Proposal,
    ProposalId,
    UserId,
)
from storage.repositories.songs import song_of


def note_of(row: Any, prefix: str = "") -> Note:
    """Return the note in a row, whose columns may be named with something before."""
    user_id, text, at, note_id, drawn, named = (
        row[f"{prefix}{name}"] for name in ("user_id", "text", "at", "id", "drawn", "named")
    )
    return Note(UserId(user_id), text, at, note_id, drawn, bool(named))


def notes_of(rows: Iterable[Any]) -> tuple[Note, ...]:
    """Return the notes in the rows of one proposal."""
    return tuple(note_of(row, "note_") for row in rows if row["note_id"] is not None)


def proposal_of(row: Any, notes: tuple[Note, ...]) -> Proposal:
    """Return the proposal in a row that holds the columns of its song, too."""
    return Proposal(
        id=ProposalId(row["proposal_id"]),
        episode_id=EpisodeId(row["episode_id"]),
        song=song_of(row),
        proposer_id=UserId(row["proposer_id"]),
        proposed_at=row["proposed_at"],
        seconds=row["seconds"],
        shortlisted=bool(row["shortlisted"]),
        withdrawn=bool(row["withdrawn"]),
        notes=notes,
        message_id=None if row["message_id"] is None else MessageId(row["message_id"]),
        character_id=None if row["character_id"] is None else CharacterId(row["character_id"]),
        character=row["character_name"] or "",
        hidden=bool(row["hidden"]),
        withdrawn_at=row["withdrawn_at"],
        withdrawn_by=None if row["withdrawn_by"] is None else UserId(row["withdrawn_by"]),
    )
