"""Rounds of every method, voted through their menus, and the showrunner's pins and vetoes."""

import re
from collections.abc import Sequence

import discord
import pytest
import simcord

from bot.domain.counting import METHODS
from tests.cogs.conftest import Studio
from tests.cogs.test_commands import (
    SPEECH,
    answered,
    menu,
    propose,
    propose_one,
    raw,
    said,
    set_up,
    values,
    walk,
)

Shown = simcord.ResponseMessage


async def open_method(
    studio: Studio, method: str = "approval", songs: int = 5, seats: int = 2
) -> discord.Message:
    """Open a round; song n is proposed by the writer at place n % 4."""
    await set_up(studio)
    await propose(studio, songs)
    await studio.boss.slash(studio.channel, "shortlist fill", size=songs)
    result = await studio.boss.slash(
        studio.channel, "round schedule", closes="in 36 hours", seats=seats, method=method
    )
    assert METHODS[method].gist in answered(result)
    await studio.work_off()
    return public(studio, "## The vote for")


def public(studio: Studio, beginning: str) -> discord.Message:
    """Return the one message of the channel that begins so, as it is now."""
    [found] = [one for one in studio.channel.history() if said(one).startswith(beginning)]
    return found


async def close(studio: Studio) -> None:
    """Close the round by hand, and let everything follow that follows."""
    answered(await studio.boss.slash(studio.channel, "round close"))
    await studio.work_off()


async def own(studio: Studio, person: simcord.MemberActor) -> Shown:
    """Open a fresh screen of one's own ballot."""
    shown = (await person.slash(studio.channel, "vote")).response
    assert shown is not None
    return shown


async def choose(
    person: simcord.MemberActor, shown: Shown, custom_id: str, *labels: str
) -> simcord.InteractionResult:
    """Choose exactly these songs in the menu whose custom id begins so."""
    found = menu(shown, custom_id)
    return await person.select(shown, values(found, *labels), custom_id=found["custom_id"])


async def give(
    person: simcord.MemberActor, shown: Shown, song: str, points: int
) -> simcord.InteractionResult:
    """Give a song so many points, in its menu."""
    found = points_menu(shown, song)
    return await person.select(shown, [str(points)], custom_id=found["custom_id"])


def points_menu(shown: Shown, song: str) -> SPEECH:
    [found] = [
        one
        for one in walk(raw(shown))
        if one.get("custom_id", "").startswith("points:")
        and one["options"][0]["label"] == f"0 points: {song}"
    ]
    return found


def receipt(shown: Shown) -> str:
    found = re.search(r"receipt `(\w+)`", said(shown))
    assert found
    return found[1]


async def vote_picks(person: simcord.MemberActor, shown: Shown, songs: Sequence[str]) -> None:
    await choose(person, shown, "picks:", *songs)
    await choose(person, shown, "stars:", songs[0])


async def vote_points(person: simcord.MemberActor, shown: Shown, songs: Sequence[str]) -> None:
    await choose(person, shown, "shares:", *songs)
    for points, song in zip((5, 3), songs, strict=False):
        await give(person, shown, song, points)


async def vote_ranked(person: simcord.MemberActor, shown: Shown, songs: Sequence[str]) -> None:
    for song in songs:
        await choose(person, shown, "rank:", song)


WAYS = {"picks": vote_picks, "points": vote_points, "ranking": vote_ranked}
"""How one votes for songs, the best first, by the form of the ballot."""


async def cast(studio: Studio, person: simcord.MemberActor, method: str, *numbers: int) -> Shown:
    """Vote for these songs, the best first; return the screen."""
    shown = await own(studio, person)
    way = WAYS[METHODS[method].form.name]
    await way(person, shown, [f"Song {number}" for number in numbers])
    return shown


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("approval", "Artist 2: 4 picks, 3 stars; decided by picks"),
        ("spread", "Artist 1: 4 picks, 1 star; decided by spread"),
        ("points", "Artist 2: 18 points, 4 supporters; decided by points"),
        ("ranked", "**Song 2** (3 votes) got in; 2 were enough."),
    ],
)
async def test_a_round_of_each_method(studio: Studio, method: str, told: str) -> None:
    ballot = await open_method(studio, method)
    assert f"Counted by *{METHODS[method].title.lower()}*" in said(ballot)
    first, second, third, fourth = studio.writers
    receipts = {}
    for person, songs in (
        (first, (1, 2)),
        (second, (2, 3)),
        (third, (3, 1)),
        (fourth, (2, 1)),
        (studio.boss, (2, 1)),
    ):
        receipts[person] = receipt(await cast(studio, person, method, *songs))
    await close(studio)
    assert "5 of 5 have voted" in said(public(studio, "## The vote for"))
    results = said(public(studio, "## The cut for"))
    assert told in results
    for person, number in receipts.items():
        text = said(await own(studio, person))
        assert "Counted as cast: `/round record` lists it under this receipt." in text
        assert f"receipt `{number}`" in text


