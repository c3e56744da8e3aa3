"""A board within the transaction that changes it."""

from collections.abc import Callable, Mapping
from typing import TypedDict, Unpack

from msgspec import Struct

from bot.domain import lifecycle
from bot.domain.board import Board, BoardAction, BoardChange, Entry
from bot.domain.errors import EpisodeArchived, NotFound, StorageError
from bot.domain.model import Episode, EpisodeState, Person, Room, SongId
from bot.domain.permissions import require_showrunner
from bot.domain.shared_slots import SharedSlot, standing
from bot.services.belonging import InRoom
from bot.services.board_state import board_of
from bot.services.ports.destinations import spotify
from bot.services.ports.repositories.boards import StoredBoard
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork

_NEW_ORDER = (
    BoardAction.PLACE,
    BoardAction.SWAP,
    BoardAction.ADD,
    BoardAction.REMOVE,
    BoardAction.PAIR,
)


class Kept(TypedDict, total=False):
    """What is kept of a board beside its order; what is left out stays as it is."""

    added: Mapping[SongId, str]
    removed: Mapping[SongId, str]
    shared: tuple[SharedSlot, ...]


class OpenBoard(Struct, frozen=True):
    """A board within a transaction, and the person who changes it."""

    unit: UnitOfWork
    room: Room
    person: Person
    episode: Episode
    board: Board

    @property
    def order(self) -> tuple[SongId, ...]:
        """The songs in story order."""
        return tuple(entry.song.id for entry in self.board.entries)

    @property
    def added(self) -> dict[SongId, str]:
        """The reasons for the songs that were added by hand."""
        return {one.song.id: one.added for one in self.board.entries if one.added is not None}

    @property
    def removed(self) -> dict[SongId, str]:
        """The reasons for the songs of the vote that were taken off by hand."""
        return {one.song.id: one.reason for one in self.board.removed}

    def slot(self, song_id: SongId) -> int:
        """Return the slot of a song that is on the board.

        Raises:
            NotFound: It is not on the board.
        """
        slot = self.board.slot_of(song_id)
        if slot is None:
            raise NotFound("fallen")
        return slot

    def entry(self, song_id: SongId) -> Entry:
        """Return what is said of a song that is on the board.

        Raises:
            NotFound: It is not on the board.
        """
        entry = self.board.entry(song_id)
        if entry is None:
            raise NotFound("fallen")
        return entry

    async def save(
        self,
        change: BoardChange,
        log_id: int,
        details: dict[str, object],
        order: tuple[SongId, ...] | None = None,
        **kept: Unpack[Kept],
    ) -> None:
        """Store a change, and what it makes of the board; promise to update the playlist.

        What is not given stays as it is. Where a song fell, its shared slot is what is left of it.

        Raises:
            StorageError: Somebody else has changed the board meanwhile.
        """
        board, unit = self.board, self.unit
        songs = self.order if order is None else order
        after = StoredBoard(
            self.episode.id,
            board.round_id,
            songs,
            change.revision,
            kept.get("added", self.added),
            kept.get("removed", self.removed),
            standing(kept.get("shared", board.shared), songs),
        )
        if not await unit.boards.save(after, board.revision):
            raise StorageError("board")
        await unit.boards.log(log_id, self.episode.id, change, details)
        if change.action in _NEW_ORDER:
            kind, destination = EffectKind.SYNC_PLAYLIST, spotify(self.room)
            await unit.outbox.promise(kind, destination, board.round_id, self.room.id, change.at)


async def open_board(
    unit: UnitOfWork,
    person: Person,
    room: Room,
    episode: Episode,
    *,
    even_if_locked: bool = False,
    require: Callable[[Person, Room], None] = require_showrunner,
) -> OpenBoard:
    """Return an episode's board in order to change it; `require` refuses who may not.

    Raises:
        NotAllowed: The person is not the showrunner, or is refused by `require`.
        NotFound: The room has no such episode, or the episode no board.
        EpisodeArchived: The episode cannot be changed.
        EpisodeLocked: The episode is locked; not raised with `even_if_locked`.
    """
    require(person, room)
    now = await InRoom(unit, room).episode(episode.id)
    if now.state is EpisodeState.ARCHIVED:
        raise EpisodeArchived(now.number)
    if not even_if_locked:
        lifecycle.require_active(now)
    board = await board_of(unit, now)
    if board is None:
        raise NotFound("board", now.number)
    return OpenBoard(unit, room, person, now, board)
