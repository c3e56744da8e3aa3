"""The showrunner's work on a board: order, words, swaps, rights, and the lock."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain import lifecycle
from bot.domain.board import (
    CLEARANCE_NOTE_MAX,
    Board,
    BoardChange,
    Clearance,
    Deed,
    Remarks,
    merged,
    moved,
    swapped,
    tidied,
)
from bot.domain.errors import (
    BoardChanged,
    EpisodeArchived,
    InvalidInput,
    NotFound,
    RoundLive,
    StorageError,
)
from bot.domain.model import (
    Episode,
    EpisodeState,
    Person,
    Room,
    SongId,
)
from bot.domain.permissions import require_showrunner
from bot.domain.typed_text import one_line
from bot.services.board import notes
from bot.services.board_state import board_of, seating_round
from bot.services.ports.destinations import spotify
from bot.services.ports.read_models import BoardView
from bot.services.ports.repositories.boards import StoredBoard
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock

_ORDER = (Deed.PLACE, Deed.SWAP)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A board in a transaction, and whose hands it is in."""

    unit: UnitOfWork
    room: Room
    person: Person
    episode: Episode
    board: Board

    def slot(self, song_id: SongId) -> int:
        """Return the slot of a song that is on the board.

        Raises:
            NotFound: It is not.
        """
        slot = self.board.slot_of(song_id)
        if slot is None:
            raise NotFound("fallen")
        return slot

    @property
    def order(self) -> tuple[SongId, ...]:
        """The songs in story order."""
        return tuple(one.song.id for one in self.board.slots)


