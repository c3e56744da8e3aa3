"""Bring what is found by folded words into the form that this version folds them to."""

from bot.domain.folding import FOLDING
from storage.repositories.characters import folded_name
from storage.repositories.same_recording import song_keys
from storage.repositories.songs import song_of
from storage.statements import Statements

FACT = "folding"
PAGE = 2000
"""Songs that are folded anew at a time."""


async def refold(sql: Statements) -> None:
    """Fold anew what an older version stored; in the caller's transaction."""
    last = -1
    while rows := [row async for row in sql.songs_after(id=last, most=PAGE)]:
        keys = [(row, song_keys(song_of(row).recording)) for row in rows]
        stale = [(row, new) for row, new in keys if any(row[name] != new[name] for name in new)]
        await sql.run_many("refold_song", [{"id": row["id"], **new} for row, new in stale])
        last = rows[-1]["id"]
    for row in [row async for row in sql.all_characters()]:
        if (folded := folded_name(row["name"])) != row["folded"]:
            await sql.refold_character(id=row["id"], folded=folded)
    await sql.set_fact(name=FACT, value=str(FOLDING))
