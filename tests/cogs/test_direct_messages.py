"""Direct messages about a round: reminders to writers, and what the showrunner has to decide."""

from collections.abc import Awaitable, Callable

import discord
import pytest
import simcord

from bot.domain.model import Cause, RoundState
from cogs.ui.rounds import direct_messages
from tests.cogs.conftest import Studio
from tests.cogs.endings import counted, ends
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.rounds import DAY, HOUR, asks, ballot_of, buttons, passes, planned, view_of, votes
from tests.cogs.steps import open_round
from tests.cogs.test_casting_vote import deputy_of

CLOSE, RESUME, CANCEL = "Count it as it is", "Open it again", "Cancel it"


def dms(person: simcord.MemberActor) -> list[discord.Message]:
    """Return what somebody was told directly, the oldest first."""
    return sorted(person.user.dm_channel.history(), key=lambda one: one.id)


async def held_by_quorum(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1)
    await passes(studio, 36 * HOUR)
    await passes(studio, DAY)


async def held_by_absence(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1)
    await studio.now.services.due_rounds.heartbeat()
    studio.house.clock.move(10 * DAY)
    await studio.now.services.due_rounds.look()
    await studio.work_off()


async def forbidden(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1)
    room = (await view_of(studio)).room
    await studio.now.services.control.pause_for_lost_channel(room.id, "forbidden")
    await studio.work_off()


async def deleted(studio: Studio) -> None:
    await open_round(studio)
    await votes(studio, studio.writers[0], 1)
    room = (await view_of(studio)).room
    await studio.now.services.control.pause_for_lost_channel(room.id, "deleted")
    await studio.work_off()


Way = Callable[[Studio], Awaitable[None]]
WAYS: dict[str, tuple[Way, str, list[str]]] = {
    "quorum": (held_by_quorum, "has ended twice with too few votes", [CLOSE, RESUME, CANCEL]),
    "overdue": (held_by_absence, "should have closed over a week ago", [CLOSE, RESUME, CANCEL]),
    "forbidden": (
        forbidden,
        "I no longer have permission to post in the room's channel",
        [CLOSE, RESUME, CANCEL],
    ),
    "deleted": (deleted, "the room's channel was deleted", [CLOSE, CANCEL]),
}


async def asked(studio: Studio, way: str = "quorum") -> discord.Message:
    """Have a round wait for the showrunner; return what they are told directly."""
    reach, _, _ = WAYS[way]
    await reach(studio)
    return dms(studio.boss)[-1]


# Reminders.


async def test_a_reminder_says_what_closes_when_and_leads_to_the_ballot(studio: Studio) -> None:
    ballot = await open_round(studio)
    await votes(studio, studio.writers[0], 1)
    await passes(studio, 12 * HOUR)
    closes_at = (await view_of(studio)).round.closes_at
    assert dms(studio.writers[0]) == []
    [reminder] = dms(studio.writers[1])
    assert said(reminder) == (
        f"**Soundtrack: the vote for episode 104 “Pilot”** closes <t:{closes_at}:F>"
        f" (<t:{closes_at}:R>).\nYour ballot is not in yet."
    )
    [link] = [one for one in walk(raw(reminder)) if one.get("url")]
    assert link["label"] == "Go to the vote"
    place = f"{studio.guild.id}/{studio.channel.id}/{ballot.id}"
    assert link["url"] == f"https://discord.com/channels/{place}"
    await passes(studio, 22 * HOUR)
    assert len(dms(studio.writers[1])) == 2


async def test_whoever_is_awaited_for_the_quorum_is_told_that(studio: Studio) -> None:
    await open_round(studio)
    await passes(studio, 36 * HOUR)
    assert "Too few have voted, so the vote stays open longer." in said(dms(studio.writers[1])[-1])


async def test_closed_direct_messages_hold_no_reminder_up(studio: Studio) -> None:
    channel = studio.writers[1].user.dm_channel
    studio.env.inject_error(
        "POST", f"/channels/{channel.id}/messages", status=403, code=50007, times=None
    )
    await open_round(studio)
    await passes(studio, 12 * HOUR)
    assert dms(studio.writers[1]) == []
    assert len(dms(studio.writers[2])) == 1
    status = await asks(studio, "room status")
    assert "a reminder to vote, next try" in status
    assert "has direct messages from me turned off" in status


