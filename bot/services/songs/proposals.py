"""Proposals on a longlist: proposing, seconding, notes."""

from bot.domain.bounds import require_below
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.model import (
    NOTE_MAX,
    Character,
    CharacterId,
    Episode,
    Note,
    Person,
    Proposal,
    ProposalId,
    Recording,
    Room,
    Song,
    UserId,
)
from bot.domain.names import is_blank
from bot.services.belonging import InRoom
from bot.services.characters import promise_playlist
from bot.services.ports.destinations import cards
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.proposing import BeforeProposal
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.pseudonyms import Pseudonyms
from bot.services.roster import join, require_writer
from bot.services.songs.shown import duplicate, require_new, update_card, update_shortlist


class Proposals:
    """Propose, second, and say what songs tell."""

    def __init__(self, store: Store, clock: Clock, pseudonyms: Pseudonyms) -> None:
        self._store = store
        self._clock = clock
        self._pseudonyms = pseudonyms

    async def may_propose(self, person: Person, room: Room) -> None:
        """Refuse a person who may not propose.

        Raises:
            NotAllowed: The writers' role is missing, or the person was removed from the roster.
        """
        await require_writer(self._store.read, person, room)

    async def propose(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        song: Song | Recording,
        note: str = "",
        character_id: CharacterId | None = None,
    ) -> Proposal:
        """Propose a song for an episode, for a character or nobody yet; promise its card.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such episode, song or character.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            DuplicateProposal: The recording is already on the longlist.
            InvalidInput: The note is too long.
        """
        note = _note_text(note)
        now = int(self._clock.now())

        async def put(unit: UnitOfWork) -> Proposal:
            before = await self._admitted(unit, person, room, episode, song, now)
            whose = await _character(unit, room, character_id)
            stored = await _remember(unit, person, room, episode, before)
            await promise_playlist(unit, room, whose, now)
            new = Proposal(
                id=ProposalId(self._store.new_id()),
                episode_id=episode.id,
                song=stored,
                proposer_id=person.user_id,
                proposed_at=now,
                notes=(Note(person.user_id, note, now),) if note else (),
                character_id=character_id,
                character=whose.name if whose else "",
                hidden=before.hides_proposers,
            )
            return await self._put(unit, room, new)

        return await self._store.in_one_trip(put, room.id)

    async def second(
        self, person: Person, room: Room, proposal_id: ProposalId, *, undo: bool = False
    ) -> Proposal:
        """Second a proposal, or take that back.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such proposal.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: It is the writer's own (`second.own`), or seconded already
                (`second.twice`), or, to undo, not seconded (`second.none`).
        """
        return (await self._second(person, room, proposal_id, on=not undo))[0]

    async def switch_second(
        self, person: Person, room: Room, proposal_id: ProposalId
    ) -> tuple[Proposal, bool]:
        """Second a proposal, or take that back if the writer has seconded it; say which.

        Raises:
            NotAllowed, NotFound, EpisodeLocked, EpisodeArchived, InvalidInput: As for `second`.
        """
        return await self._second(person, room, proposal_id)

    async def _second(
        self, person: Person, room: Room, proposal_id: ProposalId, *, on: bool | None = None
    ) -> tuple[Proposal, bool]:
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await join(unit, person, room, now)
            proposal, episode = await InRoom(unit, room).open_proposal(proposal_id)
            user, formerly = selves = self._selves(person, room)
            if proposal.proposer_id in selves:
                raise InvalidInput("second.own", proposal.song.title)
            there = proposal_id in await unit.proposals.seconded_by(episode.id, user)
            once = proposal_id in await unit.proposals.seconded_by(episode.id, formerly)
            if on is False and not there:
                raise InvalidInput("second.none", proposal.song.title)
            if (on and there) or (once and not there):
                raise InvalidInput("second.twice", proposal.song.title)
            if there:
                await unit.proposals.remove_second(proposal_id, user)
            else:
                await unit.proposals.second(proposal_id, user, now)
            await update_card(unit, room, proposal_id, now)
            return await InRoom(unit, room).proposal(proposal_id), not there

    async def seconded_by(
        self, person: Person, room: Room, episode: Episode
    ) -> frozenset[ProposalId]:
        """Return what somebody has seconded for an episode.

        Raises:
            NotFound: The room has no such episode.
        """
        episode = await InRoom(self._store.read, room).episode(episode.id)
        return await self._store.read.proposals.seconded_by(episode.id, person.user_id)

    async def note(
        self, person: Person, room: Room, proposal_id: ProposalId, text: str
    ) -> Proposal:
        """Add what a song tells this writer.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such proposal.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: The text is empty or too long.
        """
        text = _note_text(text)
        if not text:
            raise InvalidInput("note.empty")
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await join(unit, person, room, now)
            proposal, episode = await InRoom(unit, room).open_proposal(proposal_id)
            selves = self._selves(person, room)
            said = sum(one.user_id in selves and not one.drawn for one in proposal.notes)
            require_below("notes", said, text)
            await unit.proposals.add_note(proposal_id, Note(person.user_id, text, now))
            await update_card(unit, room, proposal_id, now)
            await update_shortlist(unit, room, episode, proposal, now)
            return await InRoom(unit, room).proposal(proposal_id)

    async def change_note(
        self, person: Person, room: Room, proposal_id: ProposalId, note_id: int, text: str = ""
    ) -> Proposal:
        """Change what a writer has said of a song, or take it back by saying nothing.

        Return the proposal as it is then.

        Raises:
            NotAllowed: The person may not propose.
            NotFound: The room has no such proposal, or the writer no such note on it: lines from
                listening together are changed where they were written.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: The text is too long.
        """
        text = _note_text(text)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await require_writer(unit, person, room)
            proposal, episode = await InRoom(unit, room).open_proposal(proposal_id)
            note = Note(person.user_id, text, now, note_id)
            is_line = any(one.id == note_id and one.drawn for one in proposal.notes)
            if is_line or not await unit.proposals.change_note(proposal_id, note):
                raise NotFound("note")
            await update_card(unit, room, proposal_id, now)
            await update_shortlist(unit, room, episode, proposal, now)
            return await InRoom(unit, room).proposal(proposal_id)

    async def longlist(self, room: Room, episode: Episode) -> tuple[Proposal, ...]:
        """Return an episode's proposals, newest first.

        Raises:
            NotFound: The room has no such episode.
        """
        await InRoom(self._store.read, room).episode(episode.id)
        return tuple(reversed(await self._store.read.proposals.longlist(episode.id)))

    async def get(self, room: Room, proposal_id: ProposalId) -> Proposal:
        """Return a proposal of this room.

        Raises:
            NotFound: The room has no such proposal, or it was withdrawn.
        """
        return await InRoom(self._store.read, room).proposal(proposal_id)

    def _selves(self, person: Person, room: Room) -> tuple[UserId, UserId]:
        """Return who somebody is, and who they were if they were forgotten."""
        return person.user_id, self._pseudonyms.of(room.id, person.user_id)

    async def _admitted(
        self,
        unit: UnitOfWork,
        person: Person,
        room: Room,
        episode: Episode,
        song: Song | Recording,
        now: int,
    ) -> BeforeProposal:
        """Return what there is before a song is proposed, for somebody who may; see `propose`."""
        selves = self._selves(person, room)
        before = await unit.proposing.before_proposal(room.id, selves, episode.id, song)
        if before is None:
            raise NotFound("episode")
        await join(unit, person, room, now, on_roster=before.on_roster)
        InRoom(unit, room).own_active(before.episode)
        return before

    async def _put(self, unit: UnitOfWork, room: Room, new: Proposal) -> Proposal:
        """Store a proposal with its notes, and promise its card; return it as stored."""
        kept = await unit.proposals.add(new)
        for note in new.notes:
            await unit.proposals.add_note(kept, note)
        kind, at = EffectKind.POST_PROPOSAL, new.proposed_at
        await unit.outbox.promise(kind, cards(room), kept, room.id, at)
        if kept == new.id:
            return new
        # It was withdrawn before, so it has its old notes and seconds again.
        return await InRoom(unit, room).proposal(kept)


