"""The rows of a round's results, shared by its picture and the alternative text."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.domain.counting import METHODS, outcome_texts
from bot.domain.counting.outcome import Figures, Number
from bot.domain.counting.phrases import amount
from bot.domain.model import Song
from bot.services.ports.read_models import Results
from cogs.ui.kit import texts


class Row(Struct, frozen=True):
    """A song in the results.

    Attributes:
        song: The song.
        figures: What was counted for it; may be empty.
        place: `1` for the first seat, `1st` for the first runner-up, else empty.
        note: Why it has its place, in words; may be empty.
    """

    song: Song
    figures: Figures
    place: str = ""
    note: str = ""


class Part(Struct, frozen=True):
    """A group of songs with the same result, or a dividing line between groups.

    Attributes:
        kind: `seated`, `tied`, `empty` (seats), `cut` (the line), `waiting` or `vetoed`.
        heading: The result in words; empty for the seated songs.
        rows: The songs, in order.
    """

    kind: str
    heading: str = ""
    rows: tuple[Row, ...] = ()


def parts(results: Results) -> Iterator[Part]:
    """Yield the groups of a round's songs, from the seated to the vetoed."""
    outcome = results.outcome
    yield Part("seated", rows=tuple(_seats(results)))
    if outcome.tied:
        seats = texts.count(outcome.open_seats, "seat")
        yield Part(
            "tied",
            f"Tied for {seats}, awaiting the showrunner's casting vote",
            tuple(Row(results.songs[song], _figures_of(results, song)) for song in outcome.tied),
        )
    if outcome.empty_seats:
        yield Part("empty", outcome_texts.empty_seats(outcome))
    vetoed = tuple(_vetoed(results))
    if outcome.runners_up or vetoed:
        yield Part("cut", f"The cut: {seated_summary(results)}")
    if outcome.runners_up:
        yield Part(
            "waiting",
            "Runners-up, in the order they would step in",
            tuple(
                Row(results.songs[song], _figures_of(results, song), texts.ordinal(number))
                for number, song in enumerate(outcome.runners_up, start=1)
            ),
        )
    if vetoed:
        yield Part("vetoed", "Vetoed by the showrunner", vetoed)


def _seats(results: Results) -> Iterator[Row]:
    for seat in results.outcome.seats:
        yield Row(
            results.songs[seat.song],
            seat.figures or _figures_of(results, seat.song),
            str(seat.rank),
            outcome_texts.reason(results.outcome, seat.decided_by),
        )


def _vetoed(results: Results) -> Iterator[Row]:
    for name, song in results.songs.items():
        if song.id in results.round.vetoed:
            reason = results.round.vetoed[song.id]
            yield Row(song, _figures_of(results, name), note=f"vetoed: {reason}")


def _figures_of(results: Results, song: str) -> Figures:
    tallies = results.outcome.tallies
    return next((tally.figures for tally in tallies if tally.song == song), ())


def seated_summary(results: Results) -> str:
    """Return how many songs got in: `6 of 12 songs are in`."""
    seated, songs = len(results.outcome.seats), texts.count(len(results.songs), "song")
    return f"{seated} of {songs} {'is' if seated == 1 else 'are'} in"


def facts(results: Results) -> str:
    """Return the method, the seats and the turnout, in one line."""
    outcome = results.outcome
    seats = len(outcome.seats) + outcome.open_seats + outcome.empty_seats
    method = METHODS[outcome.method].title
    return f"{method} · {texts.count(seats, 'seat')} · {outcome_texts.turnout(outcome)}"


def figures(results: Results, row: Row) -> Sequence[tuple[str, str]]:
    """Return the figures of a song with their nouns: `("7", "picks"), ("1", "star")`.

    The first one is always there, since the bars show it; the others only if they are not 0.
    """
    words = METHODS[results.outcome.method].figures
    return [
        (_short_number(number), words[name][number != 1])
        for place, (name, number) in enumerate(row.figures)
        if number or not place
    ]


def _short_number(number: Number) -> str:
    """Return a number in short: `7`, `3 1/2`, `≈ 4.26`."""
    return amount(number).replace("about", "≈")
