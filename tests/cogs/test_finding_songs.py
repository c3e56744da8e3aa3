"""Picking twelve of many with few taps: searched, filtered, and added by name."""

from typing import Any

import simcord

from bot.domain.model import ChannelId, Person, UserId
from bot.domain.structs import replace
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, long, opened, second, where
from tests.cogs.messages import answered, menu, raw, said, ticked, walk
from tests.cogs.steps import propose, set_up

Shown = simcord.ResponseMessage
TAPS_BEFORE = 44
"""What twelve of 110 took ten to a page: open, tick, close, and turn, on eleven pages."""


def song_menus(shown: Shown) -> list[dict[str, Any]]:
    """Return the menus of songs on a page, in order."""
    ids = ("pick:", "pickmore:")
    return [one for one in walk(raw(shown)) if one.get("custom_id", "").startswith(ids)]


def titles(shown: Shown) -> list[str]:
    """Return the titles on a page, in order."""
    options = [option for found in song_menus(shown) for option in found["options"]]
    return [option["label"].partition(". ")[2] for option in options]


async def submit(studio: Studio, shown: Shown, button: str, **typed: str) -> Shown:
    """Press a button that opens a form, and send the form; return the page."""
    form = await studio.boss.click(shown, label=button)
    assert form.modal is not None
    await studio.boss.submit_modal(form, typed)
    return shown


async def test_twelve_of_110_take_a_third_of_the_taps(studio: Studio) -> None:
    await long(studio, 110)
    wanted = range(5, 110, 9)
    shown = await opened(studio.boss, studio, "shortlist pick")
    names = "\n".join(f"Song {number} Artist {number}" for number in wanted)
    await submit(studio, shown, "Add by name", names=names)
    taps = ["Add by name", "Submit"]
    assert "12/12" in said(shown)
    assert len(taps) <= TAPS_BEFORE / 3
    # Without typing, one page has them all, in menus of as many songs as one may have.
    assert [len(found["options"]) for found in song_menus(shown)] == [25, 25, 25, 25, 10]
    labels = [label for found in song_menus(shown) for label in ticked(found)]
    assert labels == [f"{number}. Song {number}" for number in wanted]


async def test_each_menu_of_a_page_ticks_its_own_songs_alone(studio: Studio) -> None:
    await long(studio, 60, shortlisted=2)
    shown = await opened(studio.boss, studio, "shortlist pick")
    first, second_, third = song_menus(shown)
    await studio.boss.select(
        shown, [second_["options"][0]["value"]], custom_id=second_["custom_id"]
    )
    third = song_menus(shown)[2]
    await studio.boss.select(shown, [third["options"][-1]["value"]], custom_id=third["custom_id"])
    assert "4/12" in said(shown)
    first = song_menus(shown)[0]
    await studio.boss.select(shown, [first["options"][1]["value"]], custom_id=first["custom_id"])
    labels = [label for found in song_menus(shown) for label in ticked(found)]
    assert labels == ["2. Song 2", "26. Song 26", "60. Song 60"]


async def test_a_search_stays_while_songs_are_ticked_and_sorted(studio: Studio) -> None:
    await long(studio, 40)
    await second(studio, 12, 1, 2)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await submit(studio, shown, "Search", words="sÓng 1")
    found = [f"Song {n}" for n in (1, *range(10, 20), 21, 31)]
    assert titles(shown) == found
    assert "Only songs with “sÓng 1”." in said(shown)
    await choose(studio.boss, shown, "pick:", "2. Song 10", "3. Song 11")
    assert titles(shown) == found
    assert "2/12" in said(shown)
    await choose(studio.boss, shown, "pickorder:", "Most seconded first")
    assert titles(shown)[0] == "Song 12"
    assert len(titles(shown)) == len(found)
    await choose(studio.boss, shown, "pickshow:", "Only what is ticked")
    assert titles(shown) == ["Song 10", "Song 11"]
    await choose(studio.boss, shown, "pickshow:", "All songs")
    await submit(studio, shown, "Search", words="nothing like it")
    assert "No song matches. Search again" in said(shown)
    await submit(studio, shown, "Search", words="")
    assert len(titles(shown)) == 40