@pytest.mark.parametrize("method", METHODS)
async def test_below_five_ballots_nobody_is_sent_to_the_record(studio: Studio, method: str) -> None:
    await open_method(studio, method, songs=3)
    writer = studio.writers[0]
    cast_as = receipt(await cast(studio, writer, method, 2, 1))
    await close(studio)
    text = said(await own(studio, writer))
    assert "Counted as cast. With fewer than 5 ballots the record is not handed out" in text
    assert f"receipt `{cast_as}`" in text
    assert "**Song 2**" in text


@pytest.mark.parametrize("method", METHODS)
async def test_one_can_abstain_and_come_back(studio: Studio, method: str) -> None:
    await open_method(studio, method, songs=3)
    writer = studio.writers[0]
    shown = await cast(studio, writer, method, 2)
    await writer.click(shown, label="Abstain")
    assert "You abstain. Choosing a song takes that back." in said(shown)
    assert "Song 2" not in said(shown)
    assert not ticked_anywhere(shown)
    await WAYS[METHODS[method].form.name](writer, shown, ["Song 1"])
    assert "You abstain" not in said(shown)
    assert "**Song 1**" in said(shown)
    await writer.click(shown, label="Abstain")
    await close(studio)
    assert "1 ballot, of which 1 abstention" in said(public(studio, "## The cut for"))
    text = said(await own(studio, writer))
    assert "You abstain." in text
    assert "Counted as cast" in text


def ticked_anywhere(shown: Shown) -> list[str]:
    """Return every song ticked in any menu of a screen."""
    return [
        option["label"]
        for one in walk(raw(shown))
        for option in one.get("options", [])
        if option.get("default")
    ]


async def test_what_is_left_of_the_points_is_told_and_bounds_the_menus(studio: Studio) -> None:
    await open_method(studio, "points")
    writer = studio.writers[0]
    shown = await own(studio, writer)
    assert "You have 10 points, at most 5 for a song." in said(shown)
    await choose(writer, shown, "shares:", "Song 1", "Song 2", "Song 3")
    assert "3 of 10 points given, 7 left:" in said(shown)
    assert "- 1 point: **Song 1**" in said(shown)
    await give(writer, shown, "Song 1", 5)
    await give(writer, shown, "Song 2", 4)
    assert "10 of 10 points given, none left:" in said(shown)
    assert [option["value"] for option in points_menu(shown, "Song 3")["options"]] == ["0", "1"]
    assert menu(shown, "shares:")["max_values"] == 3
    await give(writer, shown, "Song 3", 0)
    assert "9 of 10 points given, 1 left:" in said(shown)
    assert "Song 3" not in said(shown)
    await choose(writer, shown, "shares:", "Song 2")
    assert "4 of 10 points given, 6 left:" in said(shown)


async def test_a_stale_screen_cannot_give_more_points_than_there_are(studio: Studio) -> None:
    await open_method(studio, "points")
    writer = studio.writers[0]
    shown = await cast(studio, writer, "points", 1, 2)
    stale = await own(studio, writer)
    await give(writer, shown, "Song 2", 5)
    refused = await choose(writer, stale, "shares:", "Song 1", "Song 2", "Song 3")
    assert "You have 10 points in all." in answered(refused)
    assert "10 of 10 points given" in said(await own(studio, writer))


async def test_a_ranking_is_picked_in_order_undone_and_begun_anew(studio: Studio) -> None:
    await open_method(studio, "ranked")
    writer = studio.writers[0]
    shown = await own(studio, writer)
    assert menu(shown, "rank:")["placeholder"] == "Your 1st choice"
    await vote_ranked(writer, shown, ["Song 3", "Song 1", "Song 5"])
    assert ranked(shown) == ["Song 3", "Song 1", "Song 5"]
    assert [option["label"] for option in menu(shown, "rank:")["options"]] == ["Song 2"]
    await writer.click(shown, label="Undo the 3rd")
    assert ranked(shown) == ["Song 3", "Song 1"]
    await writer.click(shown, label="Start over")
    assert "Your ballot is empty and counts for nothing" in said(shown)
    await vote_ranked(writer, shown, ["Song 2", "Song 3", "Song 1", "Song 5"])
    assert ranked(shown) == ["Song 2", "Song 3", "Song 1", "Song 5"]
    assert not [one for one in walk(raw(shown)) if one.get("custom_id", "").startswith("rank:")]


