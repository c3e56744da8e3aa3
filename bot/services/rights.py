"""Clearing songs: who holds their rights, and every step with them. Privy to those who clear."""

from dataclasses import dataclass

from bot.domain.bounds import require_below
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.model import EpisodeId, Person, Room, Song, SongId
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import (
    Holder,
    HolderId,
    Side,
    SongRights,
    Stage,
    read_money,
    read_share,
)
from bot.domain.typed_text import one_line
from bot.services.belonging import InRoom
from bot.services.ports.repositories.rights import StoredStep
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds.shown_rights import update_rights

NAME_MAX = 100
CONTACT_MAX = 200
STEP_NOTE_MAX = 200


@dataclass(frozen=True, slots=True)
class HolderText:
    """What people type about a holder. `share` is in percent, empty where nobody knows it."""

    name: str
    contact: str = ""
    share: str = ""
    most_favored: bool = False


@dataclass(frozen=True, slots=True)
class StepText:
    """What people say about a step with a holder.

    An empty `fee` leaves the one of before. `answer_by` (UTC seconds) is until when an answer is
    wanted, None for no date.
    """

    stage: Stage
    fee: str = ""
    answer_by: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RightsView:
    """All that is known of the rights to a song; `steps` are all of them, the earliest first."""

    room: Room
    song: Song
    rights: SongRights
    steps: tuple[StoredStep, ...]


class Clearing:
    """Say who holds the rights to songs, and how far asking them has come.

    Contacts, fees and notes are for the music supervisor, the showrunner and delegates alone: each
    method refuses everybody else with NotAllowed.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(self, person: Person, room: Room, song_id: SongId) -> RightsView:
        """Return what is known of the rights to a song, over all episodes.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room knows no such song.
        """
        require_rights_editor(person, room)
        read = self._store.read
        song = await _song(read, room, song_id)
        rights = (await read.rights.of_room(room.id)).about(song)
        alike = dict.fromkeys([song.id, *(holder.song.id for holder in rights.holders)])
        steps = [step for one in alike for step in await read.rights.steps(room.id, one)]
        return RightsView(room, song, rights, tuple(sorted(steps, key=lambda step: step.id)))

    async def due(self, person: Person, room: Room) -> tuple[Holder, ...]:
        """Return the holders from whom an answer is awaited, those first who were asked first.

        Raises:
            NotAllowed: The person does not clear the room's songs.
        """
        require_rights_editor(person, room)
        holders = (await self._store.read.rights.of_room(room.id)).holders
        return tuple(sorted((one for one in holders if one.waits), key=lambda one: one.step))

    async def add_holder(
        self,
        person: Person,
        room: Room,
        song_id: SongId,
        side: Side,
        holder: HolderText,
        episode_id: EpisodeId | None = None,
    ) -> RightsView:
        """Add a holder of a side of a song, who is to be asked.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room knows no such song, or has no such episode.
            InvalidInput: What was typed cannot be used, or the song has too many holders.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            song = await _song(unit, room, song_id)
            there = (await unit.rights.of_room(room.id)).about(song).holders
            require_below("holders", len(there), holder.name)
            made = _made(HolderId(self._store.new_id()), song, side, holder)
            step = await self._step(unit, person, room, made, StepText(Stage.TO_ASK), episode_id)
            await unit.rights.add(room.id, made, step)
        return await self.view(person, room, song_id)

    async def advance(
        self,
        person: Person,
        room: Room,
        holder_id: HolderId,
        step: StepText,
        seen: int,
        episode_id: EpisodeId | None = None,
    ) -> RightsView:
        """Take a step with a holder; any stage may follow any other.

        Args:
            person: Who takes it.
            room: The room.
            holder_id: The holder.
            step: What is said of it.
            seen: The id of the latest step that the person has seen.
            episode_id: The episode it is for; None for none.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such holder or episode.
            InvalidInput: What was typed cannot be used, or somebody else has taken another step
                since (`rights.overtaken`).
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            holder = await _holder(unit, room, holder_id)
            taken = await self._step(unit, person, room, holder, step, episode_id)
            if not await unit.rights.advance(room.id, taken, seen):
                raise InvalidInput("rights.overtaken", step.note or step.fee)
            await update_rights(unit, room, holder.song, taken.at)
        return await self.view(person, room, holder.song.id)

    async def delete_holder(self, person: Person, room: Room, holder_id: HolderId) -> RightsView:
        """Delete a holder, and all that is kept of them.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such holder.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            holder = await _holder(unit, room, holder_id)
            await unit.rights.delete(room.id, holder_id)
            await update_rights(unit, room, holder.song, int(self._clock.now()))
        return await self.view(person, room, holder.song.id)

    async def _step(
        self,
        unit: UnitOfWork,
        person: Person,
        room: Room,
        holder: Holder,
        text: StepText,
        episode_id: EpisodeId | None,
    ) -> StoredStep:
        """Return a step with a holder, checked."""
        if episode_id is not None:
            await InRoom(unit, room).episode(episode_id)
        return StoredStep(
            self._store.new_id(),
            holder.song.id,
            text.stage,
            person.user_id,
            int(self._clock.now()),
            episode_id=episode_id,
            holder_id=holder.id,
            fee=read_money(text.fee) if text.fee.strip() else holder.fee,
            answer_by=text.answer_by,
            note=_short("note", text.note, STEP_NOTE_MAX),
        )


def _made(holder_id: HolderId, song: Song, side: Side, text: HolderText) -> Holder:
    """Return a new holder as typed, checked."""
    name = _short("name", text.name, NAME_MAX)
    if not name:
        raise InvalidInput("holder.empty")
    contact = _short("contact", text.contact, CONTACT_MAX)
    share = read_share(text.share) if text.share.strip() else None
    return Holder(holder_id, song, side, name, contact, share, text.most_favored)


def _short(what: str, text: str, limit: int) -> str:
    tidied = one_line(text)
    if len(tidied) > limit:
        raise InvalidInput(f"rights.{what}_long", tidied, {"limit": limit})
    return tidied


async def _song(unit: UnitOfWork, room: Room, song_id: SongId) -> Song:
    song = await unit.proposals.known_song(room.id, song_id)
    if song is None:
        raise NotFound("song")
    return song


async def _holder(unit: UnitOfWork, room: Room, holder_id: HolderId) -> Holder:
    holders = (await unit.rights.of_room(room.id)).holders
    found = next((one for one in holders if one.id == holder_id), None)
    if found is None:
        raise NotFound("holder")
    return found
