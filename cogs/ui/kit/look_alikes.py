"""Songs that look alike in a list, told apart by what differs."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from bot.domain.folding import fold
from bot.domain.model import Recording, Song, SongId
from cogs.ui.kit import texts

_FACT_MAX = 40
"""Characters of a fact."""


def edition(recording: Recording) -> str:
    """Return whether a recording is the explicit or the clean one; empty if nobody has said."""
    return {True: "explicit", False: "clean", None: ""}[recording.explicit]


def year(recording: Recording) -> str:
    """Return the year of a recording's release; empty if nobody has said."""
    return str(recording.year) if recording.year else ""


def about(recording: Recording) -> str:
    """Return all that tells a recording from others of its name, for a menu."""
    facts = (
        ", ".join(recording.artists),
        texts.duration(recording.duration_ms),
        edition(recording),
        year(recording),
        recording.album,
    )
    return texts.option(" · ".join(fact for fact in facts if fact))


def described(song: Song, apart: str) -> str | None:
    """Return a song's artists and what tells it apart, for a menu; None if there is neither."""
    facts = " · ".join(filter(None, (song.artist, apart)))
    return texts.option(facts) if facts else None


_FACTS: tuple[Callable[[Recording], str], ...] = (
    edition,
    year,
    lambda one: texts.duration(one.duration_ms),
    lambda one: one.album,
)
"""What may differ, what is heard first before what is printed."""


def told_apart(
    songs: Sequence[Song], *, artists_shown: bool = True, lengths_shown: bool = False
) -> Mapping[SongId, str]:
    """Return of each song what tells it from the others that look alike; empty where none does.

    Args:
        songs: The songs of a list.
        artists_shown: Whether the list shows artists; otherwise they are the first to tell.
        lengths_shown: Whether it shows lengths, so that those who differ by them are told apart.
    """
    alike: dict[tuple[str, ...], list[Song]] = defaultdict(list)
    for song in songs:
        names = (song.title, song.artist) if artists_shown else (song.title,)
        length = texts.duration(song.recording.duration_ms) if lengths_shown else ""
        alike[*map(fold, names), length].append(song)
    apart = dict.fromkeys((song.id for song in songs), "")
    for group in alike.values():
        if len({song.id for song in group}) > 1:
            apart |= _apart(group, artists_shown=artists_shown)
    return apart


def _apart(group: Sequence[Song], *, artists_shown: bool) -> dict[SongId, str]:
    """Return the fewest facts by which songs differ that look alike."""
    known = {song.id: list[str]() for song in group}
    columns = [[fact(song.recording) for song in group] for fact in _FACTS]
    if not artists_shown:
        columns.insert(0, [song.artist for song in group])
    for column in columns:
        if len(set(column)) == 1:
            continue
        for song, fact in zip(group, column, strict=True):
            if fact:
                known[song.id].append(texts.option(fact, _FACT_MAX))
        if len({tuple(facts) for facts in known.values()}) == len(known):
            break
    return {song_id: ", ".join(facts) for song_id, facts in known.items()}
