"""The results show as many lines as fit, and say where the others are read, which is so."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import (
    NOTE_MAX,
    Episode,
    EpisodeId,
    EpisodeState,
    Note,
    Proposal,
    ProposalId,
    RoomId,
    SongId,
    UserId,
)
from bot.domain.structs import replace
from cogs.ui.kit.components import TEXT_MAX
from cogs.ui.rounds.results import results_message
from cogs.ui.songs.card import proposal_card
from cogs.ui.songs.told import told_page
from tests.builders import NOW
from tests.cogs.results_shown import RANDOM, results
from tests.wire.shapes import text_of, walk

MORE = "Pick a song in `/song list` to read"
COUNTED = re.compile(r"(\d+)(?: more)? lines? says? why songs were starred")


def said(songs: int, seats: int, lines: int, length: int) -> str:
    """Return the results of a vote with so many lines of so many characters about each song."""
    view = results([f"Song {n} of a usual length" for n in range(1, songs + 1)], seats)
    linked = {
        name: replace(song, recording=replace(song.recording, uri=f"spotify:track:{n:022}"))
        for n, (name, song) in enumerate(view.songs.items())
    }
    told = {
        SongId(n): tuple(f"line {n}.{k} ".ljust(length, "x") for k in range(lines))
        for n in range(1, songs + 1)
    }
    message: Any = results_message(replace(view, songs=linked, said=told))
    assert message.content_length() <= TEXT_MAX
    return text_of({"content": "", "components": message.to_components()})


@pytest.mark.parametrize(
    ("songs", "seats", "lines", "length", "least"),
    [
        (4, 2, 2, 100, 8),
        (12, 6, 1, 300, 12),
        (12, 6, 2, 300, 12),
        (12, 6, 4, 120, 12),
        (12, 6, 20, 300, 12),
        (25, 12, 1, 120, 12),
        (25, 12, 8, 300, 12),
    ],
)
def test_lines_are_cut_and_counted_before_none_is_shown(
    songs: int, seats: int, lines: int, length: int, least: int
) -> None:
    text = said(songs, seats, lines, length)
    shown = text.count("“line ")
    assert shown >= least
    complete = shown == songs * lines and "…" not in text
    assert (MORE in text) is not complete


@RANDOM
@given(st.integers(2, 25), st.integers(1, 30), st.integers(15, 300))
def test_where_lines_are_left_out_the_results_say_how_many(
    songs: int, lines: int, length: int
) -> None:
    text = said(songs, 1, lines, length)
    missing = songs * lines - text.count("“line ")
    assert [int(one) for one in COUNTED.findall(text)] == ([missing] if missing else [])
    assert (MORE in text) is (missing > 0 or "…" in text)


def proposal(*notes: str) -> Proposal:
    """Return a song with so many lines."""
    (song,) = results(["Heroes"], 1).songs.values()
    kept = [Note(UserId(0), text, NOW, n, drawn=n) for n, text in enumerate(notes, 1)]
    return Proposal(ProposalId(5), EpisodeId(1), song, UserId(1), NOW, notes=tuple(kept))


def shown(view: Any) -> tuple[str, list[str]]:
    """Return the text of a message, and what can be pressed."""
    message = {"content": "", "components": view.to_components()}
    pressed = [one["custom_id"] for one in walk(message["components"]) if "custom_id" in one]
    return text_of(message), pressed


@pytest.mark.parametrize(
    ("notes", "cut"), [((), False), (("x" * 300,) * 4, False), (("x" * 300,) * 6, True)]
)
def test_a_card_that_is_cut_leads_to_all_that_was_said(notes: tuple[str, ...], cut: bool) -> None:
    view = results(["Heroes"], 1)
    episode = Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.ARCHIVED, 0)
    _, pressed = shown(proposal_card(view.room, episode, proposal(*notes)))
    assert ("toldall:5" in pressed) is cut


@RANDOM
@given(st.lists(st.text("ab*@_", min_size=1, max_size=NOTE_MAX), max_size=30))
def test_its_pages_have_every_line_whole(notes: list[str]) -> None:
    song = proposal(*(f"{n}: {text}" for n, text in enumerate(notes)))
    read, page, pressed = "", 1, ["toldturn:5:1"]
    while f"toldturn:5:{page}" in pressed:
        view = told_page(song, page)
        assert view.content_length() <= TEXT_MAX
        text, pressed = shown(view)
        read, page = f"{read}\n{text}", page + 1
    plain = read.replace("\\", "").replace("\u200b", "")
    for note in song.notes:
        assert f"- {note.text}" in plain
    assert shown(told_page(song, page + 5))[0] == text