def ranked(shown: Shown) -> list[str]:
    return re.findall(r"^\d\\. \*\*(.+?)\*\*", said(shown), re.MULTILINE)


async def test_the_same_press_twice_changes_nothing_the_second_time(studio: Studio) -> None:
    await open_method(studio, "ranked")
    writer = studio.writers[0]
    screens = [await own(studio, writer) for _ in range(2)]
    for shown in screens:
        await choose(writer, shown, "rank:", "Song 1")
        assert ranked(shown) == ["Song 1"]
    await choose(writer, screens[0], "rank:", "Song 2")
    screens = [await own(studio, writer) for _ in range(2)]
    for shown in screens:
        await writer.click(shown, label="Undo the 2nd")
        assert ranked(shown) == ["Song 1"]


async def test_a_stale_screen_of_a_ranking_is_drawn_anew_and_changes_nothing(
    studio: Studio,
) -> None:
    await open_method(studio, "ranked")
    writer = studio.writers[0]
    first_choice = await own(studio, writer)
    third_choice = await cast(studio, writer, "ranked", 1, 2)
    await choose(writer, first_choice, "rank:", "Song 3")
    assert "Your ballot was changed on another screen" in said(first_choice)
    assert ranked(first_choice) == ["Song 1", "Song 2"]
    await choose(writer, first_choice, "rank:", "Song 5")
    assert "changed on another screen" not in said(first_choice)
    assert ranked(first_choice) == ["Song 1", "Song 2", "Song 5"]
    await writer.click(third_choice, label="Undo the 2nd")
    assert "Your ballot was changed on another screen" in said(third_choice)
    assert ranked(third_choice) == ranked(await own(studio, writer)) == ranked(first_choice)


async def rule(studio: Studio, what: str, song: str, **options: object) -> str:
    """Have the showrunner pin or veto; return what was answered."""
    result = await studio.boss.slash(studio.channel, f"round {what}", song=song, **options)
    await studio.work_off()
    return answered(result)


async def offered(studio: Studio, typed: str) -> dict[str, str]:
    """Return what autocomplete offers for a pin, name by value."""
    choices = await studio.boss.autocomplete(studio.channel, "round pin", "song", typed)
    return {choice["name"]: choice["value"] for choice in choices}


async def test_autocomplete_offers_the_songs_of_the_round_with_their_marks(studio: Studio) -> None:
    assert await offered(studio, "") == {}
    await open_method(studio, songs=3)
    await propose_one(studio, 4)  # too late for the round
    songs = await offered(studio, "")
    assert list(songs) == [f"Song {n} \u2013 Artist {n}" for n in (1, 2, 3)]
    assert "is pinned" in await rule(studio, "pin", songs["Song 2 \u2013 Artist 2"])
    assert "is vetoed" in await rule(studio, "veto", "song 3", reason="Sold to a bank.")
    assert list(await offered(studio, "artist")) == [
        "Song 1 \u2013 Artist 1",
        "Song 2 \u2013 Artist 2 (pinned: has its seat already)",
        "Song 3 \u2013 Artist 3 (vetoed: counts for nothing)",
    ]
    assert list(await offered(studio, "SONG 1")) == ["Song 1 \u2013 Artist 1"]
    for words in ("Song", "Song 4", "nothing"):
        assert "No single song of this round is called that" in await rule(studio, "pin", words)


async def test_a_veto_needs_a_reason_and_what_was_typed_is_kept(studio: Studio) -> None:
    await open_method(studio, songs=3)
    assert "A veto needs a reason" in await rule(studio, "veto", "Song 1")
    assert "A veto needs a reason" in await rule(studio, "veto", "Song 1", reason="  ")
    told = await rule(studio, "veto", "Song 9", reason="The *estate* said no.")
    assert "Reason: The \\*estate\\* said no." in told
    assert "Vetoed" not in said(public(studio, "## The vote for"))