async def test_songs_are_filtered_by_character_and_by_proposer(studio: Studio) -> None:
    await set_up(studio)
    await studio.boss.slash(studio.channel, "character create", name="Maya")
    await propose(studio, 9)
    room, episode = await where(studio)
    services = studio.now.services
    longlist = (await services.shortlists.view(room, episode)).longlist
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    maya = (await services.characters.find(room, "Maya")).id
    for one in longlist[:4]:
        await services.characters.assign(boss, room, one.id, maya)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await choose(studio.boss, shown, "pickshow:", "For Maya")
    hers = [one.song.title for one in longlist[:4]]
    assert titles(shown) == hers
    picker = menu(shown, "pickwho:")["custom_id"]
    writer = studio.writers[1]
    await studio.boss.select(shown, [writer], custom_id=picker)
    theirs = [one.song.title for one in longlist if one.proposer_id == writer.id]
    assert titles(shown) == [title for title in hers if title in theirs]
    await choose(studio.boss, shown, "pickshow:", "All songs")
    assert titles(shown) == theirs
    assert f"by <@{writer.id}>" in said(shown)


async def test_hidden_proposers_are_no_filter(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 4)
    shown = await opened(studio.boss, studio, "shortlist pick")
    picker = menu(shown, "pickwho:")
    await studio.boss.select(shown, [studio.writers[1]], custom_id=picker["custom_id"])
    assert len(titles(shown)) < 4
    room, _ = await where(studio)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    await studio.now.services.rooms.change_settings(
        boss, room, lambda settings: replace(settings, proposers_hidden=True)
    )
    # A page of before, narrowed down to somebody, tells nothing any more.
    await choose(studio.boss, shown, "pickorder:", "Newest first")
    assert len(titles(shown)) == 4
    assert "<@" not in said(shown)
    assert not [one for one in walk(raw(shown)) if one.get("custom_id", "").startswith("pickwho")]


async def test_what_names_no_song_for_certain_is_said_and_the_rest_is_added(studio: Studio) -> None:
    await long(studio, 30)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await submit(studio, shown, "Add by name", names="Song 7\n\nArtist 2\nnobody knows it\nsong 30")
    told = said(shown)
    assert "Added: **Song 7** – Artist 7 and **Song 30** – Artist 30." in told
    assert "No song on the longlist matches “nobody knows it”" in told
    assert "More than one song matches “Artist 2”" in told
    assert "2/12" in told
    # What the unclear line may mean is on the page.
    assert titles(shown) == [f"Song {n}" for n in (2, 12, *range(20, 30))]


async def test_a_song_is_shortlisted_by_a_few_letters(studio: Studio) -> None:
    await long(studio, 30, shortlisted=1)
    boss, channel = studio.boss, studio.channel
    offered = await boss.autocomplete(channel, "shortlist add", "song", "song 1")
    assert "Song 1 \u2013 Artist 1" not in [one["name"] for one in offered]  # it is on it
    text = answered(await boss.slash(channel, "shortlist add", song="song 17"))
    assert "Added **Song 17**" in text
    assert "It has 2 songs" in text
    assert "already" in answered(await boss.slash(channel, "shortlist add", song="song 17"))
    refused = await studio.writers[0].slash(channel, "shortlist add", song="song 18")
    assert "Only the showrunner" in answered(refused)


async def test_filling_says_what_it_left_out_and_why(studio: Studio) -> None:
    await set_up(studio)
    likes = [
        ("Heroes", "David Bowie"),
        ("Heroes - Live", "David Bowie"),
        ("Fame", "David Bowie"),
        ("Blue", "Joni Mitchell"),
        ("River", "Joni Mitchell"),
    ]
    for n, (title, artist) in enumerate(likes, 1):
        studio.house.catalogue.recordings[n - 1] = recording(n, title=title, artists=(artist,))
    await propose(studio, 6)
    text = answered(await studio.boss.slash(studio.channel, "shortlist fill", size=3))
    assert "Left out, since another version is on it: **Heroes - Live**" in text
    assert "Left out, since their artist has a song on it: **Fame**" in text
    assert "`variety` set to False" in text
    text = answered(
        await studio.boss.slash(studio.channel, "shortlist fill", size=4, variety=False)
    )
    assert "oldest: **Fame** \u2013 David Bowie." in text
    room = await studio.now.services.rooms.at(ChannelId(studio.channel.id))
    view = await studio.now.services.shortlists.view(
        room, await studio.now.services.episodes.find(room)
    )
    assert len(view.shortlist) == 4
