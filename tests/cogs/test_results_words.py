"""The words of a round's results: figures, places, and the alternative text of the picture."""

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given

from bot.domain.counting.outcome import Number
from bot.services.ports.read_models import Results
from cogs.ui.rounds import results_rows
from cogs.ui.rounds.results_image import ALT_MAX, alt_text
from tests.cogs import view_shapes
from tests.cogs.results_shown import LONG, RANDOM, approvals, results, titles


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0"),
        (7, "7"),
        (Fraction(4), "4"),
        (Fraction(1, 2), "1/2"),
        (Fraction(7, 2), "3 1/2"),
        (Fraction(25, 12), "2 1/12"),
        (Fraction(1231, 512), "≈ 2.40"),
    ],
)
def test_numbers_are_told_so_that_they_are_read_at_a_glance(number: Number, told: str) -> None:
    view = results(["a", "b"], 1, counted=[(("approvals", number),), approvals(1)])
    (seat,) = next(results_rows.parts(view)).rows
    ((said, noun),) = results_rows.figures(view, seat)
    assert (said, noun) == (told, "picks")


def test_runners_up_have_places() -> None:
    *_, waiting = results_rows.parts(results(titles(25), 1))
    places = [row.place for row in waiting.rows]
    assert places[:4] == ["1st", "2nd", "3rd", "4th"]
    assert places[10:13] == ["11th", "12th", "13th"]
    assert places[20:] == ["21st", "22nd", "23rd", "24th"]


def test_the_alternative_text_has_the_facts() -> None:
    view = results(["Heroes", "Dreams", "Fade Into You"], 2, reasons=["approvals", "spread"])
    assert alt_text(view) == (
        "The cut for episode 104 “Pilot”: 2 of 3 songs are in."
        " Approval · 2 seats · 11 ballots, including 1 abstention."
        " Decided by picks: 1. Heroes by Artist (3 picks, 1 star)."
        " Decided by spread: 2. Dreams by Artist (2 picks, 1 star)."
        " Runners-up, in the order they would step in: Fade Into You by Artist (1 pick, 1 star)."
    )


@pytest.mark.parametrize("seats", [1, 12, 24])
@pytest.mark.parametrize("title", LONG.values(), ids=LONG.keys())
def test_the_alternative_text_names_all_songs_however_long_they_are(title: str, seats: int) -> None:
    reasons = ["approvals", "spread", "stars", "spread", "approvals", "casting", "lot", "pin"]
    told = alt_text(results([title[:300]] * 25, seats, artist=title, reasons=reasons * 3))
    assert len(told) <= ALT_MAX
    assert told.endswith(").")
    assert all(f" {place}. " in told for place in range(1, seats + 1))
    assert told.count(" picks)") + told.count(" pick)") == 25


@RANDOM
@given(view_shapes.results())
def test_the_alternative_text_of_anything_is_short_and_clean(view: Results) -> None:
    told = alt_text(view)
    assert 0 < len(told) <= ALT_MAX
    told.encode()
    assert not {unicodedata.category(one) for one in told} & {"Cc", "Cs", "Zl", "Zp"}
    if not view.outcome.tied:
        for part in results_rows.parts(view):
            assert part.heading in told or part.kind == "cut"
            if part.kind == "seated":  # a veto's reason is somebody's text, and may be cut
                assert all(row.note[1:] in told for row in part.rows)
                assert all(f" {row.place}. " in told for row in part.rows)
