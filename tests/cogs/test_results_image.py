"""The picture of a round's results shows everything, whatever it is made of; so do its words."""

import asyncio
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from PIL import Image

from bot.domain.counting import METHODS, Outcome, Seat, Tally
from bot.domain.counting.outcome import Figures, Number
from bot.domain.model import (
    Candidate,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Recording,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    UserId,
)
from bot.services.ports.read_models import Results
from cogs.ui.rounds import results as results_screen
from cogs.ui.rounds import results_rows
from cogs.ui.rounds.results_image import ALT_MAX, alt_text, results_picture
from tests.cogs import shapes
from tests.fakes import FakeCovers

WIDTH = 960
RANDOM = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def approvals(picks: int, stars: int = 1) -> Figures:
    return (("approvals", picks), ("stars", stars))


def results(
    titles: Sequence[str],
    seats: int,
    *,
    artist: str = "Artist",
    counted: Sequence[Figures] | None = None,
    reasons: Sequence[str] = (),
    method: str = "approval",
    cover: str = "",
) -> Results:
    """Return a round in which the first songs are seated and the others follow in order."""
    songs = [
        Song(SongId(n), Recording(title, (artist,) if artist else (), cover_url=cover))
        for n, title in enumerate(titles, 1)
    ]
    if counted is None:
        counted = [approvals(len(songs) - n) for n in range(len(songs))]
    ids = [f"s{song.id}" for song in songs]
    reasons = [*reasons, *["approvals"] * seats]
    outcome = Outcome(
        method=method,
        seats=tuple(Seat(ids[n], n + 1, reasons[n], counted[n]) for n in range(seats)),
        tied=(),
        open_seats=0,
        empty_seats=0,
        runners_up=tuple(ids[seats:]),
        ballots=11,
        abstentions=1,
        tallies=tuple(Tally(one, figures) for one, figures in zip(ids, counted, strict=True)),
    )
    round_ = Round(
        id=RoundId(1),
        episode_id=EpisodeId(1),
        room_id=RoomId(1),
        state=RoundState.CLOSED,
        rules=Rules(seats=seats),
        opens_at=0,
        closes_at=0,
        closes_wall="",
        timezone="UTC",
        candidates=tuple(Candidate(song, UserId(1), "") for song in songs),
        scheduled_by=UserId(1),
    )
    return Results(
        room=Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", "UTC", UserId(1)),
        episode=Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.ACTIVE, 0),
        round=round_,
        outcome=outcome,
        songs=dict(zip(ids, songs, strict=True)),
        record_sha256="",
        playlist_state="off",
    )


async def size(view: Results, covers: Mapping[str, bytes] | None = None) -> tuple[int, int]:
    """Return the width and height of a picture that really is one."""
    picture = Image.open(io.BytesIO(await results_picture(view, covers or {})))
    picture.load()
    return picture.size


async def height(*titles: str, seats: int = 1, artist: str = "Artist") -> int:
    return (await size(results(titles, seats, artist=artist)))[1]


def titles(count: int) -> list[str]:
    return [f"Song {n}" for n in range(1, count + 1)]


async def test_it_is_as_wide_as_ever_and_grows_with_the_songs() -> None:
    sizes = [
        await size(results(titles(songs), seats))
        for songs, seats in ((2, 1), (12, 6), (25, 1), (25, 24))
    ]
    assert {width for width, _ in sizes} == {WIDTH}
    heights = [height for _, height in sizes]
    assert heights == sorted(set(heights))


LONG = {
    "words": "a song about everything and more " * 10,
    "latin": "Donaudampfschiffahrt" * 15,
    "capitals": "W" * 300,
    "asterisks": "*" * 300,
    "hashes": "#" * 300,
    "brackets": "(" * 300,
    "cyrillic": "Превысокомногорассмотрительствующий" * 9,
    "arabic": "شمس" * 100,
    "hebrew": "ירושלים" * 43,
    "devanagari": "क्षत्रिय" * 37,
    "thai": "แสงสุดท้ายของวัน" * 19,
    "chinese": "月亮代表我的心" * 43,
    "korean": "봄날" * 150,
    "emoji": "🎵" * 300,
    "families": "👩‍👩‍👧‍👦" * 43,
    "accents": "e\u0301\u0302\u0303\u0304\u0305" * 50,
}


@pytest.mark.parametrize("title", LONG.values(), ids=LONG.keys())
async def test_a_long_title_takes_two_lines(title: str) -> None:
    two_lines = await height("A title that needs two lines on a phone", "b")
    assert await height(title[:300], "b") == two_lines
    assert await height("b", title[:300]) == await height(
        "b", "A title that needs two lines on a phone"
    )


@pytest.mark.parametrize("artist", LONG.values(), ids=LONG.keys())
async def test_long_artists_take_one_line(artist: str) -> None:
    assert await height("a", "b", artist=artist[:300]) == await height("a", "b")