# Decisions.


@pytest.mark.parametrize("way", WAYS)
async def test_the_showrunner_is_told_why_a_round_waits_and_what_each_button_does(
    studio: Studio, way: str
) -> None:
    message = await asked(studio, way)
    _, why, labels = WAYS[way]
    text = said(message)
    assert text.startswith("**Soundtrack: the vote for episode 104 “Pilot”** ")
    assert why in text
    assert "All ballots are kept." in text
    assert "1 of 4 has voted; the vote needs 2 to count." in text
    assert buttons(message) == [(label, True) for label in labels]
    assert all(f"- *{label}*: " in text for label in labels)
    assert not [one for one in dms(studio.writers[0]) if why in said(one)]


@pytest.mark.parametrize("way", ["quorum", "overdue", "forbidden"])
@pytest.mark.parametrize(
    ("label", "state", "told"),
    [
        (CLOSE, RoundState.CLOSING, "is over. The votes are counted <t:"),
        (RESUME, RoundState.OPEN, "is open again. It closes <t:"),
        (CANCEL, RoundState.CANCELLED, "is canceled."),
    ],
)
async def test_each_button_acts_and_gives_way_to_what_was_decided(
    studio: Studio, way: str, label: str, state: RoundState, told: str
) -> None:
    message = await asked(studio, way)
    round_id = (await view_of(studio)).round.id
    result = await studio.boss.user.click(message, label=label)
    assert result.followups == []
    assert (await studio.now.services.rounds.view(round_id)).round.state is state
    [after] = [one for one in dms(studio.boss) if one.id == message.id]
    assert told in said(after)
    undo = {CLOSE: "Undo", CANCEL: "Bring it back"}.get(label)
    assert buttons(after) == ([(undo, True)] if undo else [])
    if undo is not None:
        await studio.boss.user.click(after, label=undo)
        view = await studio.now.services.rounds.view(round_id)
        assert view.round.awaits_showrunner
    await studio.work_off()


async def test_time_that_was_left_is_what_opening_again_gives(studio: Studio) -> None:
    message = await asked(studio, "forbidden")
    assert "- *Open it again*: voting continues for 1 day 12 hours." in said(message)
    await studio.boss.user.click(message, label=RESUME)
    assert (await view_of(studio)).round.closes_at == studio.house.clock.now() + 36 * HOUR


@pytest.mark.parametrize("label", [CLOSE, RESUME, CANCEL])
async def test_a_press_too_late_says_where_the_round_stands_and_takes_the_buttons_away(
    studio: Studio, label: str
) -> None:
    message = await asked(studio)
    await asks(studio, "round resume")
    await studio.boss.user.click(message, label=label)
    view = await view_of(studio)
    assert view.round.state is RoundState.OPEN
    [after] = [one for one in dms(studio.boss) if one.id == message.id]
    assert "no longer needs your decision.\n**Open.** Closes <t:" in said(after)
    assert buttons(after) == []


async def test_a_button_of_an_earlier_wait_decides_the_one_that_waits_now(studio: Studio) -> None:
    """A round that waits again is asked about anew, and either message says how it ended."""
    first = await asked(studio)
    await asks(studio, "round resume")
    await passes(studio, DAY)
    *_, second = dms(studio.boss)
    assert second.id != first.id
    await studio.boss.user.click(second, label=CANCEL)
    await studio.boss.user.click(first, label=RESUME)
    [after] = [one for one in dms(studio.boss) if one.id == first.id]
    assert "your decision.\n**Canceled.** Its ballots don't count." in said(after)


async def test_buttons_work_after_a_restart(studio: Studio) -> None:
    message = await asked(studio)
    await studio.restart()
    await studio.boss.user.click(message, label=RESUME)
    assert (await view_of(studio)).round.state is RoundState.OPEN


