"""A longlist of many, pared to twelve by two people at once."""

import pytest

from bot.domain.model import Person, UserId
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, listed, long, opened, pressable, second, tick, where
from tests.cogs.messages import answered, menu, raw, said, ticked, walk
from tests.cogs.steps import newest, propose, propose_one, set_up


async def test_the_showrunner_picks_and_presents(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 12)
    refused = await studio.writers[0].slash(studio.channel, "shortlist pick")
    assert "Only the showrunner" in answered(refused)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await tick(studio.boss, shown, 1, 2)
    assert "2/12" in said(shown)
    assert ticked(menu(shown, "pick:")) == ["1. Song 1", "2. Song 2"]
    await tick(studio.boss, shown, 2, 12)
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


async def test_more_songs_than_a_page_holds_are_turned_to(studio: Studio) -> None:
    await long(studio, 310)
    shown = await opened(studio.boss, studio, "shortlist pick")
    assert "Songs 1 to 300 of 310" in said(shown)
    await studio.boss.click(shown, label="Next")
    labels = [option["label"] for option in menu(shown, "pick:")["options"]]
    assert labels == [f"{n}. Song {n}" for n in range(301, 311)]
    await tick(studio.boss, shown, 305)
    await studio.boss.click(shown, label="Previous")
    assert "1/12" in said(shown)
    assert "Songs 1 to 300 of 310" in said(shown)


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
    added = "Added, most seconded first, then oldest: **Song 33** \u2013 Artist 33, **Song 1**"
    assert added in said(shown)
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
    await tick(studio.boss, yours, 12, 13)
    await tick(studio.boss, mine, 1, 2)
    told = said(mine)
    assert "Added since you opened this: **Song 12** \u2013 Artist 12 and **Song 13**" in told
    assert "Removed since you opened this: **Song 1** \u2013 Artist 1." in told
    assert "3/12" in told
    labels = ["2. Song 2", "12. Song 12", "13. Song 13"]
    assert ticked(menu(mine, "pick:")) == labels
    await tick(studio.boss, mine, 2, 3, 12, 13)
    assert "Somebody else" not in said(mine)
    await choose(studio.boss, yours, "pickorder:", "Newest first")
    assert "**Song 2** \u2013 Artist 2 and **Song 3**" in said(yours)


async def test_presenting_asks_where_somebody_has_just_changed_it(studio: Studio) -> None:
    await long(studio, 25, shortlisted=12)
    mine = await opened(studio.boss, studio, "shortlist pick")
    yours = await opened(studio.boss, studio, "shortlist pick")
    await tick(studio.boss, yours, *range(2, 13), 20)
    await studio.boss.click(mine, label="Present to the room")
    assert "opened this: **Song 20**" in said(mine)
    assert "Removed since you opened this: **Song 1**" in said(mine)
    await tick(studio.boss, yours, *range(2, 13), 19)
    await studio.boss.click(mine, label="Present these 12")
    assert "opened this: **Song 19**" in said(mine)
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
        (9, "usually has 12 songs", True),
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
    assert whole.count("No notes yet") == 6
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
