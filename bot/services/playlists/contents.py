"""What each playlist should contain, and its name, description and cover."""

from msgspec import Struct

from bot.domain.lifecycle import LIVE
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    Recording,
    Room,
    RoomId,
    Song,
)
from bot.domain.structs import replace
from bot.services.board_state import songs_on_boards
from bot.services.ports.repositories.spotify import PlaylistKind
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.ports.world import Sleeve

NAME_MAX = 100
DESCRIPTION_MAX = 300
"""Characters that Spotify takes; a description is one line."""


class Contents(Struct, frozen=True):
    """What a playlist should contain, in order, including songs entered by hand.

    `marker` is a word in the description by which the bot finds a playlist that it created.
    """

    kind: PlaylistKind
    subject_id: int
    name: str
    description: str
    marker: str
    sleeve: Sleeve
    songs: tuple[Recording, ...] = ()


async def of_board(read: UnitOfWork, room: Room) -> Contents:
    """Return the contents of the playlist a room shares: all boards, oldest episode first."""
    return await _filled(read, _board(room))


async def of_shortlist(read: UnitOfWork, room: Room, episode: Episode) -> Contents:
    """Return the contents of the playlist of a shortlist.

    These are the candidates of a live round, or else the current shortlist.
    """
    return await _filled(read, _shortlist(room, episode))


async def of_subject(read: UnitOfWork, room: Room, subject_id: int) -> Contents | None:
    """Return the contents of the playlist for an id; None if the id is not of this room.

    It is the id of a room, an episode or a character; these never collide.
    """
    empty = await empty_of(read, room, subject_id)
    return None if empty is None else await _filled(read, empty)


async def empty_of(read: UnitOfWork, room: Room, subject_id: int) -> Contents | None:
    """Return the same without its songs, which are not read."""
    if subject_id == room.id:
        return _board(room)
    episode = await read.episodes.get(EpisodeId(subject_id))
    if episode is not None:
        return _shortlist(room, episode) if _belongs(room, episode.room_id) else None
    character = await read.characters.get(CharacterId(subject_id))
    if character is None or not _belongs(room, character.room_id):
        return None
    return _character(room, character)


async def _filled(read: UnitOfWork, empty: Contents) -> Contents:
    match empty.kind:
        case PlaylistKind.BOARD:
            songs = await songs_on_boards(read, RoomId(empty.subject_id))
        case PlaylistKind.SHORTLIST:
            songs = await _songs_to_vote_on(read, EpisodeId(empty.subject_id))
        case PlaylistKind.CHARACTER:
            # Those of all episodes, oldest first.
            found = await read.characters.songs(CharacterId(empty.subject_id))
            songs = tuple(one.song for _, one in found)
    return replace(empty, songs=tuple(song.recording for song in songs))


async def _songs_to_vote_on(read: UnitOfWork, episode_id: EpisodeId) -> tuple[Song, ...]:
    round_id = await read.rounds.live(episode_id)
    round_ = await read.rounds.get(round_id) if round_id else None
    if round_ is not None and round_.state in LIVE and round_.candidates:
        return tuple(one.song for one in round_.candidates)
    longlist = await read.proposals.longlist(episode_id)
    return tuple(one.song for one in longlist if one.shortlisted)


def _board(room: Room) -> Contents:
    return _contents(
        PlaylistKind.BOARD,
        room.id,
        f"{room.title} on the board",
        f"The songs {room.title} is built on, episode by episode.",
        Sleeve("On the board", room.title),
        f"needledrop-{room.id}",
    )


def _shortlist(room: Room, episode: Episode) -> Contents:
    return _contents(
        PlaylistKind.SHORTLIST,
        episode.id,
        f"{room.title} {episode.number}: the shortlist",
        f"To listen to before the vote on episode {episode.number}.",
        Sleeve("Shortlist", episode.number, episode.title, room.title),
    )


def _character(room: Room, character: Character) -> Contents:
    return _contents(
        PlaylistKind.CHARACTER,
        character.id,
        f"{character.name} in songs",
        f"The songs of {character.name}, a character of {room.title}.",
        Sleeve("In songs", character.name, "", room.title),
    )


def _belongs(room: Room, room_id: RoomId) -> bool:
    return room.id == room_id


def _contents(
    kind: PlaylistKind,
    subject_id: int,
    name: str,
    about: str,
    sleeve: Sleeve,
    marker: str = "",
) -> Contents:
    marker = marker or f"needledrop-{kind}-{subject_id}"
    ending = f" Kept by Needle Drop. [{marker}]"
    return Contents(
        kind=kind,
        subject_id=subject_id,
        name=_line(name, NAME_MAX),
        description=_line(about, DESCRIPTION_MAX - len(ending)) + ending,
        marker=marker,
        sleeve=sleeve,
    )


def _line(text: str, max_length: int) -> str:
    """Return a text as one line, shortened to `max_length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= max_length else f"{line[: max_length - 1].rstrip()}…"
