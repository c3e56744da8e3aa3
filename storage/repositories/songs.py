"""Songs: each recording once, however often it is proposed."""

import json
from collections.abc import Callable
from typing import Any

from bot.domain.isrc import isrc_key
from bot.domain.model import Recording, RoomId, Song, SongId
from bot.domain.song_files import same_entry
from bot.domain.versions import recording_key
from storage.repositories.same_recording import song_keys
from storage.statements import Statements


class SongRows:
    """The songs that are stored, over one connection."""

    def __init__(self, sql: Statements, new_id: Callable[[], int]) -> None:
        self._sql = sql
        self._new_id = new_id

    async def by_uri(self, uri: str) -> Song | None:
        """Return the song of a Spotify URI, as Spotify describes it."""
        row = await self._sql.song_by_uri(uri=uri)
        return None if row is None else song_of(row)

    async def stored(self, room_id: RoomId, recording: Recording) -> Song:
        """Return the song of a recording from Spotify or by hand; store it if it is new."""
        if not recording.uri:
            key = recording_key(recording)
            row = await self._sql.song_by_hand(room_id=room_id, recording_key=key)
            if row is not None:
                return song_of(row)
        return await self.added(recording)

    async def added(self, recording: Recording) -> Song:
        """Store a recording as a new song; return the one of its URI if there is one already."""
        song = Song(SongId(self._new_id()), recording)
        if await self._add(song):
            return song
        return await self.by_uri(recording.uri) or song

    async def stored_told(self, room_id: RoomId, recording: Recording) -> Song:
        """Return the song that a file tells of; store it as the room's own if it is new.

        It is Spotify's song of that URI, else one that the room knows: of that URI, of that ISRC
        and title, or of that title and those artists.
        """
        if recording.uri and (found := await self.by_uri(recording.uri)):
            return found
        rows = self._sql.songs_like(
            room_id=room_id,
            told_uri=recording.uri or None,
            isrc_key=isrc_key(recording.isrc) or None,
            recording_key=recording_key(recording),
        )
        known = [song_of(row) async for row in rows]
        alike = [song for song in known if same_entry(recording, song.recording)]
        surest = sorted(
            alike,
            key=lambda song: (
                song.recording.uri != recording.uri,
                isrc_key(song.recording.isrc) != isrc_key(recording.isrc),
            ),
        )
        if surest:
            return surest[0]
        song = Song(SongId(self._new_id()), recording)
        await self._add(song, told=True)
        return song

    async def _add(self, song: Song, *, told: bool = False) -> bool:
        """Keep a song; False if there is one of its URI."""
        recording = song.recording
        uri = recording.uri or None
        added = await self._sql.add_song(
            id=song.id,
            uri=None if told else uri,
            told_uri=uri if told else None,
            isrc=recording.isrc or None,
            **song_keys(recording),
            title=recording.title,
            artists=json.dumps(recording.artists, ensure_ascii=False),
            album=recording.album,
            duration_ms=recording.duration_ms,
            cover_url=recording.cover_url,
            explicit=None if recording.explicit is None else int(recording.explicit),
            year=recording.year,
        )
        return added is not None


def song_of(row: Any, song_id: int | None = None) -> Song:
    """Return the song in a row that holds the columns of `songs`; its `id` may be another one's."""
    return Song(
        SongId(row["id"] if song_id is None else song_id),
        Recording(
            title=row["title"],
            artists=tuple(json.loads(row["artists"])),
            uri=row["uri"] or row["told_uri"] or "",
            isrc=row["isrc"] or "",
            album=row["album"],
            duration_ms=row["duration_ms"],
            cover_url=row["cover_url"],
            explicit=None if row["explicit"] is None else bool(row["explicit"]),
            year=row["year"],
        ),
    )
