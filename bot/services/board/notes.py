"""What is said of a song on the board: read as a form shows it, checked, and kept."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.board import BEAT_MAX, LOST_MAX, TELLS_MAX, Entry, Remarks, tidied
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.model import Character, CharacterId, EpisodeId, Room, SongId
from bot.domain.typed_text import paragraphs
from bot.services.characters import give
from bot.services.ports.repositories.boards import StoredEntry
from bot.services.ports.unit_of_work import UnitOfWork

_LIMITS = {
    "beat": ("board.beat_long", BEAT_MAX),
    "tells": ("note.too_long", TELLS_MAX),
    "lost_without": ("board.lost_long", LOST_MAX),
}


def remarks_of(entry: Entry, known: Mapping[CharacterId, Character]) -> Remarks:
    """Return what is said of a song, as much as a form holds; `known` are characters by id."""
    whose = None if entry.character_id is None else known.get(entry.character_id)
    tells = paragraphs(entry.tells)[:TELLS_MAX].rstrip()
    return tidied(Remarks(entry.beat, whose.name if whose else "", tells, entry.lost_without))


def check(typed: Remarks) -> None:
    """Refuse what is too long, in remarks as they are tidied.

    Raises:
        InvalidInput: It is.
    """
    for name, (what, limit) in _LIMITS.items():
        if len(getattr(typed, name)) > limit:
            raise InvalidInput(what, getattr(typed, name), {"limit": limit})


async def kept_of(unit: UnitOfWork, episode_id: EpisodeId, song_id: SongId) -> StoredEntry:
    """Return what is kept of a song on a board; an empty entry where nothing is."""
    entries = await unit.boards.entries(episode_id)
    return next((one for one in entries if one.song_id == song_id), StoredEntry(song_id))


async def say(
    unit: UnitOfWork,
    room: Room,
    episode_id: EpisodeId,
    song_id: SongId,
    now: Remarks,
    became: Remarks,
    at: int,
) -> dict[str, object]:
    """Keep what became of the words for a song; return those that are new, by name.

    What nobody changed goes on following the song's proposal. Whose song it is, the proposal says,
    so that the character's page and playlist have it too; the board only where it was withdrawn.

    Raises:
        NotFound: There is no character of that name.
    """
    kept = await kept_of(unit, episode_id, song_id)
    after = replace(kept, beat=became.beat, lost_without=became.lost_without)
    if became.tells != now.tells:
        after = replace(after, tells=became.tells)
    if became.character != now.character:
        whose = await _character(unit, room, became.character)
        longlist = await unit.proposals.longlist(episode_id)
        proposal = next((one for one in longlist if one.song.id == song_id), None)
        if proposal is None:
            after = replace(after, character_id=whose, for_nobody=whose is None)
        else:
            await give(unit, room, proposal, whose, at)
            after = replace(after, character_id=None, for_nobody=False)
    await unit.boards.save_entry(episode_id, after)
    changed = (one for one in Remarks.__slots__ if getattr(became, one) != getattr(now, one))
    return {name: getattr(became, name) for name in changed}


async def _character(unit: UnitOfWork, room: Room, name: str) -> CharacterId | None:
    if not name:
        return None
    character = await unit.characters.named(room.id, name)
    if character is None:
        raise NotFound("character", name)
    return character.id
