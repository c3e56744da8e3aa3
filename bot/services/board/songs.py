"""Which songs are on a board: swapped, added from the longlist, and taken off."""

from collections.abc import Mapping
from typing import Unpack

from bot.domain.board import Board, BoardAction, BoardChange, swap_song
from bot.domain.cut import seated
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.model import (
    MAX_CANDIDATES,
    REASON_MAX,
    Episode,
    Person,
    ProposalId,
    Room,
    SongId,
)
from bot.domain.permissions import is_rights_editor
from bot.domain.reasons import has_visible_text
from bot.domain.rights import Rights, SongsMoney, money_of
from bot.domain.shared_slots import replaced
from bot.domain.typed_text import one_line
from bot.services.belonging import InRoom
from bot.services.board.open_board import Kept, OpenBoard, open_board
from bot.services.board_state import board_of
from bot.services.ports.read_models import BoardView
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock


class BoardSongs:
    """Show a board; swap, add and remove its songs.

    The room's votes stay as they were counted: what is added and removed by hand is kept with its
    reason, so that the board says what it is.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(
        self, room: Room, episode: Episode, seen: int | None = None, reader: Person | None = None
    ) -> BoardView:
        """Return an episode's board.

        Args:
            room: The room.
            episode: The episode.
            seen: The last revision that the reader saw; the view lists changes by others since.
            reader: The reader; what songs cost is told only to one who clears rights.

        Raises:
            NotFound: The room has no such episode, or there is no board yet.
        """
        read = self._store.read
        now = await InRoom(read, room).episode(episode.id)
        board = await board_of(read, now)
        if board is None:
            raise NotFound("board", episode.number)
        changes = () if seen is None else await read.boards.changes(episode.id, seen)
        rights = await read.rights.of_songs(room.id, [song.id for song in board.songs])
        clears = reader is not None and is_rights_editor(reader, room)
        return BoardView(
            room=room,
            episode=now,
            board=board,
            characters={one.id: one for one in await read.characters.all(room.id)},
            clearances=await read.boards.clearances(episode.id),
            rights=rights,
            money=await _money(read, board, rights) if clears else None,
            changes=tuple(
                one for one in changes if reader is None or one.user_id != reader.user_id
            ),
        )

    async def swap(
        self, person: Person, room: Room, episode: Episode, out: SongId, called_up: SongId
    ) -> BoardView:
        """Take a song off the board, and put another of the vote into its slot.

        Where two songs share the slot, the other one stays in it.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The first song is not on the board (`fallen`), or the second cannot be called
                up (`runner_up`).
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
        """
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            opened.slot(out)
            if all(song.id != called_up for song in opened.board.runners_up):
                raise NotFound("runner_up")
            order = swap_song(opened.order, out, called_up)
            await self._save(
                opened,
                BoardAction.SWAP,
                out,
                order=order,
                called_up=called_up,
                added=_without(opened.added, out),
                removed=_without(opened.removed, called_up),
                shared=replaced(opened.board.shared, out, called_up),
            )
        return await self.view(room, episode, reader=person)

    async def add_song(
        self, person: Person, room: Room, episode: Episode, proposal_id: ProposalId, reason: str
    ) -> SongId:
        """Put a song of the longlist on the board, in the last slot; return it.

        A song that the vote seated and that was taken off comes back as what it was.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the longlist of the episode, or there is no board.
            InvalidInput: The reason is empty or too long, the song is on the board already, or the
                board is full.
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
        """
        reason = _checked(reason)
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            longlist = await unit.proposals.longlist(opened.episode.id)
            song = next((one.song for one in longlist if one.id == proposal_id), None)
            if song is None:
                raise NotFound("song")
            if song.id in opened.order:
                raise InvalidInput("board.there", song.title)
            if len(opened.order) >= MAX_CANDIDATES:
                raise InvalidInput("board.full", song.title, {"limit": MAX_CANDIDATES})
            round_ = await unit.rounds.get(opened.board.round_id)
            won = round_ is not None and any(one.id == song.id for one in seated(round_))
            await self._save(
                opened,
                BoardAction.ADD,
                song.id,
                {"reason": reason},
                (*opened.order, song.id),
                added=opened.added if won else {**opened.added, song.id: reason},
                removed=_without(opened.removed, song.id),
            )
            return song.id

    async def remove_song(
        self, person: Person, room: Room, episode: Episode, song_id: SongId, reason: str
    ) -> BoardView:
        """Take a song off the board, with none in its place.

        Where two songs share its slot, the other one stays in it.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the board (`fallen`), or there is no board.
            InvalidInput: The reason is empty or too long.
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
        """
        reason = _checked(reason)
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            opened.slot(song_id)
            by_vote = song_id not in opened.added
            await self._save(
                opened,
                BoardAction.REMOVE,
                song_id,
                {"reason": reason},
                tuple(one for one in opened.order if one != song_id),
                added=_without(opened.added, song_id),
                removed={**opened.removed, song_id: reason} if by_vote else opened.removed,
            )
        return await self.view(room, episode, reader=person)

    async def _save(
        self,
        opened: OpenBoard,
        action: BoardAction,
        song_id: SongId | None,
        details: dict[str, object] | None = None,
        order: tuple[SongId, ...] | None = None,
        called_up: SongId | None = None,
        **kept: Unpack[Kept],
    ) -> None:
        """Store a change to a board; what is not given stays as it is."""
        now, revision = int(self._clock.now()), opened.board.revision + 1
        change = BoardChange(revision, action, song_id, opened.person.user_id, now, called_up)
        await opened.save(change, self._store.new_id(), details or {}, order, **kept)


async def _money(read: UnitOfWork, board: Board, rights: Rights) -> SongsMoney:
    songs = [entry.song for entry in board.entries]
    return money_of(songs, rights, await read.budgets.get(board.episode_id), board.episode_id)


def _checked(reason: str) -> str:
    reason = one_line(reason)
    if not has_visible_text(reason):
        raise InvalidInput("reason.empty")
    if len(reason) > REASON_MAX:
        raise InvalidInput("reason.too_long", reason, {"limit": REASON_MAX})
    return reason


def _without(reasons: Mapping[SongId, str], song_id: SongId) -> dict[SongId, str]:
    return {song: reason for song, reason in reasons.items() if song != song_id}
