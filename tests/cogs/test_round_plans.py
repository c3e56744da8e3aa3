"""`/round plan`: several votes one after another, and what is said of those to come."""

import pytest

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import said
from tests.cogs.rounds import (
    DAY,
    HOUR,
    asks,
    ballot_of,
    passes,
    planned,
    room_of,
    shortlisted,
    view_of,
    votes,
)
from tests.cogs.steps import set_up
from tests.cogs.test_methods import public


async def test_a_plan_lists_its_later_votes_and_their_times(studio: Studio) -> None:
    text = await planned(studio, "6, 4, 2, 1", "in 36 hours, in 2 days, in 1 day")
    view = await view_of(studio)
    assert "Scheduled: the vote for episode 104 “Pilot”, 6 songs for 4 seats." in text
    assert f"It is open now and closes <t:{view.round.closes_at}:F>" in text
    second, third = view.later
    assert f"- 4 songs for 2 seats; closes <t:{second.closes_at}:F>" in text
    assert f"- 2 songs for 1 seat; closes <t:{third.closes_at}:F>" in text
    for command in ("round status", "room status"):
        status = await asks(studio, command, studio.writers[0])
        assert "Next in the plan:\n- 4 songs for 2 seats; closes <t:" in status
    assert "4 writers still to vote" in status


async def test_what_moves_a_vote_says_that_the_plan_moves_along(studio: Studio) -> None:
    await planned(studio)
    [later] = (await view_of(studio)).later
    text = await asks(studio, "round extend", closes="in 60 hours")
    assert (
        f"The plan moved along with it:\n- 4 songs for 2 seats; closes <t:{later.closes_at + DAY}"
        in text
    )
    text = await asks(studio, "round pause")
    assert "Next in the plan, each put off while this one waits:\n- 4 songs for 2 seats" in text
    assert str(later.closes_at + DAY) not in text
    await passes(studio, DAY)
    assert f"closes <t:{later.closes_at + 2 * DAY}" in await asks(studio, "round resume")


async def test_an_intermediate_cut_says_that_its_songs_go_on(studio: Studio) -> None:
    await planned(studio)
    first = (await view_of(studio)).round.id
    await votes(studio, studio.writers[0], 1, 2, 3)
    await votes(studio, studio.writers[1], 2, 3, 6)
    await votes(studio, studio.writers[3], 2, 1, 6)
    text = await ends(studio, "close")
    view = await view_of(studio)
    assert view.round.id != first
    assert "is over. The votes are counted <t:" in text
    assert "Next in the plan:\n- 4 songs for 2 seats" in text
    assert f"**Open.** Closes <t:{view.round.closes_at}" in said(ballot_of(studio))
    results = said(public(studio, "## The cut for"))
    assert "These songs move on to the next vote of the plan." in results
    assert "playlist" not in results
    assert "4 songs for 2 seats" in said(ballot_of(studio))
    assert "**Cut 2 of 2: 4 songs down to 2.** This vote is the last one." in said(
        ballot_of(studio)
    )
    await votes(studio, studio.writers[0], 2, 3)
    text = await ends(studio, "close")
    assert "in the plan" not in text
    [last] = [one for one in studio.channel.history() if "The playlist holds both." in said(one)]
    assert "go on" not in said(last)


async def test_without_spotify_too_the_songs_of_a_cut_go_on_and_are_not_on_the_board(
    studio: Studio,
) -> None:
    studio.house.playlists.configured = False
    await planned(studio)
    await votes(studio, studio.writers[0], 1, 2, 3, 6)
    await votes(studio, studio.writers[1], 2, 3, 6)
    await ends(studio, "close")
    results = said(public(studio, "## The cut for"))
    assert "These songs move on to the next vote of the plan." in results
    assert "on the board" not in results
    await ends(studio, "cancel")  # the cut is the last one of the plan from then on
    results = said(public(studio, "## The cut for"))
    assert "They are on the board" in results
    assert "move on" not in results


@pytest.mark.parametrize(
    ("picks", "told"),
    [
        ((), "so the plan ends here. The shortlist is as it was"),
        ((1, 2), "so the plan ends here."),
    ],
)
async def test_a_plan_that_ends_since_too_few_songs_are_left_says_so(
    studio: Studio, picks: tuple[int, ...], told: str
) -> None:
    await planned(studio)
    if picks:
        await votes(studio, studio.writers[0], *picks)
    await ends(studio, "close")
    results = said(public(studio, "## The cut for"))
    assert told in results
    assert ("They are on the board" in results) is bool(picks)
    assert "move on" not in results
    # Without any ballot there is none that could be given away, and none to look up.
    assert ("Fewer than 5 ballots" in results) is bool(picks)
    assert ("shows you your receipt" in results) is bool(picks)
    await asks(studio, "round schedule", closes="in 2 days", seats=2)
    assert told in await asks(studio, "round results")


