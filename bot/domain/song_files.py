"""What a file of songs holds once it is read: its songs, and what was left out of it and why."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from bot.domain.folding import fold
from bot.domain.model import Recording
from bot.domain.versions import identity_of, title_key

SONGS_MAX = 5000
"""The entries of a file, songs and others; a longer file is refused as a whole."""
BYTES_MAX = 5_000_000


class FileKind(StrEnum):
    """A kind of file that songs are read from and written to."""

    CSV = "csv"
    M3U8 = "m3u8"
    XSPF = "xspf"
    JSPF = "jspf"
    """What is read as this may be any JSON with songs: a board that was exported, too."""
    TEXT = "txt"


class LeftOut(StrEnum):
    """Why an entry of a file is not imported."""

    NO_TITLE = "no_title"
    LINK_ALONE = "link_alone"
    """There is a link, and no title: only Spotify knows which song it is."""
    NO_ARTIST = "no_artist"
    TOO_LONG = "too_long"
    """The title or the artists are longer than a song's may be."""
    UNREADABLE = "unreadable"
    DOUBLE = "double"
    """The same song stands further up in the file."""
    PRESENT = "present"
    """The song is on the longlist already."""


class FileEntry(Struct, frozen=True):
    """A song as a file tells of it; `place` is its line, or its number among the entries.

    Its `uri` is what the file says: nobody has asked Spotify about it.
    """

    place: int
    recording: Recording


class Omission(Struct, frozen=True):
    """An entry that is not imported; `text` is what it says, as far as it can be read."""

    place: int
    text: str
    why: LeftOut


class SongFile(Struct, frozen=True):
    """What a file holds.

    Attributes:
        kind: Its kind, found from its content.
        songs: Its songs in order, each once.
        left_out: Its other entries, in order.
        guessed: Whether some of its letters were not in a Unicode encoding, so that they had to be
            guessed: accents may be wrong.
    """

    kind: FileKind
    songs: tuple[FileEntry, ...]
    left_out: tuple[Omission, ...] = ()
    guessed: bool = False


def told(recording: Recording) -> str:
    """Return a recording in one line, as a report names it: `Artist - Title`."""
    return " - ".join(filter(None, (", ".join(recording.artists), recording.title)))


def name_key(recording: Recording) -> tuple[str, str]:
    """Return what two entries of one song have in common where no code tells: title and artists."""
    return fold(recording.title), fold(" ".join(recording.artists))


def same_entry(one: Recording, other: Recording) -> bool:
    """Return whether two recordings are the same, by URI, then by ISRC, then by their names.

    Recordings with the same names and different codes are different ones: a clean and an explicit
    version, say. One ISRC under two titles is a mistake in one of them, so the titles decide.
    """
    if one.uri and other.uri:
        return one.uri == other.uri
    known, others = identity_of(one), identity_of(other)
    if known and others:
        return known == others
    return name_key(one) == name_key(other)


def without_doubles(
    entries: Iterable[FileEntry],
) -> tuple[tuple[FileEntry, ...], tuple[Omission, ...]]:
    """Return the entries with each song once, where it stands first, and the others."""
    kept, doubles = list[FileEntry](), list[Omission]()
    titles = dict[str, list[Recording]]()
    by_uri = set[str]()
    for entry in entries:
        new = entry.recording
        alike = titles.setdefault(title_key(new.title), [])
        if new.uri in by_uri or any(same_entry(new, one) for one in alike[:_ALIKE_MAX]):
            doubles.append(Omission(entry.place, told(new), LeftOut.DOUBLE))
            continue
        kept.append(entry)
        alike.append(new)
        if new.uri:
            by_uri.add(new.uri)
    return tuple(kept), tuple(doubles)


_ALIKE_MAX = 100
"""Songs of one title that are compared; a file in which all have one takes no longer for it."""


def in_order(omissions: Sequence[Omission]) -> tuple[Omission, ...]:
    """Return omissions in the order of the file."""
    return tuple(sorted(omissions, key=lambda one: one.place))
