"""Clearing songs: who holds their rights, and every step with them. Privy to those who clear."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.bounds import require_below
from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, Person, Room, Song, SongId
from bot.domain.permissions import require_rights_editor
from bot.domain.rights import (
    Holder,
    HolderId,
    HolderText,
    Money,
    Side,
    Stage,
    holder_text,
    merge_holder,
    read_money,
    read_share,
)
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.services.belonging import InRoom
from bot.services.ports.repositories.rights import StoredStep
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.rights.reading import RightsReading, RightsView, known_holder, known_song
from bot.services.rounds.shown_rights import update_rights

NAME_MAX = 100
CONTACT_MAX = 200
STEP_NOTE_MAX = 200


class StepText(Struct, frozen=True):
    """What people say about a step with a holder.

    `fee` None leaves the one of before, and an empty one takes it away; a number alone is in the
    currency of the one of before, or of the episode's budget. `answer_by` (UTC seconds)
    is until when an answer is wanted, None for no date. `most_favored` None leaves it as it is.
    """

    stage: Stage
    fee: str | None = None
    answer_by: int | None = None
    note: str = ""
    most_favored: bool | None = None


class Clearing(RightsReading):
    """Say who holds the rights to songs, and how far asking them has come.

    Contacts, fees and notes are for the music supervisor, the showrunner and delegates alone: each
    method refuses everybody else with NotAllowed.
    """

    async def add_holder(
        self,
        person: Person,
        room: Room,
        song_id: SongId,
        side: Side,
        holder: HolderText,
        episode_id: EpisodeId | None = None,
    ) -> RightsView:
        """Add a holder of a side of a song, who is to be asked; the view says who was added.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room knows no such song, or has no such episode.
            InvalidInput: What was typed cannot be used, or the song has too many holders.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            song = await known_song(unit, room, song_id)
            made = made_holder(HolderId(self._store.new_id()), song, side, holder)
            step = await self._step(unit, person, room, made, StepText(Stage.TO_ASK), episode_id)
            await add_within(unit, room, made, step)
        return replace(await self.view(person, room, song_id), added=made)

    async def edit_holder(
        self,
        person: Person,
        room: Room,
        holder_id: HolderId,
        holder: HolderText,
        before: Sequence[str],
    ) -> RightsView:
        """Change a holder's name, contact and share, and keep what somebody else has changed.

        Args:
            person: Who changes it.
            room: The room.
            holder_id: The holder.
            holder: What they typed; whether the holder is most favored is not changed by it.
            before: The fingerprints of the texts that they started from.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such holder.
            InvalidInput: What was typed cannot be used, or somebody else has changed the same text
                since (`rights.overtaken`).
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            now = await known_holder(unit, room, holder_id)
            merged = merge_holder(before, holder_text(now), holder)
            if merged is None:
                raise InvalidInput("rights.overtaken", one_line(holder.name))
            made = made_holder(now.id, now.song, now.side, merged)
            changed = replace(now, name=made.name, contact=made.contact, share=made.share)
            await unit.rights.change(room.id, changed)
            await update_rights(unit, room, [now.song], int(self._clock.now()))
        return await self.view(person, room, now.song.id)

    async def say_whole(
        self, person: Person, room: Room, song_id: SongId, side: Side, *, whole: bool
    ) -> RightsView:
        """Say that the holders of a side are all there are, or take that back.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room knows no such song.
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            song = await known_song(unit, room, song_id)
            known = await unit.rights.of_songs(room.id, [song.id])
            alike = known.alike(song)
            words = [one for one in known.wholes if one.side is side and one.said]
            said = [one.song.id for one in words if one.song.id in alike]
            for about in said if not whole else [] if said else [song.id]:
                step = StoredStep(
                    await unit.rights.new_step(room.id),
                    about,
                    whole,
                    person.user_id,
                    int(self._clock.now()),
                    side=side,
                )
                await unit.rights.say(room.id, step)
            await update_rights(unit, room, [song], int(self._clock.now()))
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
            episode_id: The episode it is for; None for the one of the step before.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such holder or episode.
            InvalidInput: What was typed cannot be used, or somebody else has taken another step
                since (`rights.overtaken`).
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            holder = await known_holder(unit, room, holder_id)
            taken = await self._step(unit, person, room, holder, step, episode_id)
            if not await unit.rights.advance(room.id, taken, seen):
                raise InvalidInput("rights.overtaken", step.note or step.fee or "")
            if step.most_favored not in (None, holder.most_favored):
                favored = replace(holder, most_favored=bool(step.most_favored))
                await unit.rights.change(room.id, favored)
            await update_rights(unit, room, [holder.song], taken.at)
        return await self.view(person, room, holder.song.id)

    async def delete_holder(
        self, person: Person, room: Room, holder_id: HolderId, seen: int | None = None
    ) -> RightsView:
        """Delete a holder, and all that is kept of them.

        Args:
            person: Who deletes them.
            room: The room.
            holder_id: The holder.
            seen: The id of the latest step that the person has seen; None if it does not matter.

        Raises:
            NotAllowed: The person does not clear the room's songs.
            NotFound: The room has no such holder.
            InvalidInput: Somebody else has taken a step with them since (`rights.overtaken`).
        """
        require_rights_editor(person, room)
        async with self._store.transaction(room.id) as unit:
            holder = await known_holder(unit, room, holder_id)
            if seen not in (None, holder.step):
                raise InvalidInput("rights.overtaken")
            await unit.rights.delete(room.id, holder_id)
            await update_rights(unit, room, [holder.song], int(self._clock.now()))
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
        about = holder.episode_id if episode_id is None else episode_id
        return StoredStep(
            await unit.rights.new_step(room.id),
            holder.song.id,
            text.stage,
            person.user_id,
            int(self._clock.now()),
            episode_id=about,
            holder_id=holder.id,
            fee=await _fee(unit, room, text, holder, about),
            answer_by=text.answer_by,
            note=_short("note", text.note, STEP_NOTE_MAX),
        )


