"""Whether two recordings are the same, of one song or of a whole longlist."""

from collections.abc import Iterable
from typing import Any

from bot.domain.folding import fold_loosely
from bot.domain.isrc import isrc_key
from bot.domain.model import EpisodeId, Recording, Song
from bot.domain.versions import identity, identity_of, recording_key
from storage.statements import Statements


def song_keys(recording: Recording) -> dict[str, str | None]:
    """Return the columns by which a song is found: for identity, and for searching."""
    artists = ", ".join(recording.artists)
    return {
        "isrc_key": isrc_key(recording.isrc) or None,
        "recording_key": recording_key(recording),
        "search_key": f"{fold_loosely(recording.title)} / {fold_loosely(artists)}",
    }


async def longlisted(sql: Statements, episode_id: EpisodeId) -> "Longlist":
    """Return the songs of an episode's longlist."""
    return Longlist([row async for row in sql.longlisted(episode_id=episode_id)])


class Longlist:
    """The songs of a longlist, to tell quickly whether one is among them.

    The same recording is the same song or URI, the same ISRC under titles that are alike, or, where
    one side was entered by hand and so has no ISRC, the same title by the same artists.
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        self._ids: set[int] = set()
        self._uris: set[str] = set()
        self._identities: set[str] = set()
        self._keys: set[str] = set()
        self._keys_alone: set[str] = set()
        for row in rows:
            uri = row["uri"] or row["told_uri"] or ""
            known = identity(row["isrc"] or "", row["title"])
            self._add(row["id"], uri, known, row["recording_key"])

    def __contains__(self, song: Song) -> bool:
        """Return whether the same recording is there."""
        return song.id in self._ids or self.has(song.recording)

    def has(self, recording: Recording) -> bool:
        """Return whether the same recording is there already."""
        uri, known, key = recording.uri, identity_of(recording), recording_key(recording)
        by_key = self._keys_alone if known else self._keys
        return uri in self._uris or known in self._identities or key in by_key

    def add(self, song: Song) -> bool:
        """Add a song; False if the same recording is there already."""
        if song in self:
            return False
        recording = song.recording
        self._add(song.id, recording.uri, identity_of(recording), recording_key(recording))
        return True

    def _add(self, song_id: int, uri: str, known: str, key: str) -> None:
        self._ids.add(song_id)
        self._keys.add(key)
        if uri:
            self._uris.add(uri)
        if known:
            self._identities.add(known)
        else:
            self._keys_alone.add(key)
