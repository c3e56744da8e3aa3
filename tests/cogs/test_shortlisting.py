"""A longlist of many read on a phone, and pared to twelve by two people at once."""

import re
from dataclasses import replace

import discord
import pytest
import simcord

from bot.domain.model import (
    ChannelId,
    Character,
    CharacterId,
    Episode,
    Person,
    ProposalId,
    Room,
    UserId,
)
from tests.builders import NOW, make_proposals, recording
from tests.cogs.conftest import Studio
from tests.cogs.test_commands import (
    answered,
    menu,
    newest,
    propose,
    propose_one,
    raw,
    said,
    set_up,
    ticked,
    values,
    walk,
)

Shown = simcord.ResponseMessage


async def where(studio: Studio) -> tuple[Room, Episode]:
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    return room, await services.episodes.find(room)


async def long(studio: Studio, songs: int, shortlisted: int = 0) -> tuple[Room, Episode]:
    """Set up a room whose longlist has so many songs, proposed in the past."""
    await set_up(studio)
    room, episode = await where(studio)
    studio.house.clock.instant = NOW + 10_000
    studio.house.catalogue.recordings = [recording(n) for n in range(1, songs + 30)]
    made = await make_proposals(studio.house.store, room, episode, songs, shortlisted=False)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    shortlists = studio.now.services.shortlists
    await shortlists.toggle(boss, room, episode, on=[one.id for one in made[:shortlisted]])
    return room, episode


async def opened(
    person: simcord.MemberActor, studio: Studio, command: str, **given: object
) -> Shown:
    result = await person.slash(studio.channel, command, **given)
    answered(result)
    assert result.response is not None
    return result.response


async def choose(person: simcord.MemberActor, shown: Shown, name: str, *labels: str) -> None:
    found = menu(shown, name)
    await person.select(shown, values(found, *labels), custom_id=found["custom_id"])


async def tick(person: simcord.MemberActor, shown: Shown, *numbers: int) -> None:
    """Have somebody tick these songs of a page, and no others."""
    found = menu(shown, "pick:")
    wanted = [
        option["value"]
        for option in found["options"]
        if int(option["label"].partition(". ")[2].removeprefix("Song ")) in numbers
    ]
    assert len(wanted) == len(numbers)
    await person.select(shown, wanted, custom_id=found["custom_id"])


def listed(shown: Shown | discord.Message) -> list[int]:
    """Return the numbers of the songs on a page, in order."""
    return [int(number) for number in re.findall(r"\[Song (\d+)\]", said(shown))]


def pressable(shown: Shown, label: str) -> bool:
    [found] = [one for one in walk(raw(shown)) if one.get("label") == label and "type" in one]
    return not found.get("disabled")


async def second(studio: Studio, song: int, *writers: int) -> None:
    room, episode = await where(studio)
    [one] = [
        one
        for one in await studio.now.services.proposals.longlist(room, episode)
        if one.song.title == f"Song {song}"
    ]
    for writer in writers:
        person = Person(UserId(writer), frozenset(), False)
        await studio.now.services.proposals.second(person, room, one.id)


async def test_pages_stay_put_while_songs_come_and_go(studio: Studio) -> None:
    await long(studio, 25)
    shown = await opened(studio.writers[0], studio, "song list")
    assert "25 songs, newest first · 1 to 10" in said(shown)
    assert listed(shown) == list(range(25, 15, -1))
    await propose_one(studio, 26)
    await studio.boss.slash(studio.channel, "song withdraw", song="Song 18")
    await studio.restart()
    await studio.writers[0].click(shown, label="Next")
    assert listed(shown) == list(range(15, 5, -1))
    assert "1 newer song not shown" in said(shown)
    await studio.writers[0].click(shown, label="Next")
    assert listed(shown) == [5, 4, 3, 2, 1]
    assert not pressable(shown, "Next")
    await studio.writers[0].click(shown, label="Previous")
    assert listed(shown) == list(range(15, 5, -1))


async def test_the_most_seconded_come_first_as_they_were(studio: Studio) -> None:
    await long(studio, 22)
    await second(studio, 9, 1, 2)
    await second(studio, 20, 3)
    studio.house.clock.move(60)
    shown = await opened(studio.writers[0], studio, "song list", sort=1)
    assert listed(shown)[:3] == [9, 20, 1]
    assert "seconded by 2" in said(shown)
    studio.house.clock.move(60)
    await second(studio, 22, 1, 2, 3)
    await studio.writers[0].click(shown, label="Next")
    await studio.writers[0].click(shown, label="Next")
    assert listed(shown) == [21, 22]
    await choose(studio.writers[0], shown, "longsort:", "Most seconded first")
    assert listed(shown)[:3] == [22, 9, 20]


