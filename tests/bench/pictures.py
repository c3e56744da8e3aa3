"""The pictures of results: from the results of a round to the PNG, once the process is warm.

No two are of the same words, since Typst remembers what it has set.
"""

import asyncio
import io
from collections.abc import Iterable
from time import perf_counter

from PIL import Image

from bot.domain.structs import replace
from bot.services.ports.read_models import Results
from bot.typesetting import TYPESETTER
from cogs.ui.rounds.results_image import results_picture
from tests.bench.rows import Goal, Row
from tests.cogs.results_shown import results

TURNS, QUICK_TURNS = 20, 8
COVER = 640
"""How wide (pixels) a cover is that Spotify has."""

USUAL = Goal("the picture of 12 songs, once warm: wall ms", most=40)
LARGEST = Goal("the picture of 25 songs, once warm: wall ms", most=120)
GOALS = (USUAL, LARGEST)
"""The least of several; each song has a cover."""


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Draw fewer pictures.
    """
    turns = QUICK_TURNS if quick else TURNS
    with asyncio.Runner() as runner:
        for goal, songs in ((USUAL, 12), (LARGEST, 25)):
            yield goal.measured(runner.run(drawn(songs, turns)) * 1000)
    TYPESETTER.stop()


async def drawn(songs: int, turns: int) -> float:
    """Return the least seconds that a picture of so many songs took."""
    covers = {f"cover-{n}": cover(n) for n in range(songs)}
    took = []
    for turn in range(turns + 1):
        shown = _results(songs, turn)
        began = perf_counter()
        await results_picture(shown, covers)
        took.append(perf_counter() - began)
    return min(took[1:])


def cover(number: int) -> bytes:
    """Return a JPEG with something to see in it."""
    picture, file = Image.radial_gradient("L").resize((COVER, COVER)), io.BytesIO()
    picture.rotate(number * 7).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def _results(songs: int, turn: int) -> Results:
    made = results([f"Song {turn} of {n}" for n in range(songs)], songs // 2)
    pictured = {
        name: replace(song, recording=replace(song.recording, cover_url=f"cover-{n}"))
        for n, (name, song) in enumerate(made.songs.items())
    }
    return replace(made, songs=pictured)
