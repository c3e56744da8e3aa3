"""Write songs as files that services and players read, and that can be imported again."""

import json
import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from bot.domain.links import track_url
from bot.domain.model import Recording
from bot.domain.song_files import FileKind, told
from bot.domain.typed_text import one_line
from bot.export.tables import csv_bytes

_XSPF = "http://xspf.org/ns/0/"
_HEADS = (
    "Track Name",
    "Artist Name(s)",
    "Album Name",
    "Track Duration (ms)",
    "ISRC",
    "Track URI",
    "Release Date",
    "Explicit",
)
"""The heads that services and the usual tools for playlists look for."""


def write(kind: FileKind, title: str, songs: Sequence[Recording]) -> bytes:
    """Return songs as a file, in their order; in UTF-8.

    Args:
        kind: The kind of file.
        title: What the playlist is called.
        songs: The songs.
    """
    return _WRITERS[kind](one_line(title), [_clean(song) for song in songs])


def _clean(song: Recording) -> Recording:
    return Recording(
        one_line(song.title) or "(no title)",
        tuple(filter(None, map(one_line, song.artists))),
        song.uri,
        one_line(song.isrc),
        one_line(song.album),
        max(0, song.duration_ms),
        explicit=song.explicit,
        year=song.year,
    )


def _artists(song: Recording) -> str:
    return ", ".join(song.artists)


def _csv(_title: str, songs: Sequence[Recording]) -> bytes:
    rows = [
        (
            song.title,
            _artists(song),
            song.album,
            str(song.duration_ms) if song.duration_ms else "",
            song.isrc,
            song.uri,
            str(song.year) if song.year else "",
            {True: "true", False: "false", None: ""}[song.explicit],
        )
        for song in songs
    ]
    return csv_bytes([_HEADS, *rows])


def _m3u8(title: str, songs: Sequence[Recording]) -> bytes:
    lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
    for song in songs:
        seconds = round(song.duration_ms / 1000) if song.duration_ms else -1
        lines.append(f"#EXTINF:{seconds},{told(song)}")
        if song.isrc:
            lines.append(f"#EXTISRC:{song.isrc}")
        # What has no address is named as a file would be that a player finds beside the list.
        lines.append(track_url(song.uri) or f"{_file_name(told(song))}.mp3")
    return ("\n".join(lines) + "\n").encode()


def _file_name(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|#%]+', "_", name)[:200].strip(" .") or "song"


def _text(_title: str, songs: Sequence[Recording]) -> bytes:
    return ("\n".join(map(told, songs)) + "\n").encode()


def _xspf(title: str, songs: Sequence[Recording]) -> bytes:
    root = ET.Element("playlist", version="1", xmlns=_XSPF)
    ET.SubElement(root, "title").text = title
    tracks = ET.SubElement(root, "trackList")
    for song in songs:
        track = ET.SubElement(tracks, "track")
        for name, text in _parts(song):
            ET.SubElement(track, name).text = text
    ET.indent(root)
    written: str = ET.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _jspf(title: str, songs: Sequence[Recording]) -> bytes:
    tracks = []
    for song in songs:
        track: dict[str, object] = {}
        for name, text in _parts(song):
            if name in ("location", "identifier"):
                track[name] = [text]
            else:
                track[name] = int(text) if name == "duration" else text
        tracks.append(track)
    document = {"playlist": {"title": title, "track": tracks}}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _parts(song: Recording) -> list[tuple[str, str]]:
    """Return what XSPF says of a song, in the order it asks for."""
    parts = [
        ("location", track_url(song.uri)),
        ("identifier", f"isrc:{song.isrc}" if song.isrc else ""),
        ("title", song.title),
        ("creator", _artists(song)),
        ("album", song.album),
        ("duration", str(song.duration_ms) if song.duration_ms else ""),
    ]
    return [(name, text) for name, text in parts if text]


_WRITERS: dict[FileKind, Callable[[str, Sequence[Recording]], bytes]] = {
    FileKind.CSV: _csv,
    FileKind.M3U8: _m3u8,
    FileKind.XSPF: _xspf,
    FileKind.JSPF: _jspf,
    FileKind.TEXT: _text,
}