async def test_what_i_proposed_and_what_waits_for_a_second(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 8)
    writer = studio.writers[1]  # proposed 1 and 5
    shown = await opened(writer, studio, "song list", show=1)
    assert listed(shown) == [5, 1]
    assert "What I proposed: 2, newest first" in said(shown)
    await second(studio, 5, 77)
    await choose(writer, shown, "longshow:", "Not seconded yet")
    assert listed(shown) == [8, 7, 6, 4, 3, 2, 1]
    await choose(writer, shown, "longshow:", "Nobody has said yet what they tell us")
    assert "none" in said(shown)
    await choose(writer, shown, "longshow:", "All songs")
    assert len(listed(shown)) == 8


async def test_by_character_and_by_proposer(studio: Studio) -> None:
    room, episode = await long(studio, 6)
    async with studio.house.store.transaction() as unit:
        songs = await unit.proposals.longlist(episode.id)
        for number, name in enumerate(("Maya", "Ada")):
            one = Character(
                CharacterId(studio.house.store.new_id()), room.id, name, "", room.showrunner_id, 1
            )
            await unit.characters.add(one)
            await unit.characters.assign(songs[number].id, one.id)
    shown = await opened(studio.writers[0], studio, "song list")
    await choose(studio.writers[0], shown, "longsort:", "By character")
    assert listed(shown) == [2, 1, 6, 5, 4, 3]
    assert "for Ada, by" in said(shown)
    await choose(studio.writers[0], shown, "longshow:", "For Maya")
    assert listed(shown) == [1]
    assert "For Maya: 1, by character" in said(shown)
    await choose(studio.writers[0], shown, "longshow:", "For nobody yet")
    assert listed(shown) == [6, 5, 4, 3]
    await choose(studio.writers[0], shown, "longshow:", "All songs")
    await choose(studio.writers[0], shown, "longsort:", "By proposer")
    assert listed(shown) == [1, 2, 3, 4, 5, 6]


async def test_hidden_proposers_are_no_way_to_sort(studio: Studio) -> None:
    room, _ = await long(studio, 3)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    await studio.now.services.rooms.change_settings(
        boss, room, lambda standing: replace(standing, proposers_hidden=True)
    )
    shown = await opened(studio.writers[0], studio, "song list", sort=3)
    assert "newest first" in said(shown)
    assert "by <@" not in said(shown)
    labels = [option["label"] for option in menu(shown, "longsort:")["options"]]
    assert labels == ["Newest first", "Most seconded first"]


async def test_a_song_of_the_page_is_looked_at_seconded_and_added_to(studio: Studio) -> None:
    await long(studio, 12)
    writer = studio.writers[0]
    shown = await opened(writer, studio, "song list")
    found = menu(shown, "longlook:")
    result = await writer.select(shown, values(found, "Song 7"), custom_id=found["custom_id"])
    assert "**[Song 7]" in answered(result)
    card = result.response
    assert card is not None
    assert "seconded by 1 writer" in answered(await writer.click(card, label="Second"))
    form = await writer.click(card, label="Add what it tells us")
    assert "Saved with **Song 7**" in answered(
        await writer.submit_modal(form, {"note": "Rain on the roof."})
    )


async def test_autocomplete_finds_songs_by_a_few_letters(studio: Studio) -> None:
    room, episode = await long(studio, 500)
    async with studio.house.store.transaction() as unit:
        song = await unit.proposals.know(
            room.id, recording(900, title="Déjà Vu", artists=("Beyoncé", "JAY-Z"))
        )
        [first, *_] = await unit.proposals.longlist(episode.id)
        await unit.proposals.put(
            replace(first, id=ProposalId(first.id + 1), song=song, proposer_id=UserId(5))
        )
    writer = studio.writers[0]

    async def offered(command: str, typed: str) -> list[str]:
        choices = await writer.autocomplete(studio.channel, command, "song", typed)
        return [choice["name"] for choice in choices]

    assert await offered("song note", "beyonce dej") == ["Déjà Vu \u2013 Beyoncé, JAY-Z"]
    assert len(await offered("song note", "")) == 25
    assert (await offered("song note", "49"))[0].startswith("Song 499")
    assert await offered("song withdraw", "deja") == []
    await propose_one(studio, 510)
    assert await offered("song withdraw", "") == ["Song 510 \u2013 Artist 510"]
    assert await offered("song second", "510") == []