async def _character(
    unit: UnitOfWork, room: Room, character_id: CharacterId | None
) -> Character | None:
    return None if character_id is None else await InRoom(unit, room).character(character_id)


async def _remember(
    unit: UnitOfWork, person: Person, room: Room, episode: Episode, before: BeforeProposal
) -> Song:
    """Return the song as the room knows it from now on.

    Raises:
        NotFound: The room has no such song.
        InvalidInput: The person has proposed as many songs as one may.
        DuplicateProposal: The recording is on the longlist.
    """
    mine = InRoom(unit, room)
    song = await mine.song(before.song)
    recording = _recording(song)
    require_below("proposals", before.proposed, recording.title)
    if before.same is not None:
        raise duplicate(await mine.proposal(before.same), person, room)
    stored = await unit.proposals.remember(room.id, song, is_new=True)
    if stored.recording != recording:
        # Stored meanwhile, as Spotify described it then.
        await require_new(unit, person, room, episode, stored)
    return stored


def _recording(song: Song | Recording) -> Recording:
    return song if isinstance(song, Recording) else song.recording


def _note_text(text: str) -> str:
    text = "" if is_blank(text) else text.strip()
    if len(text) > NOTE_MAX:
        raise InvalidInput("note.too_long", text, {"limit": NOTE_MAX})
    return text
