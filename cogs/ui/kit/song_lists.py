"""Lists of songs as components, cut so that they fit into one message."""

from collections.abc import Callable, Iterable, Sequence

from discord import ui
from msgspec import Struct

from bot.domain.model import REASON_MAX, Song
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, Piece
from cogs.ui.kit.look_alikes import told_apart

COVERS_MAX = 12
"""A song with its cover takes three components, and a message holds forty."""
PER_BLOCK = 5
FACTS_SHOWN = 60
"""Characters of what tells two songs apart."""
NOTE_SHOWN = 120
"""Characters of a note in a list."""


class Measure(Struct, frozen=True):
    """How much a message shows of each song.

    Attributes:
        title: Characters of its title.
        artist: Characters of its artists.
        note: Characters of its note.
        links: Whether titles are links.
        names: How many songs a sentence names before it counts the rest.
        reason: Characters of the reason for a pin or veto.
        steps: How many steps of a count are listed; the record has the rest.
    """

    title: int
    artist: int
    note: int
    links: bool = True
    names: int = 25
    reason: int = REASON_MAX
    steps: int = 50


_MEASURES = (
    Measure(80, 60, NOTE_SHOWN),
    Measure(60, 40, NOTE_SHOWN),
    Measure(60, 40, 80),
    Measure(50, 30, 40),
    Measure(40, 25, 0, reason=120),
    Measure(30, 15, 0, names=12, reason=60, steps=16),
    Measure(20, 0, 0, links=False, names=6, reason=30, steps=8),
    Measure(10, 0, 0, links=False, names=3, reason=0, steps=4),
    Measure(10, 0, 0, links=False, names=0, reason=0, steps=4),
    Measure(5, 0, 0, links=False, names=0, reason=0, steps=2),
)


NAMED = Measure(40, 25, 0, links=False, names=12)
"""How songs are named in a reply of a few sentences."""


def fit_message(build: Callable[[Measure], ui.LayoutView]) -> ui.LayoutView:
    """Return the most detailed message that fits into 4000 characters."""
    *wider, narrowest = _MEASURES
    for measure in wider:
        view = build(measure)
        if view.content_length() <= TEXT_MAX:
            return view
    return build(narrowest)


class Line(Struct, frozen=True):
    """A song in a list.

    Attributes:
        song: The song.
        prefix: Text before its title, such as its number.
        note: Its note, as somebody typed it.
        facts: Other facts, already escaped.
        brief: The same in fewer words, for where there is no room for artists; None for the same.
    """

    song: Song
    prefix: str = ""
    note: str = ""
    facts: str = ""
    brief: str | None = None


def line_text(line: Line, measure: Measure, apart: str = "") -> str:
    """Return a song with its artists, length and facts, and its note on the next line.

    `apart` is what else tells it from others of the list.
    """
    song = line.song
    facts = (
        texts.safe(song.artist, measure.artist, links=False),
        texts.duration(song.recording.duration_ms),
        texts.safe(apart, FACTS_SHOWN, links=False),
        line.facts if measure.artist or line.brief is None else line.brief,
    )
    title = line.prefix + linked_title(song, measure)
    head = " · ".join((title, *(fact for fact in facts if fact)))
    note = texts.safe(line.note, measure.note) if measure.note else ""
    return f"{head}\n{note}" if note else head


def linked_title(song: Song, measure: Measure) -> str:
    """Return a song's title in bold, as a link if it has one and the measure allows it."""
    return texts.title(song, measure.title, texts.track_link(song) if measure.links else "")


def song_names(songs: Iterable[Song], measure: Measure) -> str:
    """Return songs for a sentence: `a, b and c`, `a, b and 7 more`, or `9 songs`."""
    songs = list(songs)
    if not measure.names:
        return texts.count(len(songs), "song")
    apart = told_apart(songs, artists_shown=bool(measure.artist))
    names = [
        texts.song_name(song, measure.title, measure.artist) + in_brackets(apart[song.id])
        for song in songs[: measure.names]
    ]
    if len(songs) > measure.names:
        names.append(f"{len(songs) - measure.names} more")
    return texts.listed(names)


def name_among(song: Song, songs: Sequence[Song], title: int = 80, artist: int = 60) -> str:
    """Return a song's name for a sentence, with what tells it from others of a list, if need be.

    Args:
        song: One of them.
        songs: The list that the person knows it from.
        title: Characters of the title.
        artist: Characters of the artists.
    """
    return texts.song_name(song, title, artist) + in_brackets(told_apart(songs)[song.id])


def in_brackets(facts: str) -> str:
    """Return facts behind a name, escaped; nothing if there are none."""
    return f" ({texts.safe(facts, FACTS_SHOWN, links=False)})" if facts else ""


def song_piece(text: str, song: Song) -> Piece:
    """Return a song's text, with its cover beside it if it has one."""
    cover = song.recording.cover_url
    if not cover.startswith("https://"):
        return ui.TextDisplay(text)
    picture: ui.Thumbnail[ui.LayoutView] = ui.Thumbnail(
        cover, description=f"Cover of {texts.option(song.title, 80)}"
    )
    return ui.Section(ui.TextDisplay(text), accessory=picture)


def song_pieces(lines: Sequence[Line], measure: Measure) -> list[Piece]:
    """Return songs as components: up to 12 with covers, more as blocks of several songs."""
    songs = [line.song for line in lines]
    apart = told_apart(songs, artists_shown=bool(measure.artist), lengths_shown=True)
    song_texts = [line_text(line, measure, apart[line.song.id]) for line in lines]
    if len(lines) <= COVERS_MAX:
        return [song_piece(text, song) for text, song in zip(song_texts, songs, strict=True)]
    return [
        ui.TextDisplay("\n".join(song_texts[first : first + PER_BLOCK]))
        for first in range(0, len(song_texts), PER_BLOCK)
    ]


def listen_buttons(url: str) -> tuple[Piece, ...]:
    """Return a button that opens a playlist, or nothing without an address."""
    return (ui.Button(label="Listen", url=url),) if url else ()
