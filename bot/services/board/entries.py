"""The texts of an entry on the board: reading, checking and storing them."""

from collections.abc import Mapping

from bot.domain.board import BEAT_MAX, LOST_WITHOUT_MAX, Entry, EntryText, tidy_text
from bot.domain.errors import InvalidInput, NotFound, RuleError
from bot.domain.model import NOTE_MAX, Character, CharacterId, EpisodeId, Room, SongId
from bot.domain.structs import replace
from bot.domain.typed_text import paragraphs
from bot.services.characters import assign_song
from bot.services.ports.repositories.boards import StoredEntry
from bot.services.ports.unit_of_work import UnitOfWork

_LIMITS = {
    "beat": ("board.beat_long", BEAT_MAX),
    "note": ("note.too_long", NOTE_MAX),
    "lost_without": ("board.lost_long", LOST_WITHOUT_MAX),
}
_LOGGED_AS = {"note": "tells"}
"""The names in the log of the board that differ from those of the fields."""


def text_of(entry: Entry, characters: Mapping[CharacterId, Character]) -> EntryText:
    """Return the text of an entry as a form shows it, shortened to its limits."""
    character = None if entry.character_id is None else characters.get(entry.character_id)
    name = character.name if character else ""
    note = paragraphs(entry.note)[:NOTE_MAX].rstrip()
    return tidy_text(EntryText(entry.beat, name, note, entry.lost_without))


async def usable(
    unit: UnitOfWork, room: Room, before: EntryText, typed: EntryText
) -> tuple[EntryText, list[RuleError]]:
    """Return a tidied text without the fields that cannot be used, and why each cannot.

    In their place are the texts of before.
    """
    slips: list[RuleError] = []
    for name, (what, limit) in _LIMITS.items():
        text = getattr(typed, name)
        if len(text) > limit:
            slips.append(InvalidInput(what, text, {"limit": limit}))
            typed = replace(typed, **{name: getattr(before, name)})
    if typed.character and await unit.characters.named(room.id, typed.character) is None:
        slips.append(NotFound("character", typed.character))
        typed = replace(typed, character=before.character)
    return typed, slips


async def stored_entry(unit: UnitOfWork, episode_id: EpisodeId, song_id: SongId) -> StoredEntry:
    """Return the stored entry of a song on a board; an empty one if there is none."""
    entries = await unit.boards.entries(episode_id)
    return next((entry for entry in entries if entry.song_id == song_id), StoredEntry(song_id))


async def save_text(
    unit: UnitOfWork,
    room: Room,
    episode_id: EpisodeId,
    song_id: SongId,
    before: EntryText,
    after: EntryText,
    at: int,
) -> dict[str, object]:
    """Store the new text of an entry; return the changes by their names in the log.

    The note is that of the song's proposal until it is changed here. The character is changed in
    the proposal, so that the character's page and playlist include the song; if the proposal was
    withdrawn, it is changed on the board.

    Raises:
        NotFound: There is no character of that name.
    """
    entry = await stored_entry(unit, episode_id, song_id)
    entry = replace(entry, beat=after.beat, lost_without=after.lost_without)
    if after.note != before.note:
        entry = replace(entry, note=after.note)
    if after.character != before.character:
        character_id = await _character(unit, room, after.character)
        longlist = await unit.proposals.longlist(episode_id)
        proposal = next((p for p in longlist if p.song.id == song_id), None)
        if proposal is None:
            entry = replace(entry, character_id=character_id, for_nobody=character_id is None)
        else:
            await assign_song(unit, room, proposal, character_id, at)
            entry = replace(entry, character_id=None, for_nobody=False)
    await unit.boards.save_entry(episode_id, entry)
    names = EntryText.__struct_fields__
    changed = (name for name in names if getattr(after, name) != getattr(before, name))
    return {_LOGGED_AS.get(name, name): getattr(after, name) for name in changed}


async def _character(unit: UnitOfWork, room: Room, name: str) -> CharacterId | None:
    if not name:
        return None
    character = await unit.characters.named(room.id, name)
    if character is None:
        raise NotFound("character", name)
    return character.id
