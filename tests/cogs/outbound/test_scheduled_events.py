"""The scheduled event of a round: there where the room wants it, and never in the way."""

from datetime import datetime
from typing import Any

import pytest

from bot.domain.model import RoundState
from bot.services.ports.announcements import Delivery
from cogs.outbound.scheduled_events import PLACE, TITLE, DiscordEvents
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends, says_yes
from tests.cogs.messages import said
from tests.cogs.rounds import DAY, HOUR, asks, ballot_of, passes, view_of, votes
from tests.cogs.steps import propose, set_up

SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
"""What Discord calls the states of an event."""


def events(studio: Studio) -> list[Any]:
    """Return the server's events, the oldest first."""
    found = studio.env.backend.get_guild(studio.guild.id).scheduled_events
    return [found[number] for number in sorted(found)]


def instant(event: Any, which: str) -> float:
    """Return when an event begins (`start`) or ends (`end`), in UTC seconds."""
    return datetime.fromisoformat(getattr(event, f"scheduled_{which}_time")).timestamp()


async def wanted(studio: Studio, songs: int = 4) -> None:
    """Have a room that wants events, with a shortlist."""
    await set_up(studio)
    shown = (await studio.boss.slash(studio.channel, "room settings")).response
    assert shown is not None
    await studio.boss.select(shown, ["events"], custom_id="settings:switches")
    await propose(studio, songs)
    await studio.boss.slash(studio.channel, "shortlist fill", size=songs)


async def scheduled(studio: Studio, **options: Any) -> None:
    typed: dict[str, Any] = {"closes": "in 36 hours", "seats": 2} | options
    assert "Scheduled: " in await asks(studio, "round schedule", **typed)


async def test_without_the_wish_there_is_none(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 4)
    await studio.boss.slash(studio.channel, "shortlist fill", size=4)
    await scheduled(studio)
    assert events(studio) == []


async def test_a_round_has_one_that_begins_moves_and_ends_with_it(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio, opens="in 1 day")
    [event] = events(studio)
    round_ = (await view_of(studio)).round
    assert (event.name, event.status) == (TITLE, SCHEDULED)
    assert event.entity_metadata == {"location": PLACE}
    assert "Pilot" not in f"{event.name} {event.description}", "the whole server sees it"
    assert (instant(event, "start"), instant(event, "end")) == (round_.opens_at, round_.closes_at)
    await asks(studio, "round extend", closes="in 3 days")
    assert instant(events(studio)[0], "end") == round_.opens_at + 2 * DAY
    await passes(studio, DAY)
    assert (await view_of(studio)).round.state is RoundState.OPEN
    assert events(studio)[0].status == ACTIVE
    await asks(studio, "round extend", closes="in 4 days")
    assert instant(events(studio)[0], "end") == round_.opens_at + 4 * DAY
    await votes(studio, studio.writers[0], 1, 2)
    await ends(studio, "close")
    [event] = events(studio)
    assert event.status == COMPLETED
    assert (await view_of(studio)).round.event_id is None


async def test_one_that_is_cancelled_before_it_opens_cancels_it(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio, opens="in 1 day")
    await ends(studio, "cancel")
    assert [event.status for event in events(studio)] == [CANCELLED]


async def test_one_comes_back_with_its_vote(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio, opens="in 1 day")
    await ends(studio, "cancel")
    await asks(studio, "round resume")
    assert sorted(event.status for event in events(studio)) == sorted([CANCELLED, SCHEDULED])
    await passes(studio, DAY)
    await says_yes(studio, "close")
    assert ACTIVE in [event.status for event in events(studio)]
    await asks(studio, "round resume")
    [event] = [event for event in events(studio) if event.status == ACTIVE]
    assert instant(event, "end") == (await view_of(studio)).round.closes_at


