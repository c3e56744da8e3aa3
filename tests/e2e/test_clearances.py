"""The rights in the demo's story, as told by the files that it leaves."""

import csv
import json
from pathlib import Path

import pytest
from docx import Document

from bot.demo import cast, paperwork
from bot.demo.acting import Acting
from bot.demo.clearing import RECORDING, ClearingDesk
from bot.demo.musicbrainz.data import LABELS
from bot.demo.screens import reply_of, text
from bot.demo.simulation import open_simulation
from bot.demo.story import Story
from bot.domain.counting.record import recount
from tests.e2e.conftest import Played
from tests.workbooks import table_of

SONGS, HOLDERS = 1, 2
"""The tables of the workbook."""


def sheet(played: Played, end: str = ".csv") -> Path:
    """Return a clearance sheet by how its name ends; a writer's, unless it says CONFIDENTIAL."""
    [found] = played.folder.glob(f"*_clearance-sheet{end}")
    return found


def rows(played: Played, *columns: str) -> list[tuple[str, ...]]:
    """Return some columns of the sheet as a table."""
    with sheet(played).open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def on_board(played: Played) -> list[str]:
    return [slot["title"] for slot in played.outcome["board"]]


def holders(played: Played) -> list[dict[str, str | float]]:
    """Return the holders of the supervisor's workbook, by column."""
    heads, *lines = table_of(sheet(played, "-CONFIDENTIAL.xlsx").read_bytes(), HOLDERS)
    return [{str(heads[place]): value for place, value in line.items()} for line in lines]


def test_songs_are_refused_before_the_vote_and_after_it(played: Played) -> None:
    early = played.outcome["taken_off_before_the_vote"]
    late, instead = played.outcome["fell_after_the_vote"], played.outcome["stepped_in"]
    record = recount((played.folder / "record.json").read_bytes()).record
    assert early not in {song.title for song in record.songs}
    assert f"one press takes {early} off" in played.report
    assert late in {seat["title"] for seat in played.outcome["seats"]}
    assert (late in on_board(played), instead in on_board(played)) == (False, True)
    assert ("runner-up", late, "denied") in rows(played, "list", "song", "rights")
    told = {(one["song"], one["stage"], one.get("note")) for one in holders(played)}
    assert (late, "refused", paperwork.REFUSED_LATE.note) in told


def test_two_songs_in_one_slot_are_in_the_playlist_and_on_the_sheet(played: Played) -> None:
    columns = ("list", "place", "song", "in one slot with", "how they meet")
    [first, second] = [one[2:] for one in rows(played, *columns) if one[:2] == ("board", "5")]
    assert (first[0], second[0]) == (second[1], first[1])
    assert first[2] == second[2] == paperwork.HOW_THEY_MEET
    assert on_board(played)[-2:] == [first[0], second[0]]
    assert played.outcome["playlist"] == [slot["uri"] for slot in played.outcome["board"]]


def test_the_money_is_exact_and_favored_nations_raise_it(played: Played) -> None:
    money = played.outcome["money"]
    assert f"Budget: {paperwork.BUDGET}" in money
    assert "Most favored nations add 3,500.50 USD" in money
    assert f"Also quoted, not converted: {paperwork.ABROAD.fee}" in money
    known = holders(played)
    [raised] = [one for one in known if "raised to" in one]
    assert (raised["fee"], raised["raised to"], raised["currency"]) == (9000, 12500.5, "USD")
    fees = [
        one.get("raised to", one.get("fee", 0)) for one in known if one.get("currency") == "USD"
    ]
    assert f"Quotes so far: {sum(map(float, fees)):,.0f} USD" in money
    assert {one["stage"] for one in known} >= {"cleared", "quoted", "asked", "refused"}


def test_only_the_supervisor_s_copy_has_fees_and_contacts(played: Played) -> None:
    for kind in ("csv", "html", "json"):
        open_to_all = sheet(played, f".{kind}").read_text("utf-8-sig")
        assert "Gannetwick Records" in open_to_all
        assert "sync@" not in open_to_all
        assert "12,500.50" not in open_to_all
    for end, secret in ((".xlsx", False), ("-CONFIDENTIAL.xlsx", True)):
        book = sheet(played, end).read_bytes()
        cells = [
            str(value)
            for number in (SONGS, HOLDERS)
            for row in table_of(book, number)
            for value in row.values()
        ]
        assert any("sync@" in cell for cell in cells) is secret
    for end in (".pdf", "-CONFIDENTIAL.pdf"):
        assert sheet(played, end).read_bytes().startswith(b"%PDF-")
    assert json.loads(sheet(played, ".json").read_text("utf-8"))["songs"][0]["lost_without"]


def test_every_holder_has_a_letter_in_the_room_s_words(played: Played) -> None:
    letters = played.folder / "letters"
    listed = [*csv.DictReader((letters / "list.csv").read_text("utf-8-sig").splitlines())]
    assert len(listed) >= 2 * len(played.outcome["seats"])  # a label and a publisher each
    for row in listed:
        document = Document(str(letters / row["file"]))
        tables = [cell.text for one in document.tables for line in one.rows for cell in line.cells]
        said = "\n".join([*(one.text for one in document.paragraphs), *tables])
        for words in (
            f"Dear {row['holder']},",
            f"“{row['song']}”",
            "what this song tells the writers",
            paperwork.PRODUCTION["company"],
            paperwork.contact_of(row["holder"]),
        ):
            assert words in said
        written = (letters / row["file"]).with_suffix(".txt").read_text("utf-8")
        woven = row["song"] in on_board(played)[-2:]
        assert ("another recording" in said, "another recording" in written) == (woven, woven)
        assert cast.EVERYBODY[1].name not in said
    asked = {one["song"] for one in holders(played) if one["stage"] == "asked"}
    assert set(on_board(played)[-2:]) <= asked, "they are marked as sent"


def test_confirmed_credits_are_on_the_sheet_and_in_the_letters(played: Played) -> None:
    columns = ("list", "song", "label", "writers")
    known = [one[1:] for one in rows(played, *columns) if one[0] == "board"]
    looked_up = [one for one in known if one[0] != played.outcome["stepped_in"]]
    assert any(label in LABELS for _, label, _ in looked_up)
    letters = [one.read_text("utf-8") for one in (played.folder / "letters").glob("*.txt")]
    for song, label, writers in looked_up:
        about = [letter for letter in letters if f"Title: “{song}”" in letter]
        assert about
        for letter in about:
            assert f"Label: {label}\n" in letter
            assert f"Written by: {writers.replace('; ', ', ')}\n" in letter


async def test_a_refusal_stands_by_the_song_wherever_the_room_meets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.demo.story.LONGLIST", 14)
    async with open_simulation() as simulation:
        story = Story(simulation, lambda _: None)
        await story.prepare()
        writer = simulation.writers[0]
        longlist = await Acting(simulation, writer).command("song list")
        assert "rights denied" in text(longlist.components)
        # A song that is refused while the vote is open says so on every ballot.
        round_ = await story.round()
        last = round_.candidates[-1].song
        desk = ClearingDesk(simulation)
        await desk.look_up(str(last.id))
        await desk.answer(str(last.id), RECORDING, paperwork.REFUSED_LATE)
        own = await writer.click(await story.ballot_message(), custom_id=f"ballot:{round_.id}")
        assert "Rights denied: " in text(reply_of(own).components)
