"""What is read in order to propose a song."""

from typing import Any

from typing_extensions import override

from bot.domain.folding import fold
from bot.domain.isrc import isrc_key
from bot.domain.model import (
    Episode,
    EpisodeId,
    Proposal,
    ProposalId,
    Recording,
    RoomId,
    Song,
    UserId,
)
from bot.domain.versions import base_title, first_artist, recording_key
from bot.services.ports.repositories.proposing import (
    AfterProposal,
    BeforeLookup,
    BeforeProposal,
    ProposingRepository,
)
from storage.repositories.repository import SqlRepository
from storage.repositories.rooms import episode_of, settings_of
from storage.repositories.same_recording import Longlist
from storage.repositories.songs import song_of

_MAX_RELATED = 100
"""How many songs that may be alike are looked at; more would be no use to anybody."""


class SqlProposingRepository(SqlRepository, ProposingRepository):
    """`ProposingRepository` in SQL."""

    @override
    async def before_lookup(
        self, room_id: RoomId, user_id: UserId, episode_id: EpisodeId | None, uri: str
    ) -> BeforeLookup:
        row = await self._sql.before_lookup(
            room_id=room_id, user_id=user_id, episode_id=episode_id, uri=uri or None
        )
        song = song_of(row) if row["id"] is not None else None
        return BeforeLookup(_on_roster(row), _episode(row), song)

    @override
    async def before_proposal(
        self,
        room_id: RoomId,
        selves: tuple[UserId, UserId],
        episode_id: EpisodeId,
        song: Song | Recording,
    ) -> BeforeProposal | None:
        song = await self._known_by_hand(room_id, song)
        recording = song if isinstance(song, Recording) else song.recording
        user_id, formerly = selves
        query = self._sql.before_proposal(
            room_id=room_id,
            user_id=user_id,
            formerly=formerly,
            episode_id=episode_id,
            song_id=None if isinstance(song, Recording) else song.id,
            **_keys(recording),
            recording_key=recording_key(recording),
        )
        rows = [row async for row in query]
        if not rows:
            return None
        same = [row["proposal_id"] for row in rows if _is_same(row, song)]
        return BeforeProposal(
            _on_roster(rows[0]),
            _episode(rows[0]),
            settings_of(rows[0]["room_settings"]).proposers_hidden,
            rows[0]["proposed"],
            song,
            ProposalId(same[0]) if same else None,
        )

    @override
    async def after_proposal(self, room_id: RoomId, proposal: Proposal) -> AfterProposal | None:
        recording = proposal.song.recording
        about = {
            "room_id": room_id,
            "episode_id": proposal.episode_id,
            "song_id": proposal.song.id,
            "isrc_key": isrc_key(recording.isrc) or None,
            "artist": f"%/ %{first_artist(recording)}%",
        }
        title = f"{fold(base_title(recording.title))} %"
        query = self._sql.after_proposal(**about, title=title, most=_MAX_RELATED)
        rows = [row async for row in query]
        if not rows:
            return None
        elsewhere = self._sql.other_boards(**about) if rows[0]["elsewhere"] else None
        return AfterProposal(
            tuple(song_of(row) for row in rows if row["id"] is not None),
            bool(rows[0]["misses_vote"]),
            tuple([episode_of(row) async for row in elsewhere]) if elsewhere else (),
        )

    async def _known_by_hand(self, room_id: RoomId, song: Song | Recording) -> Song | Recording:
        """Return the song that the room knows by what somebody typed, if there is one."""
        if not isinstance(song, Recording) or song.uri:
            return song
        row = await self._sql.song_by_hand(room_id=room_id, recording_key=recording_key(song))
        return song if row is None else song_of(row)


def _keys(recording: Recording) -> dict[str, str | None]:
    return {"uri": recording.uri or None, "isrc_key": isrc_key(recording.isrc) or None}


def _is_same(row: Any, song: Song | Recording) -> bool:
    """Return whether the song in a row is the same recording; False for a row without one."""
    if row["proposal_id"] is None:
        return False
    there = Longlist([row])
    return there.has(song) if isinstance(song, Recording) else song in there


def _on_roster(row: Any) -> bool | None:
    return None if row["on_roster"] is None else bool(row["on_roster"])


def _episode(row: Any) -> Episode | None:
    return None if row["episode_id"] is None else episode_of(row, "episode_")
