"""What is asked before a vote is closed or cancelled, and how that is taken back."""

import pytest
import simcord

from bot.domain.model import RoundState
from bot.domain.timing import UNDO
from tests.cogs.conftest import Studio
from tests.cogs.endings import asked_first, counted, says_yes
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.rounds import asks, ballot_of, buttons, passes, planned, view_of, votes
from tests.cogs.steps import open_round
from tests.cogs.test_methods import choose, own


async def test_a_close_says_what_is_missing_and_changes_nothing_until_it_is_meant(
    studio: Studio,
) -> None:
    await open_round(studio)
    shown = await asked_first(studio, "close")
    assert "Nobody has voted. The vote closes <t:" in said(shown)
    await votes(studio, studio.writers[0], 1)
    before = await view_of(studio)
    shown = await asked_first(studio, "close")
    text = said(shown)
    assert "**Close the vote for episode 104 “Pilot” now?**" in text
    closes = before.round.closes_at
    assert f"3 of 4 haven't voted. The vote closes <t:{closes}:F> (<t:{closes}:R>)." in text
    assert "Only 1 ballot is in." in text
    assert "counted 2 minutes later" in text
    await studio.boss.click(shown, label="Leave it as it is")
    assert "was left alone" in said(shown)
    assert "**Open.**" in said(shown)
    assert await view_of(studio) == before


async def test_undo_takes_a_close_back_and_a_vote_in_between_is_told_why(studio: Studio) -> None:
    await open_round(studio)
    mine = await own(studio, studio.writers[0])
    await choose(studio.writers[0], mine, "picks:", "Song 2")
    stopped_at = int(studio.house.clock.now())
    shown = await says_yes(studio, "close")
    assert buttons(ballot_of(studio)) == [("Vote", False)]
    refused = answered(await choose(studio.writers[0], mine, "picks:", "Song 3"))
    assert "is being closed, so this change is not counted" in refused
    assert f"can still undo the close until <t:{stopped_at + UNDO}:F>" in refused
    assert "being closed" in said(await own(studio, studio.writers[0]))
    await studio.boss.click(shown, label="Undo")
    assert "is open again. It closes <t:" in said(shown)
    await studio.work_off()
    assert "**Open.**" in said(ballot_of(studio))
    await choose(studio.writers[0], mine, "picks:", "Song 3")
    assert "**Song 3**" in said(mine)


async def test_the_thread_has_the_way_back_for_the_showrunner_alone(studio: Studio) -> None:
    await open_round(studio)
    await says_yes(studio, "close")
    [thread] = [one for one in studio.channel.threads if "the vote" in str(one.name)]
    [line] = [one for one in thread.history() if "ended the voting" in said(one)]
    assert line.mentions == []
    assert buttons(line) == [("My ballot", True), ("Undo", True)]
    refused = answered(await studio.writers[0].click(line, label="Undo"))
    assert "Only the showrunner of this room" in refused
    assert "is open again" in answered(await studio.boss.click(line, label="Undo"))
    told = answered(await studio.boss.click(line, label="Undo"))
    assert "There's nothing left to undo" in told
    assert "**Open.**" in told
    await says_yes(studio, "close")
    await counted(studio)
    told = answered(await studio.boss.click(line, label="Undo"))
    assert "have already been counted, so the close can't be undone." in told


async def test_two_presses_close_once_and_an_old_question_is_asked_anew(studio: Studio) -> None:
    await open_round(studio)
    first, second = [await asked_first(studio, "close") for _ in range(2)]
    await asks(studio, "round pause")
    await studio.boss.click(first, label="Close it now")
    assert "The vote has changed since you were asked. **Paused**" in said(first)
    assert (await view_of(studio)).round.state is RoundState.PAUSED
    await asks(studio, "round resume")
    for shown in (second, await asked_first(studio, "cancel")):
        label = "Close it now" if shown is second else "Cancel the vote"
        await studio.boss.click(shown, label=label)
    assert "is over. The votes are counted" in said(second)
    await counted(studio)
    again = await asks(studio, "round close")
    assert "It's already closed." in again


@pytest.mark.parametrize("way", ["button", "command"])
async def test_a_cancelled_vote_comes_back_with_its_ballots(studio: Studio, way: str) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1)
    question = await asked_first(studio, "cancel")
    assert "1 of 4 has voted. That ballot won't count." in said(question)
    assert "until another vote on this episode is scheduled" in said(question)
    shown = await says_yes(studio, "cancel")
    assert "is canceled. `/round schedule` schedules another." in said(shown)
    assert "**Canceled.**" in said(ballot_of(studio))
    if way == "button":
        await studio.boss.click(shown, label="Bring it back")
        assert "is open again. It closes <t:" in said(shown)
    else:
        assert "is open again. It closes <t:" in await asks(studio, "round resume")
    await studio.work_off()
    assert "1 of 4 has voted" in said(ballot_of(studio))
    assert buttons(ballot_of(studio)) == [("Vote", True)]


async def test_another_vote_ends_the_way_back(studio: Studio) -> None:
    await open_round(studio)
    late = await asked_first(studio, "cancel")
    shown = await says_yes(studio, "cancel")
    await asks(studio, "round schedule", closes="in 2 days", seats=2)
    await studio.boss.click(late, label="Cancel the vote")
    assert said(late) == "That vote for episode 104 “Pilot” was already canceled."
    assert buttons_of(late) == []
    told = answered(await studio.boss.click(shown, label="Bring it back"))
    assert "can no longer be brought back: another vote was scheduled" in told


async def test_a_plan_says_what_takes_the_place_and_what_comes_back(studio: Studio) -> None:
    await planned(studio)
    question = said(await asked_first(studio, "cancel"))
    assert "The next vote of the plan takes its place" in question
    shown = await says_yes(studio, "cancel")
    assert buttons_of(shown) == ["Bring it back"]
    await studio.boss.click(shown, label="Bring it back")
    assert "The plan moved along with it:\n- 4 songs for 2 seats" in said(shown)
    await passes(studio, 60)
    assert (await view_of(studio)).round.state is RoundState.OPEN


def buttons_of(shown: simcord.ResponseMessage) -> list[str]:
    """Return the labels of what can be pressed on an answer."""
    return [one["label"] for one in walk(raw(shown)) if one.get("custom_id") and "label" in one]


async def test_a_tie_is_left_to_the_lot_at_once(studio: Studio) -> None:
    await open_round(studio, seats=1)
    for person, song in zip(studio.writers[:2], (2, 3), strict=True):
        await votes(studio, person, song)
    await says_yes(studio, "close")
    await counted(studio)
    question = said(await asked_first(studio, "close"))
    assert "What the draw decides can't be undone." in question
    assert "is closed; the results come" in said(await says_yes(studio, "close"))
    assert (await view_of(studio)).round.casting == "lot"
    [thread] = [one for one in studio.channel.threads if "the vote" in str(one.name)]
    assert any("left the tie to the draw" in said(one) for one in thread.history())
