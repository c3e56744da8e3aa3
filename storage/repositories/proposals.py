"""Songs and proposals."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from typing_extensions import override

from bot.domain.folding import fold_loosely
from bot.domain.imports import NO_PROPOSER
from bot.domain.isrc import isrc_key
from bot.domain.model import (
    Episode,
    EpisodeId,
    MessageId,
    Note,
    Proposal,
    ProposalId,
    Recording,
    Room,
    RoomId,
    RoundId,
    Song,
    SongId,
    UserId,
)
from bot.domain.versions import recording_key
from bot.services.ports.repositories.proposals import Findable, ProposalRepository
from storage.repositories.proposal_rows import note_of, notes_of, proposal_of
from storage.repositories.repository import SqlRepository
from storage.repositories.rooms import episode_of, room_of
from storage.repositories.same_recording import Longlist, longlisted
from storage.repositories.songs import SongRows, song_of
from storage.statements import Statements


class SqlProposalRepository(SqlRepository, ProposalRepository):
    """`ProposalRepository` in SQL."""

    def __init__(self, sql: Statements, new_id: Callable[[], int]) -> None:
        super().__init__(sql)
        self._new_id = new_id
        self._songs = SongRows(sql, new_id)

    @override
    async def remember(
        self, room_id: RoomId, song: Song | Recording, *, is_new: bool = False
    ) -> Song:
        if isinstance(song, Recording):
            songs = self._songs
            song = await (songs.added(song) if is_new else songs.stored(room_id, song))
        await self._sql.know_song(room_id=room_id, song_id=song.id)
        return song

    @override
    async def known(self, room_id: RoomId, words: str, most: int) -> tuple[Song, ...]:
        pattern = f"%{'%'.join(fold_loosely(words).split())}%"
        rows = self._sql.known_songs(room_id=room_id, pattern=pattern, most=most)
        return tuple([song_of(row) async for row in rows])

    @override
    async def known_titled(self, room_id: RoomId, beginning: str) -> tuple[Song, ...]:
        rows = self._sql.known_songs_titled(room_id=room_id, pattern=f"{fold_loosely(beginning)}%")
        return tuple([song_of(row) async for row in rows])

    @override
    async def known_song(self, room_id: RoomId, song_id: SongId) -> Song | None:
        row = await self._sql.known_song(room_id=room_id, song_id=song_id)
        return None if row is None else song_of(row)

    @override
    async def by_uri(self, uri: str) -> Song | None:
        return await self._songs.by_uri(uri)

    @override
    async def same_recording(self, episode_id: EpisodeId, song: Song) -> Proposal | None:
        rows = self._sql.maybe_same_recording(
            episode_id=episode_id,
            song_id=song.id,
            isrc_key=isrc_key(song.recording.isrc),
            uri=song.recording.uri or None,
            recording_key=recording_key(song.recording),
        )
        same = [row["proposal_id"] async for row in rows if song in Longlist([row])]
        return await self.get(same[0]) if same else None

    @override
    async def add(self, proposal: Proposal, import_id: int | None = None) -> ProposalId:
        stored: int = await self._sql.put_proposal(
            id=proposal.id,
            episode_id=proposal.episode_id,
            song_id=proposal.song.id,
            proposer_id=proposal.proposer_id,
            proposed_at=proposal.proposed_at,
            character_id=proposal.character_id,
            import_id=import_id,
            hidden=int(proposal.hidden),
        )
        return ProposalId(stored)

    @override
    async def add_missing(
        self,
        room_id: RoomId,
        episode_id: EpisodeId,
        recordings: Sequence[Recording],
        import_id: int,
        at: int,
        *,
        told: bool = False,
    ) -> int:
        longlist = await longlisted(self._sql, episode_id)
        store = self._songs.stored_told if told else self._songs.stored
        added = 0
        for recording in recordings:
            song = await self.remember(room_id, await store(room_id, recording))
            if not longlist.add(song):
                continue
            new = ProposalId(self._new_id())
            await self.add(Proposal(new, episode_id, song, NO_PROPOSER, at), import_id)
            added += 1
        return added

    @override
    async def present(
        self, episode_id: EpisodeId, recordings: Sequence[Recording]
    ) -> tuple[bool, ...]:
        longlist = await longlisted(self._sql, episode_id)
        return tuple(longlist.has(recording) for recording in recordings)

    @override
    async def get(self, proposal_id: ProposalId) -> Proposal | None:
        rows = await self._rows(proposal_id)
        return proposal_of(rows[0], notes_of(rows)) if rows else None

    @override
    async def with_episode(self, proposal_id: ProposalId) -> tuple[Proposal, Episode] | None:
        rows = await self._rows(proposal_id)
        return (
            (proposal_of(rows[0], notes_of(rows)), episode_of(rows[0], "episode_"))
            if rows
            else None
        )

    @override
    async def with_room(self, proposal_id: ProposalId) -> tuple[Proposal, Episode, Room] | None:
        rows = await self._rows(proposal_id)
        if not rows:
            return None
        first = rows[0]
        return (
            proposal_of(first, notes_of(rows)),
            episode_of(first, "episode_"),
            room_of(first, "room_"),
        )

    async def _rows(self, proposal_id: ProposalId) -> list[Any]:
        """Return what is kept of a proposal, a row for each of its notes, or one without."""
        return [row async for row in self._sql.proposal(id=proposal_id)]

    @override
    async def longlist(self, episode_id: EpisodeId) -> tuple[Proposal, ...]:
        notes: dict[int, list[Note]] = defaultdict(list)
        async for row in self._sql.notes_of_episode(episode_id=episode_id):
            notes[row["proposal_id"]].append(note_of(row))
        rows = self._sql.proposals_of_episode(episode_id=episode_id)
        return tuple([proposal_of(row, tuple(notes[row["proposal_id"]])) async for row in rows])

    @override
    async def withdraw(self, proposal_id: ProposalId, by: UserId, at: int) -> None:
        await self._sql.withdraw(id=proposal_id, withdrawn_by=by, withdrawn_at=at)

    @override
    async def bring_back(self, proposal_id: ProposalId) -> bool:
        return await self._sql.bring_back(id=proposal_id) is not None

    @override
    async def withdrawn_since(self, episode_id: EpisodeId, at: int) -> tuple[Proposal, ...]:
        ids = [row["id"] async for row in self._sql.withdrawn_since(episode_id=episode_id, at=at)]
        found = [await self.get(ProposalId(one)) for one in ids]
        return tuple([one for one in found if one is not None])

    @override
    async def second(self, proposal_id: ProposalId, user_id: UserId, at: int) -> bool:
        added = await self._sql.add_second(proposal_id=proposal_id, user_id=user_id, at=at)
        return added is not None

    @override
    async def remove_second(self, proposal_id: ProposalId, user_id: UserId) -> bool:
        removed = await self._sql.remove_second(proposal_id=proposal_id, user_id=user_id)
        return removed is not None

    @override
    async def seconded_by(self, episode_id: EpisodeId, user_id: UserId) -> frozenset[ProposalId]:
        rows = self._sql.seconded_by(episode_id=episode_id, user_id=user_id)
        return frozenset([ProposalId(row["proposal_id"]) async for row in rows])

    @override
    async def change_note(self, proposal_id: ProposalId, note: Note) -> bool:
        given = {"id": note.id, "proposal_id": proposal_id, "user_id": note.user_id}
        if not note.text:
            return await self._sql.remove_note(**given) is not None
        return await self._sql.change_note(**given, text=note.text, at=note.at) is not None

    @override
    async def add_note(self, proposal_id: ProposalId, note: Note) -> None:
        await self._sql.add_note(
            id=self._new_id(),
            proposal_id=proposal_id,
            user_id=note.user_id,
            text=note.text,
            at=note.at,
            drawn=note.drawn,
            named=int(note.named),
        )

    @override
    async def shortlist(self, episode_id: EpisodeId, proposal_id: ProposalId, on: bool) -> None:
        await self._sql.shortlist(id=proposal_id, episode_id=episode_id, shortlisted=int(on))

    @override
    async def shortlist_revision(self, episode_id: EpisodeId) -> int:
        return await self._sql.shortlist_revision(episode_id=episode_id) or 0

    @override
    async def shortlist_changes(self, episode_id: EpisodeId, since: int) -> tuple[Proposal, ...]:
        rows = self._sql.shortlist_changes(episode_id=episode_id, since=since)
        return tuple([proposal_of(row, ()) async for row in rows])

    @override
    async def second_counts(self, episode_id: EpisodeId, until: int) -> Mapping[ProposalId, int]:
        rows = self._sql.seconded_until(episode_id=episode_id, at=until)
        return {ProposalId(row["proposal_id"]): row["seconds"] async for row in rows}

    @override
    async def findable(self, episode_id: EpisodeId) -> tuple[Findable, ...]:
        rows = self._sql.findable(episode_id=episode_id)
        return tuple(
            [
                Findable(ProposalId(row["proposal_id"]), song_of(row), UserId(row["proposer_id"]))
                async for row in rows
            ]
        )

    @override
    async def set_message(self, proposal_id: ProposalId, message_id: MessageId) -> None:
        await self._sql.set_card(id=proposal_id, message_id=message_id)

    @override
    async def withdrawn_candidate(self, round_id: RoundId) -> str:
        return await self._sql.withdrawn_candidate(round_id=round_id) or ""

    @override
    async def in_live_round(self, proposal_id: ProposalId) -> bool:
        return bool(await self._sql.in_live_round(proposal_id=proposal_id))
