"""A board is handed out as a file, privately, to whoever asks for it."""

import asyncio
import json
import logging
import threading

import pytest
from discord import ui

from bot.domain.board import Board, Entry
from bot.domain.clearance_sheet import ClearanceSheet
from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Room,
    RoomId,
    RoundId,
    Song,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from bot.services.drawings import FRESH_FOR, Drawings
from bot.services.ports.read_models import BoardView
from bot.typesetting import TypesettingFailed
from bot.typesetting.clearance_sheets import SheetPdf
from bot.typesetting.font_coverage import Script
from cogs.ui.board import export
from cogs.ui.board.export import CHOICES, Exported, Format, export_message, exported_file, sheet_of
from cogs.ui.kit import texts
from tests.builders import recording
from tests.fakes import FakeClock, FakeCovers, FakePictures

NOW = 1_796_259_600.5
SONGS = [Song(SongId(n), recording(n)) for n in range(1, 5)]
VIEW = BoardView(
    room=Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", "UTC", UserId(1)),
    episode=Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.ACTIVE, 0),
    board=Board(EpisodeId(1), RoundId(1), tuple(map(Entry, SONGS[:3])), (SONGS[3],)),
    characters={},
)
SHEET = sheet_of(VIEW, NOW)
BEGINNINGS = {
    Format.PDF: b"%PDF-1.7",
    Format.HTML: b"<!DOCTYPE html>",
    Format.CSV: b"\xef\xbb\xbfshow,",
    Format.JSON: b"{",
    Format.XLSX: b"PK",
}


def drawings() -> Drawings:
    return Drawings(FakeClock(), FakeCovers(), FakePictures())


def said(view: ui.LayoutView) -> str:
    return "\n".join(one.content for one in view.walk_children() if isinstance(one, ui.TextDisplay))


@pytest.mark.parametrize("wanted", Format)
async def test_every_format_is_written(wanted: Format) -> None:
    exported = await exported_file(sheet_of(VIEW, NOW), wanted, drawings())
    assert exported.kind is wanted
    assert exported.content.startswith(BEGINNINGS[wanted])
    assert wanted in CHOICES


async def test_the_file_is_of_this_moment() -> None:
    exported = await exported_file(sheet_of(VIEW, NOW), Format.JSON, drawings())
    assert json.loads(exported.content)["made_at"] == "2026-12-03T01:00:00+00:00"


async def test_a_pdf_is_set_once_for_all_who_ask_within_some_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ClearanceSheet] = []

    def set_it(sheet: ClearanceSheet) -> SheetPdf:
        made.append(sheet)
        return SheetPdf(b"%PDF-1.7")

    monkeypatch.setattr(export, "clearance_sheet_pdf", set_it)
    clock, sheet = FakeClock(), sheet_of(VIEW, NOW)
    shared = Drawings(clock, FakeCovers(), FakePictures())
    await asyncio.gather(*(exported_file(sheet, Format.PDF, shared) for _ in range(3)))
    await exported_file(sheet_of(VIEW, NOW + 60), Format.PDF, shared)
    assert len(made) == 1
    await exported_file(replace(sheet, title="Another title"), Format.PDF, shared)
    assert len(made) == 2
    clock.instant += FRESH_FOR
    await exported_file(sheet, Format.PDF, shared)
    assert len(made) == 3


def refuse(_sheet: ClearanceSheet) -> SheetPdf:
    raise TypesettingFailed("clearance_sheet.typ: no")


@pytest.mark.parametrize("late", [False, True], ids=["refused", "late"])
async def test_a_pdf_that_cannot_be_set_in_time_gives_way_to_the_page(
    late: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told_off = threading.Event()

    def dawdle(_sheet: ClearanceSheet) -> SheetPdf:
        told_off.wait(30)
        return SheetPdf(b"%PDF-1.7")

    monkeypatch.setattr(export, "clearance_sheet_pdf", dawdle if late else refuse)
    monkeypatch.setattr(export, "SETTING_MAX", 0.01)
    with caplog.at_level(logging.ERROR):
        given = await exported_file(sheet_of(VIEW, NOW), Format.PDF, drawings())
    told_off.set()
    assert (given.kind, given.content[:15]) == (Format.HTML, BEGINNINGS[Format.HTML])
    assert "the clearance sheet of episode 104 could not be set" in caplog.text
    told = said(export_message(SHEET, VIEW.episode, Format.PDF, given, ["x.html"]))
    assert "The PDF could not be made this time" in told


def test_boxes_in_a_pdf_are_spoken_of_and_the_page_is_beside_it() -> None:
    missing = (Script("Chinese", "", "fonts-noto-cjk"), Script("emoji", "", "fonts-emoji"))
    exported = Exported(Format.PDF, b"%PDF", missing)
    message = export_message(SHEET, VIEW.episode, Format.PDF, exported, ["x.pdf", "x.html"])
    assert "empty boxes in place of Chinese and emoji" in said(message)
    assert "`fonts-emoji` and `fonts-noto-cjk`" in said(message)
    files = [one.url for one in message.walk_children() if isinstance(one, ui.File)]
    assert files == ["attachment://x.pdf", "attachment://x.html"]


@pytest.mark.parametrize("wanted", Format)
def test_the_answer_names_the_board_and_says_whether_it_may_change(wanted: Format) -> None:
    def answered(sheet: ClearanceSheet) -> str:
        return said(export_message(sheet, VIEW.episode, wanted, Exported(wanted, b""), ["x"]))

    told = answered(SHEET)
    assert told.startswith("**The clearance sheet of episode 104 “Pilot”**: 3 songs, 1 runner-up. ")
    assert "The board is not locked" in told
    assert "confidential" not in told
    assert "not locked" not in answered(replace(SHEET, locked=True))
    assert "it has fees, contacts and notes" in answered(replace(SHEET, confidential=True))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("104", "104"),
        ("1x04", "1x04"),
        ("../../etc", "etc"),
        ("1/04 «Pilot»", "1-04-Pilot"),
        ("第四話", "episode"),
        ("\u202e4", "4"),
        ("9" * 90, "9" * 40),
    ],
)
def test_a_file_is_named_in_safe_characters(number: str, word: str) -> None:
    assert texts.file_word(number) == word
