"""What is said of a shortlist that was filled up: what came in, and what was left out and why."""

from collections.abc import Iterator

from bot.domain.filling import Filling, Passed
from cogs.ui.kit.song_lists import Measure, song_names

LEFT_OUT_MAX = 6
"""How many songs of those left out are named."""


def filled_lines(filling: Filling, measure: Measure) -> Iterator[str]:
    """Yield what was added to a shortlist, and which songs were passed over for which reason."""
    if filling.added:
        added = song_names((one.song for one in filling.added), measure)
        yield f"Added, most seconded first, then oldest: {added}."
    if filling.again:
        again = song_names((one.song for one in filling.again), measure)
        yield f"By an artist who was on it already, since no other artist was left: {again}."
    if denied := _left_out(filling, Passed.DENIED, measure):
        yield f"Left out, rights denied: {denied}. Tick them to put them on it anyway."
    if versions := _left_out(filling, Passed.VERSION, measure):
        yield f"Left out, since another version is on it: {versions}."
    if artists := _left_out(filling, Passed.ARTIST, measure):
        yield (
            f"Left out, since their artist has a song on it: {artists}. To take them by rank"
            " anyway, use `/shortlist fill` with `variety` set to False, or tick them."
        )


def _left_out(filling: Filling, why: Passed, measure: Measure) -> str:
    songs = [one.proposal.song for one in filling.passed_over if one.why is why]
    names = min(measure.names, LEFT_OUT_MAX)
    shown = Measure(measure.title, measure.artist, 0, names=names)
    return song_names(songs, shown) if songs else ""
