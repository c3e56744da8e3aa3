"""Songs and proposals."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.model import (
    CharacterId,
    EpisodeId,
    MessageId,
    Note,
    Proposal,
    ProposalId,
    Recording,
    RoomId,
    Song,
    SongId,
    UserId,
)
from bot.domain.versions import base_title, first_artist, fold
from bot.services.ports.repositories.proposals import Findable
from storage.queries import queries
from storage.repositories.sameness import Longlist, recording_key

_ALIKE = 100
"""How many songs that may be alike are looked at; more would be no use to anybody."""


class SqlProposalRepository:
    """Implements `ProposalRepository`."""

    def __init__(self, connection: Any, new_id: Callable[[], int]) -> None:
        self._connection = connection
        self._new_id = new_id

    async def know(self, room_id: RoomId, recording: Recording) -> Song:
        """Return the song of a recording, kept from now on, and known to the room."""
        song = await self._song_of(room_id, recording)
        if song is None:
            song = await self._add(recording)
        await queries.know_song(self._connection, room_id=room_id, song_id=song.id)
        return song

    async def known(self, room_id: RoomId, words: str, most: int) -> tuple[Song, ...]:
        """Return songs the room knows whose title or artist contains the words."""
        rows = queries.known_songs(
            self._connection, room_id=room_id, pattern=f"%{fold(words)}%", most=most
        )
        return tuple([song_of(row) async for row in rows])

    async def known_song(self, room_id: RoomId, song_id: SongId) -> Song | None:
        """Return a song, provided the room knows it."""
        row = await queries.known_song(self._connection, room_id=room_id, song_id=song_id)
        return None if row is None else song_of(row)

    async def by_uri(self, uri: str) -> Song | None:
        """Return the song of a Spotify URI, if the bot has met it."""
        row = await queries.song_by_uri(self._connection, uri=uri)
        return None if row is None else song_of(row)

    async def same_recording(self, episode_id: EpisodeId, song: Song) -> Proposal | None:
        """Return the proposal of this recording on the episode's longlist."""
        found = await queries.same_recording(
            self._connection,
            episode_id=episode_id,
            song_id=song.id,
            isrc=song.recording.isrc,
            recording_key=recording_key(song.recording),
        )
        return None if found is None else await self.get(found)

    async def alike(self, episode_id: EpisodeId, song: Song) -> tuple[Song, ...]:
        """Return other songs of a longlist that may be versions of one, or by the same artist."""
        rows = queries.alike(
            self._connection,
            episode_id=episode_id,
            song_id=song.id,
            title=f"{fold(base_title(song.title))} %",
            artist=f"%/ %{first_artist(song.recording)}%",
            most=_ALIKE,
        )
        return tuple([song_of(row) async for row in rows])

    async def put(self, proposal: Proposal) -> ProposalId:
        """Keep a new proposal, or bring a withdrawn one of the same song back; return its id."""
        kept: int = await queries.put_proposal(
            self._connection,
            id=proposal.id,
            episode_id=proposal.episode_id,
            song_id=proposal.song.id,
            proposer_id=proposal.proposer_id,
            proposed_at=proposal.proposed_at,
            character_id=proposal.character_id,
        )
        return ProposalId(kept)

    async def put_missing(
        self,
        room_id: RoomId,
        episode_id: EpisodeId,
        recordings: Sequence[Recording],
        proposer_id: UserId,
        at: int,
    ) -> int:
        """Propose the recordings that a longlist does not have; return how many those are."""
        rows = queries.longlisted(self._connection, episode_id=episode_id)
        longlist = Longlist([row async for row in rows])
        added = 0
        for recording in recordings:
            song = await self.know(room_id, recording)
            if not longlist.take(song):
                continue
            new = ProposalId(self._new_id())
            await self.put(Proposal(new, episode_id, song, proposer_id, at))
            added += 1
        return added

    async def get(self, proposal_id: ProposalId) -> Proposal | None:
        """Return a proposal, also a withdrawn one."""
        row = await queries.proposal(self._connection, id=proposal_id)
        if row is None:
            return None
        notes = queries.notes_of_proposal(self._connection, proposal_id=proposal_id)
        return _proposal(row, tuple([_note(note) async for note in notes]))

    async def longlist(self, episode_id: EpisodeId) -> tuple[Proposal, ...]:
        """Return an episode's proposals in the order they were made, without withdrawn ones."""
        notes: dict[int, list[Note]] = defaultdict(list)
        async for row in queries.notes_of_episode(self._connection, episode_id=episode_id):
            notes[row["proposal_id"]].append(_note(row))
        rows = queries.proposals_of_episode(self._connection, episode_id=episode_id)
        return tuple([_proposal(row, tuple(notes[row["proposal_id"]])) async for row in rows])

    async def withdraw(self, proposal_id: ProposalId) -> None:
        """Take a proposal off the longlist; it is kept."""
        await queries.withdraw(self._connection, id=proposal_id)

    async def second(self, proposal_id: ProposalId, user_id: UserId, at: int) -> bool:
        """Add a second; False where this writer has seconded it before."""
        added = await queries.add_second(
            self._connection, proposal_id=proposal_id, user_id=user_id, at=at
        )
        return added is not None

    async def add_note(self, proposal_id: ProposalId, note: Note) -> None:
        """Add what a song tells a writer."""
        await queries.add_note(
            self._connection,
            id=self._new_id(),
            proposal_id=proposal_id,
            user_id=note.user_id,
            text=note.text,
            at=note.at,
        )

    async def shortlist(self, episode_id: EpisodeId, proposal_id: ProposalId, on: bool) -> None:
        """Put a proposal of this episode on the shortlist, or take it off."""
        await queries.shortlist(
            self._connection, id=proposal_id, episode_id=episode_id, shortlisted=int(on)
        )

    async def shortlist_revision(self, episode_id: EpisodeId) -> int:
        """Return how many changes the shortlist has seen."""
        return await queries.shortlist_revision(self._connection, episode_id=episode_id) or 0

    async def shortlist_changes(self, episode_id: EpisodeId, since: int) -> tuple[Proposal, ...]:
        """Return what was put on the shortlist or taken off since a revision."""
        rows = queries.shortlist_changes(self._connection, episode_id=episode_id, since=since)
        return tuple([_proposal(row, ()) async for row in rows])

    async def seconded(self, episode_id: EpisodeId, until: int) -> Mapping[ProposalId, int]:
        """Return how often each proposal had been seconded at an instant (UTC seconds)."""
        rows = queries.seconded_until(self._connection, episode_id=episode_id, at=until)
        return {ProposalId(row["proposal_id"]): row["seconds"] async for row in rows}

    async def findable(self, episode_id: EpisodeId, word: str) -> tuple[Findable, ...]:
        """Return the songs of a longlist whose folded title and artists hold a word."""
        rows = queries.findable(self._connection, episode_id=episode_id, pattern=f"%{fold(word)}%")
        return tuple(
            [
                Findable(
                    ProposalId(row["proposal_id"]),
                    song_of(row),
                    UserId(row["proposer_id"]),
                    row["recording_key"],
                )
                async for row in rows
            ]
        )

    async def set_message(self, proposal_id: ProposalId, message_id: MessageId) -> None:
        """Remember the message that shows a proposal."""
        await queries.set_card(self._connection, id=proposal_id, message_id=message_id)

    async def frozen(self, proposal_id: ProposalId) -> bool:
        """Say whether the song stands in a round that is not over."""
        return bool(await queries.frozen(self._connection, proposal_id=proposal_id))

    async def _song_of(self, room_id: RoomId, recording: Recording) -> Song | None:
        if recording.uri:
            return await self.by_uri(recording.uri)
        row = await queries.song_by_hand(
            self._connection, room_id=room_id, recording_key=recording_key(recording)
        )
        return None if row is None else song_of(row)

    async def _add(self, recording: Recording) -> Song:
        """Keep a song; where another process kept the same URI just before, return that one."""
        song_id = SongId(self._new_id())
        await queries.add_song(
            self._connection,
            id=song_id,
            uri=recording.uri or None,
            isrc=recording.isrc or None,
            recording_key=recording_key(recording),
            title=recording.title,
            artists=json.dumps(recording.artists, ensure_ascii=False),
            album=recording.album,
            duration_ms=recording.duration_ms,
            cover_url=recording.cover_url,
        )
        kept = await self.by_uri(recording.uri) if recording.uri else None
        return kept or Song(song_id, recording)


def song_of(row: Any) -> Song:
    """Return the song in a row that holds the columns of `songs`."""
    return Song(
        SongId(row["id"]),
        Recording(
            title=row["title"],
            artists=tuple(json.loads(row["artists"])),
            uri=row["uri"] or "",
            isrc=row["isrc"] or "",
            album=row["album"],
            duration_ms=row["duration_ms"],
            cover_url=row["cover_url"],
        ),
    )


def _note(row: Any) -> Note:
    return Note(UserId(row["user_id"]), row["text"], row["at"])


def _proposal(row: Any, notes: tuple[Note, ...]) -> Proposal:
    return Proposal(
        id=ProposalId(row["proposal_id"]),
        episode_id=EpisodeId(row["episode_id"]),
        song=song_of(row),
        proposer_id=UserId(row["proposer_id"]),
        proposed_at=row["proposed_at"],
        seconds=row["seconds"],
        shortlisted=bool(row["shortlisted"]),
        withdrawn=bool(row["withdrawn"]),
        notes=notes,
        message_id=None if row["message_id"] is None else MessageId(row["message_id"]),
        character_id=None if row["character_id"] is None else CharacterId(row["character_id"]),
        character=row["character_name"] or "",
    )
