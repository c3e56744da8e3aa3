"""Read a file of songs, whatever its kind: that is found from what is in it."""

from collections.abc import Iterable

from bot.domain.errors import InvalidInput
from bot.domain.song_files import (
    BYTES_MAX,
    SONGS_MAX,
    FileEntry,
    FileKind,
    LeftOut,
    Omission,
    SongFile,
    in_order,
    without_doubles,
)
from bot.songfiles.decoding import decode
from bot.songfiles.lines import Read, is_m3u, is_pls, read_lines, read_m3u
from bot.songfiles.tables import find_table, read_table
from bot.songfiles.trees import read_json, read_xspf


def require_size(size: int, name: str) -> None:
    """Refuse a file that is too large; `size` is in bytes.

    Raises:
        InvalidInput: It is (`file.too_large`).
    """
    if size > BYTES_MAX:
        raise InvalidInput("file.too_large", name, {"limit": BYTES_MAX // 1_000_000})


def read(content: bytes, name: str) -> SongFile:
    """Return what a file holds, each song once.

    Blocks for up to some seconds: call it in a worker thread.

    Args:
        content: The bytes.
        name: Its name, for errors; it says nothing about its kind.

    Raises:
        InvalidInput: It is too large (`file.too_large`), empty (`file.empty`), not text
            (`file.binary`), damaged (`file.broken`), of no kind that is known (`file.unknown`),
            dangerous (`file.unsafe`), too long (`file.too_many`), or has no songs
            (`file.no_songs`), or only their links (`file.links_alone`).
    """
    require_size(len(content), name)
    text, guessed = decode(content, name)
    kind, entries = _find(text, name)
    songs, omissions = list[FileEntry](), list[Omission]()
    for found in entries:
        if len(songs) + len(omissions) == SONGS_MAX:
            raise InvalidInput("file.too_many", name, {"limit": SONGS_MAX})
        if isinstance(found, Omission):
            omissions.append(found)
        else:
            songs.append(found)
    if not songs:
        links = omissions and all(one.why is LeftOut.LINK_ALONE for one in omissions)
        raise InvalidInput("file.links_alone" if links else "file.no_songs", name)
    kept, doubles = without_doubles(songs)
    return SongFile(kind, kept, in_order((*omissions, *doubles)), guessed)


def _find(text: str, name: str) -> tuple[FileKind, Iterable[Read]]:
    begin = text.lstrip()[:1]
    if begin == "<":
        return FileKind.XSPF, read_xspf(text, name)
    if begin in ("{", "["):
        songs = read_json(text, name)
        if songs is not None:
            return FileKind.JSPF, songs
    if begin == "[" and is_pls(text):
        raise InvalidInput("file.unknown", name)
    if is_m3u(text):
        return FileKind.M3U8, read_m3u(text)
    if (table := find_table(text)) is not None:
        return FileKind.CSV, read_table(text, table)
    return FileKind.TEXT, read_lines(text)