async def test_a_plan_that_leaves_a_vote_out_and_goes_on_has_not_ended(studio: Studio) -> None:
    await planned(studio, "6, 4, 2, 1", "in 36 hours, in 2 days, in 1 day")
    await votes(studio, studio.writers[0], 1, 2)
    await ends(studio, "close")
    results = said(public(studio, "## The cut for"))
    assert "These songs move on to the next vote of the plan." in results
    assert "ends here" not in results


async def test_cancelling_a_vote_of_a_plan_says_what_takes_its_place(studio: Studio) -> None:
    assert "`/round cancel` cancels one vote at a time" in await planned(studio)
    text = await ends(studio, "cancel")
    assert "is canceled. The next vote of the plan takes its place: 6 songs for 2 seats." in text
    assert "It opens <t:" in text
    assert "`/round cancel` again cancels that one, too." in text
    assert "**Canceled.**" in said(ballot_of(studio))
    assert "is canceled. `/round schedule` schedules another." in await ends(studio, "cancel")


@pytest.mark.parametrize(
    ("cuts", "closes", "told"),
    [
        ("6, 6", "in 1 day", "as numbers that go down, such as `12, 9, 6`"),
        ("six or four", "in 1 day", "as numbers that go down, such as `12, 9, 6`"),
        ("6, 4, 2", "in 1 day", "one closing time for each vote"),
        ("9, 4", "in 1 day", "the shortlist has 6. Begin it with 6"),
        ("6, 4, 2", "in 1 day, whenever", "I can't read “whenever” as a time. Try"),
        ("6, 4", "2020-01-01 17:00", "Give a time that is still to come"),
    ],
)
async def test_a_plan_that_cannot_be_keeps_what_was_typed(
    studio: Studio, cuts: str, closes: str, told: str
) -> None:
    await shortlisted(studio)
    text = await asks(studio, "round plan", cuts=cuts, closes=closes)
    assert told in text
    for words in (cuts, closes):  # each of them is given back once
        assert (f"“{words}”" in text) != (f"```\n{words}\n```" in text)
    assert "Episode 104 has no vote now." in await asks(studio, "round status")


async def test_only_the_showrunner_plans_and_one_plan_at_a_time(studio: Studio) -> None:
    await planned(studio)
    typed = {"cuts": "6, 3", "closes": "in 1 day"}
    text = await asks(studio, "round plan", studio.writers[0], **typed)
    assert "Only the showrunner of this room" in text
    assert "closes:\n```\nin 1 day" in text
    text = await asks(studio, "round plan", **typed)
    assert "has a vote, and it's open." in text
    assert "closes:\n```\nin 1 day" in text


async def test_autocomplete_says_what_each_time_of_a_plan_was_understood_as(
    studio: Studio,
) -> None:
    await set_up(studio)

    async def offered(typed: str) -> list[dict[str, str]]:
        return await studio.boss.autocomplete(studio.channel, "round plan", "closes", typed)

    [choice] = await offered("in 36 hours, in 2 days")
    assert choice["value"] == "in 36 hours, in 2 days"
    assert choice["name"] == "Fri, Jan 2, 2026, 4:00 AM; Sun, Jan 4, 2026, 4:00 AM PST"
    [choice] = await offered("in 36 hours, whenever")
    assert choice["name"].startswith("“whenever” can't be read as a time")
    assert await offered("") == []
    [choice] = await studio.boss.autocomplete(
        studio.channel, "round extend", "closes", "in 36 hours"
    )
    assert choice["value"] == "in 36 hours"


async def test_a_ballot_says_which_cut_it_is_and_what_follows(studio: Studio) -> None:
    await planned(studio, "6, 4, 2, 1", "in 36 hours, in 2 days, in 1 day")
    ballot = said(ballot_of(studio))
    assert "**Cut 1 of 3: 6 songs down to 4.** The 4 go on to a vote for 2, and so on" in ballot
    await ends(studio, "cancel")
    await passes(studio, 2 * DAY)
    ballot = said(ballot_of(studio))
    assert "**Cut 1 of 2: 6 songs down to 2.** The 2 go on to a vote for 1." in ballot


async def test_a_vote_that_stands_alone_is_no_cut(studio: Studio) -> None:
    await shortlisted(studio)
    await asks(studio, "round schedule", closes="in 2 days", seats=2)
    assert "Cut 1" not in said(ballot_of(studio))


@pytest.mark.parametrize("words", ["wed 9am, wed", "wed, 9am, wed", "wed,9am;wed", "wed 9am / wed"])
async def test_what_is_offered_for_a_day_without_its_hour_answers_the_doubt(
    studio: Studio, words: str
) -> None:
    await set_up(studio)
    offered = await studio.boss.autocomplete(studio.channel, "round plan", "closes", words)
    room, apart = await room_of(studio), []
    for one in offered:
        first, second = await studio.now.services.reading.times(room, one["value"])
        assert one["value"].startswith("wed")
        apart.append(second.at - first.at)
    assert apart == [3 * HOUR, 7 * DAY]
