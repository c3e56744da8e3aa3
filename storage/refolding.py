"""Bring what is found by folded words into the form that this version folds them to."""

from bot.domain.isrc import read_isrc
from bot.domain.model import Recording
from bot.domain.versions import FOLDING
from storage.repositories.characters import folded_name
from storage.repositories.same_recording import recording_key
from storage.repositories.songs import song_of
from storage.statements import Statements

FACT = "folding"


async def refold(sql: Statements) -> None:
    """Fold anew what an older version stored; in the caller's transaction."""
    async for row in sql.all_songs():
        recording: Recording = song_of(row).recording
        key, isrc = recording_key(recording), read_isrc(row["isrc"] or "") or None
        if (key, isrc) != (row["recording_key"], row["isrc"]):
            await sql.refold_song(id=row["id"], recording_key=key, isrc=isrc)
    async for row in sql.all_characters():
        if (folded := folded_name(row["name"])) != row["folded"]:
            await sql.refold_character(id=row["id"], folded=folded)
    await sql.set_fact(name=FACT, value=str(FOLDING))