async def add_within(unit: UnitOfWork, room: Room, holder: Holder, step: StoredStep) -> None:
    """Add a holder and the first step with them, within a transaction that is open.

    Raises:
        InvalidInput: The song has too many holders.
    """
    there = (await unit.rights.of_songs(room.id, [holder.song.id])).about(holder.song).holders
    require_below("holders", len(there), holder.name)
    await unit.rights.add(room.id, holder, step)


def made_holder(holder_id: HolderId, song: Song, side: Side, text: HolderText) -> Holder:
    """Return a holder as typed, checked.

    Raises:
        InvalidInput: What was typed cannot be used.
    """
    name = _short("name", text.name, NAME_MAX)
    if not name:
        raise InvalidInput("holder.empty")
    contact = _short("contact", text.contact, CONTACT_MAX)
    share = read_share(text.share) if text.share.strip() else None
    return Holder(holder_id, song, side, name, contact, share, text.most_favored)


async def _fee(
    unit: UnitOfWork, room: Room, text: StepText, holder: Holder, episode_id: EpisodeId | None
) -> Money | None:
    """Return what a holder asks for after a step, which is for an episode.

    Without a word on it, it stays as it was for that episode: each license has its own.
    """
    if text.fee is None:
        if episode_id is None or holder.episode_id in (None, episode_id):
            return holder.fee
        song = (await unit.rights.of_songs(room.id, [holder.song.id])).about(holder.song)
        [seen] = [one.seen_from(episode_id) for one in song.holders if one.id == holder.id]
        return None if seen.elsewhere else seen.fee
    if not text.fee.strip():
        return None
    known = holder.fee
    if known is None and episode_id is not None:
        known = await unit.budgets.get(episode_id)
    return read_money(text.fee, known.currency if known else None)


def _short(what: str, text: str, limit: int) -> str:
    tidied = one_line(text)
    if len(tidied) > limit:
        raise InvalidInput(f"rights.{what}_long", tidied, {"limit": limit})
    return tidied
