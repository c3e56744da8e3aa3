"""The showrunner's changes to a board: order, texts, swaps, rights, and the lock."""

from collections.abc import Callable, Sequence

from bot.domain.board import (
    CLEARANCE_NOTE_MAX,
    BoardAction,
    Clearance,
    EntryText,
    fingerprints,
    merge_texts,
    tidy_text,
)
from bot.domain.errors import BoardChanged, EntrySlips, InvalidInput, NotFound, RoundLive, RuleError
from bot.domain.model import Episode, EpisodeState, Person, Room, SongId
from bot.domain.permissions import require_rights_editor
from bot.domain.shared_slots import move_slot
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.services.board import entries
from bot.services.board.open_board import OpenBoard, open_board
from bot.services.board.pairing import BoardPairs
from bot.services.board_state import newest_episode
from bot.services.listening.steps import end_under_way
from bot.services.ports.read_models import BoardView
from bot.services.ports.repositories.rights import StoredStep
from bot.services.rounds.shown_rights import update_rights

NOTHING_SEEN = -1
"""The mark of a board of which a person has not seen anything."""


class BoardEditing(BoardPairs):
    """Show a board and change it.

    Two people can do so at once: each change applies to the current board, and never overwrites a
    text that somebody else has changed meanwhile. Rights can be changed after the lock too.
    """

    async def newest_episode(self, room: Room) -> Episode:
        """Return the newest unarchived episode with songs on its board.

        Without one, return the newest with a board, or else the current one.

        Raises:
            NotFound: The room has no episode.
        """
        return await newest_episode(self._store.read, room)

    async def place(
        self, person: Person, room: Room, episode: Episode, song_id: SongId, slot: int
    ) -> BoardView:
        """Give a song another slot, counted from 1; the others move up or down.

        A song that shares its slot takes the other one along.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the board, or there is no board.
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
        """
        return await self._move(person, room, episode, song_id, lambda _before: slot)

    async def step(
        self, person: Person, room: Room, episode: Episode, song_id: SongId, by: int
    ) -> BoardView:
        """Move a song up or down by some slots from its current one; raises as `place` does."""
        return await self._move(person, room, episode, song_id, lambda before: before + by)

    async def _move(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        target: Callable[[int], int],
    ) -> BoardView:
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            before = opened.slot(song_id)
            slots = move_slot(opened.board.by_slot, song_id, target(before))
            order = tuple(one for songs in slots for one in songs)
            if order != opened.order:
                to = next(slot for slot, songs in enumerate(slots, 1) if song_id in songs)
                details: dict[str, object] = {"from": before, "to": to}
                await self._save(opened, BoardAction.PLACE, song_id, details, order)
        return await self.view(room, episode, reader=person)

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
        """Set the beat or the character of a song, unless empty; raises as `edit` does."""
        view = await self.view(room, episode)
        entry = view.board.entry(song_id)
        if entry is None:
            raise NotFound("fallen")
        was = entries.text_of(entry, view.characters)
        typed = replace(was, beat=beat or was.beat, character=character or was.character)
        return await self.edit(person, room, episode, song_id, typed, fingerprints(was))

    async def edit(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        typed: EntryText,
        was: Sequence[str] | None = None,
    ) -> BoardView:
        """Change the text of an entry on the board.

        Args:
            person: Who changes it.
            room: The room.
            episode: The episode.
            song_id: The song of the entry.
            typed: The whole new text.
            was: The fingerprints of the text that the person started from; None for those of the
                current one.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The song is not on the board.
            EpisodeLocked, EpisodeArchived: The board cannot be changed.
            EntrySlips: Some texts could not be saved, since they are too long, there is no such
                character, or somebody else changed them meanwhile; all others were.
        """
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode)
            slips = await self._change_text(opened, song_id, tidy_text(typed), was)
        if slips:
            raise EntrySlips(episode.id, song_id, tuple(slips))
        return await self.view(room, episode, reader=person)

    async def _change_text(
        self, opened: OpenBoard, song_id: SongId, typed: EntryText, was: Sequence[str] | None
    ) -> list[RuleError]:
        """Save what can be saved of a text; return why the rest cannot."""
        unit, room, episode_id = opened.unit, opened.room, opened.episode.id
        entry = opened.entry(song_id)
        characters = {one.id: one for one in await unit.characters.all(room.id)}
        before = entries.text_of(entry, characters)
        usable, slips = await entries.usable(unit, room, before, typed)
        after, clashes = merge_texts(was or fingerprints(before), before, usable)
        if clashes:
            now = tuple((name, getattr(before, name)) for name in clashes)
            slips.append(BoardChanged(episode_id, song_id, now))
        if after != before:
            at = int(self._clock.now())
            changed = await entries.save_text(unit, room, episode_id, song_id, before, after, at)
            await self._save(opened, BoardAction.EDIT, song_id, changed)
        return slips

    async def set_clearance(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song_id: SongId,
        status: Clearance,
        note: str = "",
    ) -> BoardView:
        """Record the state of the rights to a song; possible on a locked board too.

        Raises:
            NotAllowed: The person is neither music supervisor, showrunner nor delegate.
            NotFound: The song is neither on the board nor a runner-up.
            InvalidInput: The note is too long.
            EpisodeArchived: The episode cannot be changed.
        """
        note = one_line(note)
        if len(note) > CLEARANCE_NOTE_MAX:
            raise InvalidInput("board.note_long", note, {"limit": CLEARANCE_NOTE_MAX})
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(
                unit, person, room, episode, even_if_locked=True, require=require_rights_editor
            )
            song = next((one for one in opened.board.songs if one.id == song_id), None)
            if song is None:
                raise NotFound("fallen")
            details: dict[str, object] = {"status": status.value, "note": note}
            await self._save(opened, BoardAction.CLEARANCE, song_id, details)
            step_id, at = await unit.rights.new_step(room.id), int(self._clock.now())
            by = person.user_id
            step = StoredStep(step_id, song_id, status, by, at, episode_id=episode.id, note=note)
            await unit.rights.say(room.id, step)
            await update_rights(unit, room, [song], at)
        return await self.view(room, episode, reader=person)

    async def lock(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        *,
        locked: bool = True,
        seen: int | None = None,
    ) -> BoardView:
        """Lock an episode with its board, or unlock it. Repeating this has no effect.

        Where it is locked, a session in which the room listens to its songs ends.

        Args:
            person: Who locks it.
            room: The room.
            episode: The episode.
            locked: Whether to lock it.
            seen: The mark of the board at which the person saw which songs aren't cleared. If some
                are not, and it is another one by now, nothing is locked; None for not asking.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: There is no board yet.
            RoundLive: A round is not over that would change the board.
            EpisodeArchived: The episode cannot be changed.
        """
        becomes = EpisodeState.LOCKED if locked else EpisodeState.ACTIVE
        async with self._store.transaction(room.id) as unit:
            opened = await open_board(unit, person, room, episode, even_if_locked=True)
            live = await unit.rounds.live(episode.id)
            if locked and live is not None and (round_ := await unit.rounds.get(live)):
                raise RoundLive(episode.number, round_.state.value)
            if not (locked and _asks(opened, seen)) and await unit.episodes.set_state(
                episode.id, _other(becomes), becomes
            ):
                await self._save(opened, BoardAction.LOCK if locked else BoardAction.UNLOCK, None)
                if locked:
                    await end_under_way(unit, room, episode.id, int(self._clock.now()))
        return await self.view(room, episode, reader=person)


def _asks(opened: OpenBoard, seen: int | None) -> bool:
    """Return whether songs aren't cleared, of which the person does not know."""
    if seen is None or seen == opened.board.mark:
        return False
    return not all(entry.cleared for entry in opened.board.entries)


def _other(state: EpisodeState) -> EpisodeState:
    return EpisodeState.ACTIVE if state is EpisodeState.LOCKED else EpisodeState.LOCKED