async def test_a_plan_has_one_for_each_vote(studio: Studio) -> None:
    await wanted(studio, 6)
    await asks(studio, "round plan", cuts="6, 4, 2", closes="in 1 day, in 2 days")
    now = studio.house.clock.now()
    assert sorted(round(instant(event, "end") - now) for event in events(studio)) == [DAY, 3 * DAY]
    await asks(studio, "round extend", closes="in 30 hours")
    assert sorted(round(instant(event, "end") - now) for event in events(studio)) == [
        30 * HOUR,
        3 * DAY + 6 * HOUR,
    ]


async def test_one_that_somebody_deletes_stays_away(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio)
    [event] = events(studio)
    studio.env.backend.delete_scheduled_event(studio.guild.id, event.id)
    await studio.env.settle()
    await asks(studio, "round extend", closes="in 3 days")
    await asks(studio, "round pause")
    await asks(studio, "round resume")
    assert events(studio) == []
    await votes(studio, studio.writers[0], 1, 2)
    await ends(studio, "close")
    assert "## The cut for" in "\n".join(said(one) for one in studio.channel.history())
    assert "Still to be done" not in await asks(studio, "room status")


async def test_one_deleted_between_the_look_and_the_change_stays_away(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio)
    [event] = events(studio)
    path = f"/guilds/{studio.guild.id}/scheduled-events/{event.id}"
    studio.env.inject_error("PATCH", path, status=404, code=10070)
    await asks(studio, "round extend", closes="in 3 days")
    assert "Still to be done" not in await asks(studio, "room status")
    assert (await view_of(studio)).round.state is RoundState.OPEN


async def test_one_that_ended_by_itself_is_made_anew_where_the_vote_goes_on(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio)
    [event] = events(studio)
    studio.env.backend.edit_scheduled_event(studio.guild.id, event.id, {"status": COMPLETED})
    await studio.env.settle()
    await asks(studio, "round extend", closes="in 3 days")
    [after] = [one for one in events(studio) if one.status != COMPLETED]
    assert (after.status, after.id == event.id) == (ACTIVE, False)
    assert (await view_of(studio)).round.event_id == after.id


async def test_without_the_permission_the_round_goes_on_and_the_status_says_it_once(
    studio: Studio,
) -> None:
    path = f"/guilds/{studio.guild.id}/scheduled-events"
    studio.env.inject_error("POST", path, status=403, code=50013, times=None)
    await wanted(studio)
    await scheduled(studio)
    assert "**Open.**" in said(ballot_of(studio))
    status = await asks(studio, "room status")
    assert status.count("Scheduled events: I don't have permission to create them.") == 1
    assert "*Create Events*" in status
    assert "Still to be done" not in status
    await votes(studio, studio.writers[0], 1, 2)
    studio.env.backend.faults.clear()
    await asks(studio, "round extend", closes="in 3 days")
    assert "Scheduled events" not in await asks(studio, "room status")
    assert [event.status for event in events(studio)] == [ACTIVE]


@pytest.mark.parametrize("status", [500, 429])
async def test_while_discord_answers_badly_it_waits(studio: Studio, status: int) -> None:
    path = f"/guilds/{studio.guild.id}/scheduled-events"
    studio.env.inject_error("POST", path, status=status, times=None)
    await wanted(studio)
    await scheduled(studio)
    assert "- the scheduled event, next try" in await asks(studio, "room status")
    assert events(studio) == []
    studio.env.backend.faults.clear()
    studio.house.clock.move(HOUR)
    studio.now.outbox.wake()
    await studio.work_off()
    assert [event.status for event in events(studio)] == [ACTIVE]


async def test_one_whose_making_was_not_answered_is_found_again(studio: Studio) -> None:
    await wanted(studio)
    await scheduled(studio)
    view = await view_of(studio)
    async with studio.house.store.transaction(None) as unit:
        await unit.rounds.set_event(view.round.id, None)
    view = await studio.now.services.rounds.view(view.round.id)
    events_ = DiscordEvents(studio.now.client, studio.house.clock)
    found = await events_.show(view, Delivery(1, retry=True))
    assert [event.id for event in events(studio)] == [found]
