"""Tables for spreadsheets: what they say, and that nothing in them runs."""

import csv
import io
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.counting import METHODS
from bot.domain.counting.record import to_bytes
from bot.export.tables import ballots_csv, csv_bytes, escape_formula, unescape_formula
from tests import chosen
from tests.cogs import counted
from tests.cogs.limits import few
from tests.cogs.own_ballots import EPISODE, round_of

SONGS = [
    {"id": "s1", "title": "Both Sides Now", "artist": "Joni Mitchell"},
    {"id": "s2", "title": "=1+1", "artist": ""},
    {"id": "s3", "title": "דרך, “ארוכה”", "artist": "@them"},
]
HEAD = [
    "receipt",
    "s1 Both Sides Now - Joni Mitchell",
    "s2 =1+1",
    "s3 דרך, “ארוכה” - @them",
]


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("method", "ballot", "cells"),
    [
        ("approval", {"picks": ["s1", "s3"], "stars": ["s3"]}, ["picked", "", "starred"]),
        ("spread", {"picks": ["s1"]}, ["picked", "", ""]),
        ("points", {"points": {"s2": 5, "s1": 1}}, ["1", "5", ""]),
        ("ranked", {"ranking": ["s3", "s1"]}, ["2", "", "1"]),
        ("approval", {}, ["", "", ""]),
    ],
    ids=["picks", "no stars", "points", "ranking", "abstention"],
)
def test_a_ballot_is_a_line_and_a_song_a_column(
    method: str, ballot: dict[str, object], cells: list[str]
) -> None:
    ballots = [{"receipt": "7F3A91C2"} | ballot]
    document = {"method": method, "songs": SONGS, "ballots": ballots}
    assert read(ballots_csv(document)) == [HEAD, ["7F3A91C2", *cells]]


def test_the_most_used_spreadsheet_reads_it_as_utf_8() -> None:
    assert ballots_csv({"method": "approval", "songs": SONGS, "ballots": []}).startswith(
        b"\xef\xbb\xbfreceipt,"
    )


@pytest.mark.parametrize(
    ("receipt", "shown"),
    [
        ("7F3A91C2", "7F3A91C2"),
        ("01234567", "'01234567"),
        ("1234E567", "'1234E567"),
        ("E1234567", "E1234567"),
        ("12E34E56", "12E34E56"),
    ],
)
def test_a_receipt_is_never_taken_for_a_number(receipt: str, shown: str) -> None:
    document = {"method": "approval", "songs": SONGS, "ballots": [{"receipt": receipt}]}
    [_, line] = read(ballots_csv(document))
    assert line[0] == shown


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "  =1", " @A1", "'=1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert escape_formula(cell) == f"'{cell}"
    assert read(csv_bytes([[cell]])) == [[f"'{cell}"]]


@pytest.mark.parametrize("cell", ["", "1", "picked", "a=b", "7F3A91C2", "'x"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert escape_formula(cell) == cell


@given(st.text("'= \u3000+x;|\t\n", max_size=8) | st.text(max_size=9))
def test_what_was_escaped_is_read_as_it_was(cell: str) -> None:
    assert unescape_formula(escape_formula(cell)) == cell


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=5))
def test_whatever_people_type_survives_and_nothing_runs(rows: list[list[str]]) -> None:
    table = read(csv_bytes([["head", *row] for row in rows]))
    assert [row[1:] for row in table] == [[escape_formula(cell) for cell in row] for row in rows]
    assert not any(cell[:1] in set("=+-@\t\r\n") for row in table for cell in row if cell)


@given(st.lists(st.text(";=+|'\t\n, x\"", max_size=8), min_size=2, max_size=4))
def test_no_cell_is_a_formula_where_another_sign_parts_cells(row: list[str]) -> None:
    text = csv_bytes([row]).decode("utf-8-sig")
    for delimiter in ",;\t|":
        table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert not any(
            cell.lstrip(" ")[:1] in set("=+-@") for line in table for cell in line if cell
        )


TITLES = st.sampled_from(["=1+1", "  =1+1", "@A1", "-", "\t=1", "\n+1", "Blue"]) | st.text(
    max_size=9
)


@given(st.lists(st.tuples(TITLES, TITLES, TITLES), min_size=1, max_size=4), TITLES)
def test_no_title_artist_id_or_receipt_is_a_formula(
    songs: list[tuple[str, str, str]], receipt: str
) -> None:
    """A record that somebody else made may call songs and ballots anything."""
    document = {
        "method": "approval",
        "songs": [{"id": one, "title": title, "artist": artist} for one, title, artist in songs],
        "ballots": [{"receipt": receipt}],
    }
    head, line = read(ballots_csv(document))
    assert len(head) == len(line) == 1 + len(songs)
    assert not any(cell.lstrip(" ")[:1] in set("=+-@\t\r\n") for cell in (*head, *line) if cell)


@few
@given(counted.counted_rounds())
def test_every_record_has_its_table(over: counted.Counted) -> None:
    document = over.cut.document
    head, *lines = read(ballots_csv(document))
    assert len(head) == 1 + len(over.round.candidates)
    assert [line[0].removeprefix("'") for line in lines] == sorted(over.ballots)
    for line in lines:
        ballot = over.ballots[line[0].removeprefix("'")]
        assert sum(bool(cell) for cell in line[1:]) == len(chosen.songs(ballot))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(METHODS)), st.integers(0, 2**32))
def test_the_order_of_ballots_tells_nothing(method: str, seed: int) -> None:
    random = Random(seed)
    over = counted.played(round_of(method), EPISODE, random, random.randint(2, 20))
    receipts = list(over.ballots)
    random.shuffle(receipts)
    other = replace(over, ballots={receipt: over.ballots[receipt] for receipt in receipts})
    assert to_bytes(other.cut.document) == to_bytes(over.cut.document)
    assert ballots_csv(other.cut.document) == ballots_csv(over.cut.document)