async def test_the_showrunner_picks_and_presents(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 12)
    refused = await studio.writers[0].slash(studio.channel, "shortlist pick")
    assert "Only the showrunner" in answered(refused)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await tick(studio.boss, shown, 1, 2)
    assert "2/12" in said(shown)
    await studio.boss.click(shown, label="Next")
    await tick(studio.boss, shown, 12)
    await studio.boss.click(shown, label="Previous")
    assert ticked(menu(shown, "pick:")) == ["1. Song 1", "2. Song 2"]
    await tick(studio.boss, shown, 2)
    assert "2/12" in said(shown)
    await studio.boss.click(shown, label="Present to the room")
    assert "It has 2 songs" in said(shown)
    assert "more songs than seats" in said(shown)
    await studio.boss.click(shown, label="Present these 2")
    assert "Presented" in said(shown)
    await studio.work_off()
    message = newest(studio)
    assert "2\\. **[Song 12]" in said(message)
    asked = await studio.writers[0].click(message, label="Say what a song tells you")
    assert asked.response is not None
    options = menu(asked.response, "tellsmenu:")["options"]
    form = await studio.writers[0].select(asked.response, [options[1]["value"]])
    assert form.modal is not None
    assert form.modal["title"] == "Song 12"
    await studio.writers[0].submit_modal(form, {"note": "The door stays open."})
    await studio.work_off()
    [message] = [one for one in studio.channel.history() if "## The shortlist" in said(one)]
    assert "The door stays open." in said(message)
    [thread] = studio.channel.threads
    assert (thread.id, thread.name) == (message.id, "Episode 104: the shortlist")
    assert "1\\. **[Song 2]" in answered(await studio.boss.slash(thread, "shortlist show"))


async def test_songs_do_not_shift_under_the_finger(studio: Studio) -> None:
    await long(studio, 22)
    await second(studio, 21, 1)
    studio.house.clock.move(60)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await choose(studio.boss, shown, "pickorder:", "Most seconded first")
    before = [option["label"] for option in menu(shown, "pick:")["options"]]
    assert before[:2] == ["1. Song 21", "2. Song 1"]
    studio.house.clock.move(60)
    await second(studio, 22, 1, 2)
    await second(studio, 5, 1, 2)
    await propose_one(studio, 23)
    await tick(studio.boss, shown, 21, 4)
    assert [option["label"] for option in menu(shown, "pick:")["options"]] == before
    await studio.boss.click(shown, label="Next")
    numbers = [option["label"] for option in menu(shown, "pick:")["options"]]
    assert numbers == [f"{n}. Song {n - 1}" for n in range(11, 21)]
    assert "Songs 11 to 20 of 22" in said(shown)


async def test_an_unticked_song_stays_where_it_can_be_ticked_again(studio: Studio) -> None:
    await long(studio, 14, shortlisted=12)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await choose(studio.boss, shown, "pickorder:", "Only what is ticked")
    assert len(menu(shown, "pick:")["options"]) == 12
    await tick(studio.boss, shown, *range(2, 13))
    assert "11/12" in said(shown)
    assert len(menu(shown, "pick:")["options"]) == 12
    await tick(studio.boss, shown, *range(1, 13))
    assert "12/12" in said(shown)


async def test_the_rest_is_filled_in_and_can_be_taken_back(studio: Studio) -> None:
    await long(studio, 40)
    await second(studio, 33, 1, 2)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await tick(studio.boss, shown, 3, 4)
    await studio.boss.click(shown, label="Fill the rest")
    assert "12/12" in said(shown)
    assert "Filled in by seconds, then by age: **Song 33** \u2013 Artist 33, **Song 1**" in said(
        shown
    )
    labels = ticked(menu(shown, "pick:"))
    assert len(labels) == 12
    assert not pressable(shown, "Fill the rest")
    await tick(studio.boss, shown, 3, 4, 33)
    assert "3/12" in said(shown)
    assert pressable(shown, "Fill the rest")


async def test_two_people_lose_no_change_and_the_later_one_sees_it(studio: Studio) -> None:
    await long(studio, 25, shortlisted=1)
    mine = await opened(studio.boss, studio, "shortlist pick")
    yours = await opened(studio.boss, studio, "shortlist pick")
    await studio.boss.click(yours, label="Next")
    await tick(studio.boss, yours, 12, 13)
    await studio.boss.click(yours, label="Previous")
    await tick(studio.boss, yours)
    await tick(studio.boss, mine, 1, 2)
    told = said(mine)
    assert "Somebody else has just put on it: **Song 12** \u2013 Artist 12 and **Song 13**" in told
    assert "Somebody else has just taken off it: **Song 1** \u2013 Artist 1." in told
    assert "3/12" in told
    assert ticked(menu(mine, "pick:")) == ["2. Song 2"]
    await tick(studio.boss, mine, 2, 3)
    assert "Somebody else" not in said(mine)
    await studio.boss.click(yours, label="Next")
    assert "**Song 2** \u2013 Artist 2 and **Song 3**" in said(yours)


