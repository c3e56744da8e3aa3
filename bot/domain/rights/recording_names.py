"""By which names facts about a recording are found again, whichever song they were kept for."""

from bot.domain.model import Song, SongId
from bot.domain.versions import identity_of, recording_key

Name = tuple[str, SongId | str]
"""A kind of name, and the name."""


def names_of(song: Song) -> list[Name]:
    """Return what a song is found by."""
    recording, known = song.recording, identity_of(song.recording)
    key = recording_key(recording)
    return [*_sure_names(song), ("any", key), *([] if known else [("uncoded", key)])]


def names_wanted(song: Song) -> list[Name]:
    """Return what another song with the same recording is found by.

    Recordings are the same as on a longlist: by link, by code and title, or by title and artists
    where one of them has no code.
    """
    coded = bool(identity_of(song.recording))
    return [*_sure_names(song), ("uncoded" if coded else "any", recording_key(song.recording))]


def _sure_names(song: Song) -> list[Name]:
    recording = song.recording
    named = (("link", recording.uri), ("code", identity_of(recording)))
    return [("song", song.id), *((kind, name) for kind, name in named if name)]