async def sent_to(studio: Studio, person: simcord.MemberActor) -> discord.Message:
    """Send somebody what the showrunner is sent."""
    await studio.now.client.http.start_private_message(person.id)
    channel = await studio.now.client.create_dm(discord.Object(person.id))
    return await channel.send(view=direct_messages.decision_request(await view_of(studio), 1))


async def test_nobody_else_decides_but_a_delegate(studio: Studio) -> None:
    await asked(studio)
    writer, deputy = studio.writers[0], await deputy_of(studio)
    message = await sent_to(studio, writer)
    for label in (CLOSE, RESUME, CANCEL):
        refused = await writer.user.click(message, label=label)
        assert "Only the showrunner of this room" in answered(refused)
    assert (await view_of(studio)).round.state is RoundState.HELD
    assert "Only the showrunner" in await asks(studio, "round resume", writer)
    await deputy.user.click(await sent_to(studio, deputy), label=RESUME)
    assert (await view_of(studio)).round.state is RoundState.OPEN


async def test_a_decision_within_a_plan_says_what_comes_next(studio: Studio) -> None:
    await planned(studio, "4, 3, 1", "in 36 hours, in 1 day")
    await votes(studio, studio.writers[0], 1, 2, 3)
    await passes(studio, 36 * HOUR)
    await passes(studio, DAY)
    message = dms(studio.boss)[-1]
    await studio.boss.user.click(message, label=CANCEL)
    [after] = [one for one in dms(studio.boss) if one.id == message.id]
    assert "The next vote of the plan takes its place: 4 songs for 1 seat." in said(after)
    await studio.work_off()


async def test_counting_within_a_plan_begins_the_next_vote(studio: Studio) -> None:
    await planned(studio, "4, 1", "in 36 hours")
    await ends(studio, "cancel")
    await asks(studio, "round plan", cuts="4, 3, 1", closes="in 36 hours, in 1 day")
    for label in ("Song 2", "Song 3", "Song 4"):
        await studio.boss.slash(studio.channel, "round pin", song=label)
    await passes(studio, 36 * HOUR)
    await passes(studio, DAY)
    message = dms(studio.boss)[-1]
    await studio.boss.user.click(message, label=CLOSE)
    [after] = [one for one in dms(studio.boss) if one.id == message.id]
    assert "Next in the plan:" in said(after)
    await counted(studio)
    assert "3 songs for 1 seat" in said(ballot_of(studio))


async def test_a_channel_that_is_deleted_pauses_the_round_and_is_told(studio: Studio) -> None:
    await open_round(studio)
    studio.env.backend.delete_channel(studio.channel.id)
    await studio.env.settle()
    await studio.work_off()
    [message] = dms(studio.boss)
    assert "run `/room setup` in another channel with the same title (Soundtrack)" in said(message)
    assert "Then use `/round resume` there." in said(message)
    moved = studio.guild.create_text_channel("another-room")
    setup = await studio.boss.slash(moved, "room setup", title="Soundtrack", timezone="UTC")
    assert "**Soundtrack**" in answered(setup)
    assert "is open again" in answered(await studio.boss.slash(moved, "round resume"))
    await studio.work_off()
    [ballot] = [one for one in moved.history() if said(one).startswith("## The vote for")]
    assert buttons(ballot) == [("Vote", True)]


async def test_a_channel_that_may_not_be_written_to_is_told_in_the_status(studio: Studio) -> None:
    await open_round(studio)
    in_channel = f"/channels/{studio.channel.id}/messages*"
    studio.env.inject_error("*", in_channel, status=403, code=50001, times=None)
    await votes(studio, studio.writers[0], 1)
    await studio.work_off()
    view = await view_of(studio)
    assert (view.round.state, view.round.cause) == (RoundState.PAUSED, Cause.CHANNEL)
    status = await asks(studio, "room status")
    assert "I couldn't post in this room's channel, so the vote is paused." in status
    studio.env.backend.faults.clear()
    await asks(studio, "round resume")
    assert "I couldn't post" not in await asks(studio, "room status")