async def test_pins_and_vetoes_are_shown_on_every_ballot_and_undone(studio: Studio) -> None:
    await open_method(studio, songs=3)
    told = await rule(studio, "pin", "Song 2", reason="It plays in the script.")
    assert "**Song 2** \u2013 Artist 2 is pinned: it has a seat whatever the votes." in told
    assert "1 seat is left to the votes." in told
    await rule(studio, "veto", "Song 3", reason="The estate said no.")
    ballot = said(public(studio, "## The vote for"))
    assert "Pinned by the showrunner, with a seat already:" in ballot
    assert "- **Song 2**: It plays in the script." in ballot
    assert "- **Song 3**: The estate said no." in ballot
    mine = await own(studio, studio.writers[0])
    told_of = {one["label"]: one["description"] for one in menu(mine, "picks:")["options"]}
    assert told_of["Song 2"] == "Pinned: has its seat already · Artist 2"
    assert told_of["Song 3"] == "Vetoed: counts for nothing · Artist 3"
    for what, song, refused in (
        ("pin", "Song 2", "“Song 2” is pinned already."),
        ("veto", "Song 2", "“Song 2” is pinned already."),
        ("pin", "Song 3", "“Song 3” is vetoed already."),
    ):
        assert refused in await rule(studio, what, song, reason="Once more.")
    assert "not pinned any more" in await rule(studio, "pin", "Song 2", undo=True)
    assert "not vetoed any more" in await rule(studio, "veto", "Song 3", undo=True)
    assert "nothing to take back" in await rule(studio, "veto", "Song 3", undo=True)
    ballot = said(public(studio, "## The vote for"))
    assert "Pinned" not in ballot
    assert "Vetoed" not in ballot


async def test_no_more_pins_than_seats(studio: Studio) -> None:
    await open_method(studio, songs=3)
    await rule(studio, "pin", "Song 1")
    assert "0 seats are left to the votes." in await rule(studio, "pin", "Song 2")
    assert "There are 2 seats and as many pins." in await rule(studio, "pin", "Song 3")


async def test_pins_and_vetoes_are_the_showrunners_until_the_close(studio: Studio) -> None:
    await open_method(studio, songs=3)
    for what in ("pin", "veto"):
        result = await studio.writers[0].slash(
            studio.channel, f"round {what}", song="Song 1", reason="I *say* so."
        )
        told = answered(result)
        assert "Only the showrunner" in told
        assert "I \\*say\\* so." in told
    await close(studio)
    assert "no song can be pinned any more" in await rule(studio, "pin", "Song 1")
    told = await rule(studio, "veto", "Song 1", reason="Too late.")
    assert "The round is closed, so no song can be vetoed any more." in told
    assert "Reason: Too late." in told


@pytest.mark.parametrize("method", METHODS)
async def test_results_tell_what_the_votes_alone_would_have_given(
    studio: Studio, method: str
) -> None:
    await open_method(studio, method)
    await cast(studio, studio.boss, method, 1, 2)
    await cast(studio, studio.writers[0], method, 1, 2)
    await cast(studio, studio.writers[3], method, 1, 2)
    await cast(studio, studio.writers[2], method, 1, 3)
    await rule(studio, "pin", "Song 5")
    await rule(studio, "veto", "Song 1", reason="The estate said no.")
    await close(studio)
    results = said(public(studio, "## The cut for"))
    assert re.search(r"^1\\. \*\*\[Song 5\].*pinned by the showrunner$", results, re.MULTILINE)
    assert re.search(r"^2\\. \*\*\[Song 2\]", results, re.MULTILINE)
    assert "Pinned by the showrunner, with a seat already: **Song 5**" in results
    assert "- **Song 1**: The estate said no." in results
    assert "**Song 5** got in only by pin" in results
    assert "Without the pin and the veto, **Song 1** would have got in." in results


async def test_results_say_where_pins_changed_nothing(studio: Studio) -> None:
    await open_method(studio)
    await cast(studio, studio.boss, "approval", 1, 2)
    await rule(studio, "pin", "Song 1")
    await close(studio)
    results = said(public(studio, "## The cut for"))
    assert "The votes alone would have given the same: the pin changed nothing." in results


@pytest.mark.parametrize(
    ("seats", "told"),
    [
        (0, "No song got in, so the playlist is empty."),
        (1, "The playlist holds the one song."),
        (2, "The playlist holds both."),
        (3, "The playlist holds all three."),
    ],
)
async def test_results_say_in_plain_words_what_the_playlist_holds(
    studio: Studio, seats: int, told: str
) -> None:
    await open_method(studio, seats=max(seats, 1))
    if seats:
        await cast(studio, studio.boss, "approval", *range(1, seats + 1))
    await close(studio)
    assert told in said(public(studio, "## The cut for"))
