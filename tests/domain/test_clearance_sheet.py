"""A clearance sheet says all that the board says, and is complete in itself."""

import re
from typing import Any

import pytest

from bot.domain.board import Board, Clearance, Entry
from bot.domain.clearance_sheet import (
    ClearanceSheet,
    Facts,
    SheetHolder,
    SheetSide,
    SheetSong,
    SheetWriter,
    Usage,
    clearance_sheet,
)
from bot.domain.credits import Credit, CreditId, CreditKind, Credits
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
from bot.domain.rights import Holder, Money, Rights, RightsStep, Side, Stage
from bot.domain.structs import replace
from bot.domain.typed_text import language_of, paragraphs
from tests.domain.rights_known import holder

LA = "America/Los_Angeles"
ROOM = Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", LA, UserId(1))
EPISODE = Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.LOCKED, 0)
MAYA = Character(CharacterId(7), RoomId(1), "Maya", "", UserId(1), 0)
BLUE, RIVER, CASE = (Song(SongId(n), Recording(f"Song {n}", ("Artist",))) for n in (1, 2, 3))

NAMED = Facts(characters={MAYA.id: MAYA})


def sheet(*entries: Entry, facts: Facts = NAMED, locked: bool = False) -> ClearanceSheet:
    board = Board(EPISODE.id, RoundId(1), entries, (CASE,), locked=locked)
    return clearance_sheet(ROOM, EPISODE, board, facts, 1_800_000_000.9)


def knowing(*holders: Holder, said: tuple[RightsStep, ...] = (), notes: bool = False) -> Facts:
    rights = Rights(said, holders)
    told = {number: f"note {number}" for number in range(1, 100)}
    return replace(NAMED, rights=rights, notes=told if notes else None)


def said(song: Song, status: Clearance, number: int) -> RightsStep:
    return RightsStep(song, status, EPISODE.id, "104", at=number * 10, id=number)


def of_blue(number: int, side: Side, stage: Stage, **facts: Any) -> Holder:
    made = replace(holder(number, side, stage, song=BLUE), episode_id=EPISODE.id, number="104")
    return replace(made, contact=f"contact {number}", **facts)


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


def test_what_was_said_of_a_song_for_whichever_episode_is_on_it() -> None:
    before = (said(BLUE, Clearance.PENDING, 1), said(CASE, Clearance.CLEARED, 2))
    facts = knowing(said=(*before, said(BLUE, Clearance.DENIED, 3)))
    made = sheet(Entry(BLUE), Entry(RIVER), facts=facts)
    blue, river = made.songs
    assert (blue.clearance, blue.since) == (Clearance.DENIED, 30)
    assert (river.clearance, river.since) == (Clearance.TO_CLEAR, None)
    [case] = made.runners_up
    assert (case.clearance, case.since) == (Clearance.CLEARED, 20)


def test_both_sides_are_on_it_with_their_holders_and_what_is_missing() -> None:
    facts = knowing(
        of_blue(10, Side.RECORDING, Stage.CLEARED),
        of_blue(20, Side.SONG, Stage.ASKED, share=60_00, answer_by=5),
        of_blue(30, Side.SONG, Stage.TO_ASK, share=15_00),
    )
    [blue] = sheet(Entry(BLUE), facts=facts).songs
    assert (blue.clearance, blue.since) == (Clearance.PENDING, 20)
    assert blue.sides == (
        SheetSide(
            Side.RECORDING, Clearance.CLEARED, (SheetHolder("Holder 10", None, Stage.CLEARED),)
        ),
        SheetSide(
            Side.SONG,
            Clearance.PENDING,
            (
                SheetHolder("Holder 20", 60_00, Stage.ASKED, 5),
                SheetHolder("Holder 30", 15_00, Stage.TO_ASK),
            ),
            25_00,
        ),
    )
    assert blue.publishers == blue.sides[1].holders


FEES = (
    of_blue(10, Side.RECORDING, Stage.QUOTED, fee=Money(1000, "USD"), most_favored=True),
    of_blue(20, Side.SONG, Stage.CLEARED, share=50_00, fee=Money(4000, "USD")),
    of_blue(30, Side.SONG, Stage.QUOTED, share=25_00, fee=Money(70, "EUR")),
    of_blue(40, Side.SONG, Stage.QUOTED, share=25_00),
)


def test_fees_contacts_and_notes_are_on_the_confidential_copy_alone() -> None:
    before = (said(BLUE, Clearance.PENDING, 5),)
    open_copy = sheet(Entry(BLUE), facts=knowing(*FEES, said=before))
    assert not re.search(r"contact \d|note \d|Money|=True", repr(open_copy))
    made = sheet(Entry(BLUE), facts=knowing(*FEES, said=before, notes=True))
    [blue] = made.songs
    assert blue.note == "note 5"
    label, *publishers = (one for side in blue.sides for one in side.holders)
    assert (label.contact, label.note, label.most_favored) == ("contact 10", "note 10", True)
    assert (label.fee, label.cost) == (Money(1000, "USD"), Money(8000, "USD"))
    assert [(one.fee, one.cost) for one in publishers] == [
        (Money(4000, "USD"), None),
        (Money(70, "EUR"), None),
        (None, None),
    ]
    assert made.confidential
    assert (made.quoted, made.unpriced) == ((Money(70, "EUR"), Money(12_000, "USD")), 1)


def test_confirmed_credits_are_on_it_and_suggestions_are_not() -> None:
    def credit(number: int, kind: CreditKind, name: str, *, confirmed: bool = True) -> Credit:
        return Credit(CreditId(number), BLUE, kind, name, confirmed=confirmed)

    kept = Credits(
        [
            replace(credit(1, CreditKind.WRITER, "Joni Mitchell"), share=50_00),
            credit(2, CreditKind.WRITER, "Nobody", confirmed=False),
            credit(3, CreditKind.WRITER, "Another"),
            credit(4, CreditKind.LABEL, "Reprise"),
            credit(5, CreditKind.YEAR, "1971"),
            credit(6, CreditKind.YEAR, "2021", confirmed=False),
            credit(7, CreditKind.PUBLISHER, "Crazy Crow Music"),
        ]
    )
    # The same recording under another id, as a file may bring it.
    again = Song(SongId(9), BLUE.recording)
    for song in (BLUE, again):
        [blue] = sheet(Entry(song), facts=replace(NAMED, credits=kept)).songs
        assert blue.writers == (SheetWriter("Joni Mitchell", 50_00), SheetWriter("Another"))
        assert (blue.label, blue.year, blue.publishers) == ("Reprise", 1971, ())


def test_the_year_of_the_catalogue_holds_until_somebody_confirms_another() -> None:
    song = replace(BLUE, recording=replace(BLUE.recording, year=2021))
    assert [one.year for one in sheet(Entry(song), Entry(RIVER)).songs] == [2021, 0]


def test_a_song_says_how_it_is_used_where_somebody_has_said() -> None:
    used = Usage("Over the credits", 45, "Jan 12", "spring")
    blue, river = sheet(
        Entry(BLUE), Entry(RIVER), facts=replace(NAMED, usages={BLUE.id: used})
    ).songs
    assert (blue.usage, river.usage) == (used, Usage())


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