class BoardEditing:
    """Show a board and change it.

    Two people may do so at once: each change is made to the board as it stands, and words that
    somebody else changed meanwhile are not overwritten. The rights go on after the lock.
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
            seen: The revision somebody saw last, to be told what others have done since.
            reader: Who that is.

        Raises:
            NotFound: There is none yet.
        """
        read = self._store.read
        now = await read.episodes.get(episode.id) or episode
        board = await board_of(read, now)
        if board is None:
            raise NotFound("board", episode.number)
        done = () if seen is None else await read.boards.changes(episode.id, seen)
        return BoardView(
            room=room,
            episode=now,
            board=board,
            characters={one.id: one for one in await read.characters.all(room.id)},
            clearances=await read.boards.clearances(episode.id),
            changes=tuple(one for one in done if reader is None or one.user_id != reader.user_id),
        )

    async def newest(self, room: Room) -> Episode:
        """Return the newest episode that has a board and is not archived; the newest if none has.

        Raises:
            NotFound: The room has no episode.
        """
        read = self._store.read
        episodes = [one.episode for one in await read.episodes.summaries(room.id)]
        standing = [one for one in episodes if one.state is not EpisodeState.ARCHIVED]
        for one in standing:
            if await seating_round(read, one.id) is not None:
                return one
        if not standing:
            raise NotFound("episode")
        return standing[0]

    async def place(
        self, person: Person, room: Room, episode: Episode, song_id: SongId, slot: int
    ) -> BoardView:
        """Give a song another slot, counted from 1; the others move up or down.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: It is not on the board, or there is none.
            EpisodeLocked, EpisodeArchived: The order stays as it is.
        """
        return await self._move(person, room, episode, song_id, lambda _before: slot)

    async def step(
        self, person: Person, room: Room, episode: Episode, song_id: SongId, by: int
    ) -> BoardView:
        """Move a song up or down by some slots from where it stands now; raises as `place` does."""
        return await self._move(person, room, episode, song_id, lambda before: before + by)

    async def _move(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        target: Callable[[int], int],
    ) -> BoardView:
        async with self._store.transaction() as unit:
            at = await self._standing(unit, person, room, episode)
            before = at.slot(song_id)
            order = moved(at.order, song_id, target(before))
            if order != at.order:
                said: dict[str, object] = {"from": before, "to": order.index(song_id) + 1}
                await self._write(at, order, Deed.PLACE, song_id, said)
        return await self.view(room, episode)

    async def add(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        *,
        beat: str = "",
        character: str = "",
    ) -> BoardView:
        """Say where a song plays or whose it is; what is empty stays. Raises as `edit` does."""
        view = await self.view(room, episode)
        slot = view.board.slot_of(song_id)
        if slot is None:
            raise NotFound("fallen")
        was = notes.remarks_of(view.board.slots[slot - 1], view.characters)
        typed = replace(was, beat=beat or was.beat, character=character or was.character)
        return await self.edit(person, room, episode, song_id, typed, was)

    async def edit(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        typed: Remarks,
        was: Remarks | None = None,
    ) -> BoardView:
        """Say something of a song on the board.

        Args:
            person: Who says it.
            room: The room.
            episode: The episode.
            song_id: The song.
            typed: All that is to be said; `character` is a name, or empty for nobody.
            was: What the person had before them; without it, what there is now.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the board, or there is no such character.
            InvalidInput: Something is too long.
            EpisodeLocked, EpisodeArchived: Nothing is said any more.
            BoardChanged: Somebody else changed the same meanwhile. Nothing is saved.
        """
        typed = tidied(typed)
        notes.check(typed)
        async with self._store.transaction() as unit:
            at = await self._standing(unit, person, room, episode)
            entry = at.board.slots[at.slot(song_id) - 1]
            known = {one.id: one for one in await unit.characters.all(room.id)}
            now = notes.remarks_of(entry, known)
            became, clashes = merged(was or now, now, typed)
            if clashes:
                told = tuple((name, getattr(now, name)) for name in clashes)
                raise BoardChanged(episode.id, song_id, told)
            if became != now:
                said = await notes.say(
                    unit, room, episode.id, song_id, now, became, int(self._clock.now())
                )
                await self._write(at, at.order, Deed.EDIT, song_id, said)
        return await self.view(room, episode)

    async def swap(
        self, person: Person, room: Room, episode: Episode, out: SongId, called_up: SongId
    ) -> BoardView:
        """Have a song fall, and another of the vote step into its slot.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The one is not on the board (`fallen`), the other does not wait (`runner_up`).
            EpisodeLocked, EpisodeArchived: The songs stay as they are.
        """
        async with self._store.transaction() as unit:
            at = await self._standing(unit, person, room, episode)
            at.slot(out)
            if all(song.id != called_up for song in at.board.runners_up):
                raise NotFound("runner_up")
            order = swapped(at.order, out, called_up)
            await self._write(at, order, Deed.SWAP, out, {}, called_up)
        return await self.view(room, episode)

    async def clear(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        status: Clearance,
        note: str = "",
    ) -> BoardView:
        """Write down how far the rights to a song are, on a locked board too.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: It is neither on the board nor in waiting.
            InvalidInput: The note is too long.
            EpisodeArchived: Nothing of the episode changes.
        """
        note = one_line(note)
        if len(note) > CLEARANCE_NOTE_MAX:
            raise InvalidInput("board.note_long", note, {"limit": CLEARANCE_NOTE_MAX})
        async with self._store.transaction() as unit:
            at = await self._standing(unit, person, room, episode, although_locked=True)
            if song_id not in (*at.order, *(one.id for one in at.board.runners_up)):
                raise NotFound("fallen")
            kept = await notes.kept_of(unit, episode.id, song_id)
            await unit.boards.save_entry(episode.id, replace(kept, clearance=status))
            said: dict[str, object] = {"status": status.value, "note": note}
            await self._write(at, at.order, Deed.CLEARANCE, song_id, said)
        return await self.view(room, episode)

    async def lock(
        self, person: Person, room: Room, episode: Episode, *, locked: bool = True
    ) -> BoardView:
        """Lock an episode with its board, or unlock it. Asking again changes nothing.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: There is no board yet.
            RoundLive: A vote is under way that would change the board.
            EpisodeArchived: Nothing of the episode changes.
        """
        becomes = EpisodeState.LOCKED if locked else EpisodeState.ACTIVE
        async with self._store.transaction() as unit:
            at = await self._standing(unit, person, room, episode, although_locked=True)
            live = await unit.rounds.live(episode.id)
            if locked and live is not None and (round_ := await unit.rounds.get(live)):
                raise RoundLive(episode.number, round_.state.value)
            if await unit.episodes.set_state(episode.id, _other(becomes), becomes):
                await self._write(at, at.order, Deed.LOCK if locked else Deed.UNLOCK, None, {})
        return await self.view(room, episode)

    async def _standing(
        self,
        unit: UnitOfWork,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        although_locked: bool = False,
    ) -> _Standing:
        require_showrunner(person, room)
        now = await unit.episodes.get(episode.id)
        if now is None or now.room_id != room.id:
            raise NotFound("episode", episode.number)
        if now.state is EpisodeState.ARCHIVED:
            raise EpisodeArchived(now.number)
        if not although_locked:
            lifecycle.require_active(now)
        board = await board_of(unit, now)
        if board is None:
            raise NotFound("board", now.number)
        return _Standing(unit, room, person, now, board)

    async def _write(
        self,
        at: _Standing,
        order: tuple[SongId, ...],
        deed: Deed,
        song_id: SongId | None,
        said: dict[str, object],
        called_up: SongId | None = None,
    ) -> None:
        """Keep a board with one more change; what has to follow it is promised."""
        board, unit, now = at.board, at.unit, int(self._clock.now())
        revision = board.revision + 1
        after = StoredBoard(at.episode.id, board.round_id, order, revision)
        if not await unit.boards.save(after, board.revision):
            raise StorageError("board")
        change = BoardChange(revision, deed, song_id, at.person.user_id, now, called_up)
        await unit.boards.log(self._store.new_id(), at.episode.id, change, said)
        if deed in _ORDER:
            line = spotify(at.room)
            await unit.outbox.promise(
                EffectKind.SYNC_PLAYLIST, line, board.round_id, at.room.id, now
            )


def _other(state: EpisodeState) -> EpisodeState:
    return EpisodeState.ACTIVE if state is EpisodeState.LOCKED else EpisodeState.LOCKED
