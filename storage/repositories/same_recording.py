"""Whether two recordings are the same; the query `same_recording` does it for one song."""

from collections.abc import Iterable
from typing import Any

from bot.domain.model import EpisodeId, Recording, Song
from bot.domain.versions import fold
from storage.statements import Statements


def recording_key(recording: Recording) -> str:
    """Return what makes two recordings entered by hand the same: folded title and artists."""
    artists = " ".join(sorted(fold(artist) for artist in recording.artists))
    return f"{fold(recording.title)} / {artists}"


async def longlisted(sql: Statements, episode_id: EpisodeId) -> "Longlist":
    """Return the songs of an episode's longlist."""
    return Longlist([row async for row in sql.longlisted(episode_id=episode_id)])


class Longlist:
    """The songs of a longlist, to tell quickly whether one is among them: see `same_recording`."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._ids: set[int] = set()
        self._uris: set[str] = set()
        self._isrcs: set[str] = set()
        self._keys: set[str] = set()
        self._keys_alone: set[str] = set()
        for row in rows:
            uri = row["uri"] or row["told_uri"] or ""
            self._add(row["id"], uri, row["isrc"] or "", row["recording_key"])

    def has(self, recording: Recording) -> bool:
        """Return whether the same recording is there already."""
        uri, isrc, key = recording.uri, recording.isrc, recording_key(recording)
        by_key = self._keys_alone if isrc else self._keys
        return uri in self._uris or isrc in self._isrcs or key in by_key

    def add(self, song: Song) -> bool:
        """Add a song; False if the same recording is there already."""
        recording = song.recording
        if song.id in self._ids or self.has(recording):
            return False
        self._add(song.id, recording.uri, recording.isrc, recording_key(recording))
        return True

    def _add(self, song_id: int, uri: str, isrc: str, key: str) -> None:
        self._ids.add(song_id)
        self._keys.add(key)
        if uri:
            self._uris.add(uri)
        if isrc:
            self._isrcs.add(isrc)
        else:
            self._keys_alone.add(key)
