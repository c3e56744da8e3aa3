"""Rounds of every method, voted through their menus."""

import re
from collections.abc import Sequence

import discord
import pytest
import simcord

from bot.domain.counting import METHODS
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import SPEECH, answered, menu, raw, said, unnumbered, values, walk
from tests.cogs.steps import propose, schedule, set_up

Shown = simcord.ResponseMessage


async def open_method(
    studio: Studio,
    method: str = "approval",
    songs: int = 5,
    seats: int = 2,
    *,
    own_songs: bool = False,
) -> discord.Message:
    """Open a round; song n is proposed by the writer at place n % 4.

    Where own songs can be voted for, no ballot can be told from another by what it leaves out.
    """
    await set_up(studio)
    if own_songs:
        shown = (await studio.boss.slash(studio.channel, "room settings")).response
        assert shown is not None
        await studio.boss.select(shown, ["own_songs_votable"], custom_id="settings:switches")
    await propose(studio, songs)
    await studio.boss.slash(studio.channel, "shortlist fill", size=songs)
    result = await schedule(studio, closes="in 36 hours", seats=seats, method=method)
    assert METHODS[method].gist in answered(result)
    await studio.work_off()
    return public(studio, "## The vote for")


def public(studio: Studio, beginning: str) -> discord.Message:
    """Return the one message of the channel that begins so, as it is now."""
    [found] = [one for one in studio.channel.history() if said(one).startswith(beginning)]
    return found


async def close(studio: Studio) -> None:
    """Close the round by hand, and let everything follow that follows."""
    await ends(studio, "close")
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
        and unnumbered(one["options"][0]["label"]) == f"0 points: {song}"
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
    ballot = await open_method(studio, method, own_songs=True)
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
    assert "Counted as cast. The record isn't shown" in text
    assert f"receipt `{cast_as}`" in text
    assert "**Song 2**" in text


@pytest.mark.parametrize("method", METHODS)
async def test_one_can_abstain_and_come_back(studio: Studio, method: str) -> None:
    await open_method(studio, method, songs=3)
    writer = studio.writers[0]
    shown = await cast(studio, writer, method, 2)
    await writer.click(shown, label="Abstain")
    assert "**Abstain from the vote for episode 104 “Pilot”?**" in said(shown)
    assert "Song 2" in said(shown)
    await writer.click(shown, label="Keep my ballot")
    assert "Song 2" in said(shown)
    for _ in range(2):
        await writer.click(shown, label="Abstain")
    assert "You abstain. Pick a song to vote after all." in said(shown)
    assert "Song 2" not in said(shown)
    assert not ticked_anywhere(shown)
    await WAYS[METHODS[method].form.name](writer, shown, ["Song 1"])
    assert "You abstain" not in said(shown)
    assert "**Song 1**" in said(shown)
    for _ in range(2):
        await writer.click(shown, label="Abstain")
    await close(studio)
    assert "1 ballot, including 1 abstention" in said(public(studio, "## The cut for"))
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
    assert "3 of 10 points given (7 left):" in said(shown)
    assert "- 1 point: **Song 1**" in said(shown)
    await give(writer, shown, "Song 1", 5)
    await give(writer, shown, "Song 2", 4)
    assert "10 of 10 points given (none left):" in said(shown)
    assert [option["value"] for option in points_menu(shown, "Song 3")["options"]] == ["0", "1"]
    assert menu(shown, "shares:")["max_values"] == 3
    await give(writer, shown, "Song 3", 0)
    assert "9 of 10 points given (1 left):" in said(shown)
    assert "Song 3" not in said(shown)
    await choose(writer, shown, "shares:", "Song 2")
    assert "4 of 10 points given (6 left):" in said(shown)


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
    assert [option["label"] for option in menu(shown, "rank:")["options"]] == ["2. Song 2"]
    await writer.click(shown, label="Undo the 3rd")
    assert ranked(shown) == ["Song 3", "Song 1"]
    await writer.click(shown, label="Start over")
    assert "**Take back everything you chose in the vote" in said(shown)
    await writer.click(shown, label="Take it all back")
    assert "Your ballot is empty" in said(shown)
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
