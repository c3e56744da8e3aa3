"""A clearance sheet says all that the board says, and is complete in itself."""

import pytest

from bot.domain.board import Board, Clearance, ClearanceStep, Entry
from bot.domain.clearance_sheet import ClearanceSheet, SheetSong, clearance_sheet
from bot.domain.model import (
    ChannelId,
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Recording,
    Room,
    RoomId,
    RoundId,
    Song,
    SongId,
    UserId,
)
from bot.domain.typed_text import language_of, paragraphs

LA = "America/Los_Angeles"
ROOM = Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", LA, UserId(1))
EPISODE = Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.LOCKED, 0)
MAYA = Character(CharacterId(7), RoomId(1), "Maya", "", UserId(1), 0)
BLUE, RIVER, CASE = (Song(SongId(n), Recording(f"Song {n}", ("Artist",))) for n in (1, 2, 3))


def sheet(
    *slots: Entry, steps: tuple[ClearanceStep, ...] = (), locked: bool = False
) -> ClearanceSheet:
    board = Board(EPISODE.id, RoundId(1), slots, (CASE,), locked=locked)
    return clearance_sheet(ROOM, EPISODE, board, {MAYA.id: MAYA}, steps, 1_800_000_000.9)


def step(song: Song, status: Clearance, note: str, at: int) -> ClearanceStep:
    return ClearanceStep(song.id, status, note, UserId(1), at)


def test_it_says_which_board_it_is_and_how_it_stands() -> None:
    assert sheet(locked=True) == ClearanceSheet(
        show="The Room",
        number="104",
        title="Pilot",
        timezone=LA,
        made_at=1_800_000_000,
        locked=True,
        songs=(),
        runners_up=(SheetSong(1, CASE.recording),),
    )


def test_slots_are_counted_from_one_and_characters_named() -> None:
    made = sheet(
        Entry(RIVER, "Cold open", MAYA.id, "She leaves.", "The goodbye."),
        Entry(BLUE, character_id=CharacterId(8)),
    )
    assert made.songs == (
        SheetSong(1, RIVER.recording, "Cold open", "Maya", "She leaves.", "The goodbye."),
        SheetSong(2, BLUE.recording),
    )


def test_the_last_step_tells_how_far_the_rights_are() -> None:
    made = sheet(
        Entry(BLUE, clearance=Clearance.DENIED),
        Entry(RIVER),
        steps=(
            step(BLUE, Clearance.PENDING, "Asked.", 10),
            step(CASE, Clearance.CLEARED, "Signed.", 20),
            step(BLUE, Clearance.DENIED, "", 30),
        ),
    )
    blue, river = made.songs
    assert (blue.clearance, blue.note, blue.since) == (Clearance.DENIED, "", 30)
    assert (river.clearance, river.note, river.since) == (Clearance.TO_CLEAR, "", None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("one", "one"),
        ("  one \r\n\r\n\t two\u2028three  four ", "one\ntwo\nthree four"),
        ("\u202eone\u200b\x00\n\x07", "one"),
    ],
)
def test_paragraphs_stay_apart(typed: str, kept: str) -> None:
    assert paragraphs(typed) == kept


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Blue", "en"),
        ("Ça va", "en"),
        ("夜に駆ける", "ja"),
        ("사랑 song", "ko"),
        ("月亮", "zh"),
        ("أغنية", "en"),
    ],
)
def test_east_asian_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language