SHORT = [
    "夜に駆ける",
    "月亮代表我的心",
    "봄날",
    "شمس",
    "ירושלים (2)",
    "तुझे देखा",
    "แสงสุดท้าย",
    "👩‍👩‍👧‍👦👍🏽🇺🇳",
    "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    "\x00\x1b[31m\u202eb\u202c\u2028",
    "",
    " ",
    "\u200b",
    "\\",
    '"',
    "#panic()",
    '#import "x"',
    "*b* _i_ $x$",
    "<label> @ref",
    "// /* `raw`",
    "\U00013000 \ue000 \ufdd0",
]


@pytest.mark.parametrize("title", SHORT)
async def test_a_short_title_takes_one_line_whatever_it_is_made_of(title: str) -> None:
    assert await height(title, "b") == await height("a", "b")


async def test_nothing_typed_is_taken_for_markup() -> None:
    """Not in the places of room, episode and artists, either."""
    plain, markup = results(titles(2), 1), '#panic() *b* "'
    typed = replace(
        results(titles(2), 1, artist=markup),
        room=replace(plain.room, title=markup),
        episode=replace(plain.episode, number=markup, title=markup),
    )
    assert await size(typed) == await size(plain)


@settings(RANDOM, max_examples=15)
@given(shapes.results())
async def test_it_can_be_drawn_of_anything(view: Results) -> None:
    assert (await size(view))[0] == WIDTH


@pytest.mark.parametrize("method", METHODS)
async def test_it_can_be_drawn_for_every_method_and_reason(method: str) -> None:
    reasons = list(METHODS[method].reasons)
    numbers: list[Number] = [Fraction(7, 2), Fraction(1231, 512), 0, 1]
    counted = [
        tuple((name, numbers[n % 4]) for name in METHODS[method].figures)
        for n in range(len(reasons) + 2)
    ]
    view = results(
        titles(len(counted)), len(reasons), counted=counted, reasons=reasons, method=method
    )
    assert (await size(view))[0] == WIDTH
    told = alt_text(view).casefold()
    assert all(reason.casefold() in told for reason in METHODS[method].reasons.values())


async def test_it_can_be_drawn_without_any_figures() -> None:
    view = results(titles(3), 3, counted=[()] * 3, reasons=["unopposed"] * 3)
    without = await size(view)
    assert without[1] < (await size(results(titles(3), 3)))[1], "there are no bars"
    assert "(" not in alt_text(view)


async def test_empty_seats_ties_and_vetoes_are_shown() -> None:
    view = results(titles(6), 2)
    heights = [(await size(view))[1]]
    empty = replace(view, outcome=replace(view.outcome, empty_seats=2))
    assert "2 seats stay empty" in alt_text(empty)
    tied = replace(
        view,
        outcome=replace(view.outcome, tied=("s3", "s4"), open_seats=1, runners_up=("s5", "s6")),
    )
    assert "Tied for 1 seat, awaiting the showrunner's casting vote: Song 3" in alt_text(tied)
    vetoed = replace(
        view,
        round=replace(view.round, vetoed={SongId(6): "rights\nare gone"}),
        outcome=replace(view.outcome, runners_up=("s3", "s4", "s5")),
    )
    told = alt_text(vetoed)
    assert "Vetoed by the showrunner: Song 6 by Artist (1 pick, 1 star, vetoed: rights are" in told
    heights += [(await size(one))[1] for one in (empty, tied, vetoed)]
    assert all(one > heights[0] for one in heights[1:])


async def test_nobody_left_out_means_no_cut_line() -> None:
    assert [part.kind for part in results_rows.parts(results(titles(2), 2))] == ["seated"]
    assert [part.kind for part in results_rows.parts(results(titles(2), 1))] == [
        "seated",
        "cut",
        "waiting",
    ]


def drawn(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (30, 60), "red").save(written, kind)
    return written.getvalue()


async def test_covers_are_shown_where_there_are_any() -> None:
    address = "https://i.scdn.co/image/1"
    view = results(titles(2), 1, cover=address)
    without = await results_picture(view, {})
    for kind in ("JPEG", "PNG"):
        shown = await results_picture(view, {address: drawn(kind)})
        assert shown != without
        picture = Image.open(io.BytesIO(shown)).convert("RGB")
        column = picture.crop((150, 0, 151, picture.height)).tobytes()
        assert any(
            red > 250 and green < 5 for red, green in zip(column[::3], column[1::3], strict=True)
        )
    assert await size(view, {address: drawn("PNG")}) == await size(view)


@pytest.mark.parametrize("damaged", [b"", b"<html>", drawn("PNG")[:50], drawn("JPEG")[:99]])
async def test_a_damaged_cover_looks_like_a_missing_one(damaged: bytes) -> None:
    address = "https://i.scdn.co/image/1"
    view = results(titles(2), 1, cover=address)
    assert await results_picture(view, {address: damaged}) == await results_picture(view, {})


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
        " Approval · 2 seats · 11 ballots, of which 1 abstention."
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
@given(shapes.results())
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


async def test_a_picture_that_takes_too_long_is_done_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object) -> bytes:
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr("cogs.ui.rounds.results_image.results_picture", never)
    monkeypatch.setattr(results_screen, "DRAWING_MAX", 0.01)
    message, files = await results_screen.drawn(results(titles(3), 2), FakeCovers())
    assert files == []
    assert not [item for item in message.walk_children() if isinstance(item, ui.MediaGallery)]