async def test_presenting_asks_where_somebody_has_just_changed_it(studio: Studio) -> None:
    await long(studio, 25, shortlisted=12)
    mine = await opened(studio.boss, studio, "shortlist pick")
    yours = await opened(studio.boss, studio, "shortlist pick")
    await tick(studio.boss, yours, *range(2, 11))
    await studio.boss.click(yours, label="Next")
    await tick(studio.boss, yours, 11, 12, 20)
    await studio.boss.click(mine, label="Present to the room")
    assert "put on it: **Song 20**" in said(mine)
    assert "taken off it: **Song 1**" in said(mine)
    await tick(studio.boss, yours, 11, 12, 19)
    await studio.boss.click(mine, label="Present these 12")
    assert "put on it: **Song 19**" in said(mine)
    await studio.work_off()
    assert not [one for one in studio.channel.history() if one.components]
    await studio.boss.click(mine, label="Back to picking")
    assert "12/12" in said(mine)
    await studio.boss.click(mine, label="Present to the room")
    assert "Presented" in said(mine)
    await studio.work_off()
    assert "## The shortlist of episode 104" in said(newest(studio))


@pytest.mark.parametrize(
    ("songs", "told", "may"),
    [
        (1, "2 songs at least", False),
        (6, "more songs than seats", True),
        (9, "held on 12 as a rule", True),
        (26, "untick 1.", False),
    ],
)
async def test_another_number_than_a_round_needs_is_asked_about(
    studio: Studio, songs: int, told: str, may: bool
) -> None:
    await long(studio, 30, shortlisted=songs)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await studio.boss.click(shown, label="Present to the room")
    assert told in said(shown)
    labels = [one["label"] for one in walk(raw(shown)) if "label" in one]
    assert (f"Present these {songs}" in labels) is may
    await studio.boss.click(shown, label="Back to picking")
    assert f"{songs}/12" in said(shown)


async def test_ticked_songs_are_compared_in_full(studio: Studio) -> None:
    room, episode = await long(studio, 14, shortlisted=12)
    services = studio.now.services
    writer = Person(UserId(studio.writers[0].id), frozenset(), False)
    for one in (await services.shortlists.view(room, episode)).shortlist[:6]:
        for part in ("begin", "end"):
            text = f"{part} of {one.song.title}: " + "x" * 380
            await services.proposals.note(writer, room, one.id, text)
    shown = await opened(studio.boss, studio, "shortlist pick")
    result = await studio.boss.click(shown, label="Compare")
    side = result.response
    assert side is not None
    assert "Side by side: the shortlist of episode 104 “Pilot”**, 12 songs · page 1 of" in said(
        side
    )
    told = [said(side)]
    while pressable(side, "Next"):
        await studio.boss.click(side, label="Next")
        told.append(said(side))
    whole = "\n".join(told)
    for number in range(1, 7):
        assert f"begin of Song {number}: {'x' * 380}" in whole
        assert f"end of Song {number}: {'x' * 380}" in whole
    assert whole.count("Nobody has said yet") == 6
    assert listed(side)[-1] == 12
    assert "0/12" not in said(shown)


async def test_a_presented_shortlist_leads_to_its_playlist(studio: Studio) -> None:
    await long(studio, 14, shortlisted=12)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await studio.boss.click(shown, label="Present to the room")
    await studio.work_off()
    message = newest(studio)
    links = [one["url"] for one in walk(raw(message)) if one.get("label") == "Listen"]
    assert links == [f"https://open.spotify.com/playlist/{'p' * 22}"]
    assert len(listed(message)) == 12


async def test_a_shortlist_presented_again_is_another_message(studio: Studio) -> None:
    await long(studio, 14, shortlisted=12)
    for _ in range(2):
        shown = await opened(studio.boss, studio, "shortlist pick")
        await studio.boss.click(shown, label="Present to the room")
        await studio.work_off()
    messages = [one for one in studio.channel.history() if "## The shortlist" in said(one)]
    assert len(messages) == 2
    assert {one.id for one in studio.channel.threads} == {one.id for one in messages}
    _, episode = await where(studio)
    assert episode.presented_message_id == messages[-1].id
