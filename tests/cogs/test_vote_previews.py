"""A vote is shown before it is scheduled: until then nothing is kept, and nobody is mentioned."""

import asyncio
from functools import partial

import pytest
import simcord

from bot.domain.errors import NotFound
from bot.domain.model import Person
from bot.services.ports.read_models import RoundView
from tests.cogs.boards import boarded
from tests.cogs.conftest import Studio
from tests.cogs.longlists import opened
from tests.cogs.messages import answered, labels, said
from tests.cogs.rounds import HOUR, asks, passes, room_of, shortlisted, view_of
from tests.cogs.steps import longlist, newest, propose_one
from tests.cogs.test_forms import values_of

GIVEN: dict[str, str | int] = {"closes": "in 36 hours", "seats": 2}


async def previewed(studio: Studio, **options: str | int) -> simcord.ResponseMessage:
    """Have four songs shortlisted, and the showrunner look at what a vote would be."""
    await shortlisted(studio, 4)
    return await opened(studio.boss, studio, "round schedule", **{**GIVEN, **options})


async def confirm(studio: Studio, shown: simcord.ResponseMessage) -> str:
    """Press *Schedule it*; return what the message says then."""
    await studio.boss.click(shown, label="Schedule it")
    await studio.work_off()
    return said(shown)


async def none_scheduled(studio: Studio) -> bool:
    try:
        await view_of(studio)
    except NotFound:
        return True
    return False


async def test_it_says_that_a_vote_ends_listening_together(studio: Studio) -> None:
    ends = "The room is listening to these songs together. That ends when the vote opens."
    before = await previewed(studio)
    assert ends not in said(before)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await studio.boss.click(shown, label="Present to the room")
    await studio.boss.click(shown, label="Present these 4")
    await studio.work_off()
    await asks(studio, "shortlist listen")
    assert ends in said(await opened(studio.boss, studio, "round schedule", **GIVEN))


async def test_it_says_that_another_vote_makes_the_board_anew(studio: Studio) -> None:
    """What the showrunner has put on the board by hand would be gone without a word."""
    replaced = "This episode has a board with 3 songs. The songs that get in will take their place"
    await boarded(studio)
    assert replaced in said(await opened(studio.boss, studio, "round schedule", **GIVEN))
    await asks(studio, "episode create", number="105")
    for number in range(1, 4):
        await propose_one(studio, number)
    await asks(studio, "shortlist fill")
    fresh = await opened(studio.boss, studio, "round schedule", **GIVEN)
    assert "Schedule this vote for episode 105?" in said(fresh)
    assert "a board with" not in said(fresh)


async def test_nothing_is_scheduled_before_it_is_confirmed(studio: Studio) -> None:
    shown = await previewed(studio)
    text, before = said(shown), newest(studio)
    for part in (
        "Schedule this vote for episode 104 “Pilot”?",
        "Nothing is scheduled yet, and nobody has been mentioned.",
        "4 songs for 2 seats; closes <t:",
        "; in the room's time zone, ",
        "Counted by *approval*",
        "the 4 people on the roster",
        "**Song 1**",
    ):
        assert part in text
    assert labels(shown) == ["Schedule it", "Change", "Don't"]
    await studio.work_off()
    assert await none_scheduled(studio)
    assert newest(studio) == before
    await studio.boss.click(shown, label="Don't")
    assert said(shown) == "Nothing was scheduled, and nobody was mentioned."
    assert await none_scheduled(studio)


async def test_it_can_be_confirmed_an_hour_and_a_restart_later_and_closes_as_shown(
    studio: Studio,
) -> None:
    shown = await previewed(studio, opens="in 3 hours")
    then = studio.house.clock.now()
    await passes(studio, HOUR)
    await studio.restart()
    assert "Scheduled: the vote for episode 104" in await confirm(studio, shown)
    round_ = (await view_of(studio)).round
    assert (round_.opens_at, round_.closes_at) == (int(then) + 3 * HOUR, int(then) + 36 * HOUR)
    assert (round_.rules.seats, len(round_.candidates)) == (2, 4)


async def test_a_shortlist_that_changed_meanwhile_is_shown_again(studio: Studio) -> None:
    shown = await previewed(studio)
    await asks(studio, "song withdraw", song=str((await longlist(studio))[0].id))
    await propose_one(studio, 7)
    await asks(studio, "shortlist fill", size=4)
    text = await confirm(studio, shown)
    assert "no longer on the shortlist: **Song 4**" in text
    assert "on the shortlist now: **Song 7**" in text
    assert await none_scheduled(studio)
    assert "Scheduled: " in await confirm(studio, shown)
    songs = [one.song.title for one in (await view_of(studio)).round.candidates]
    assert songs == ["Song 1", "Song 2", "Song 3", "Song 7"]


async def test_what_does_not_fit_any_more_cannot_be_confirmed(studio: Studio) -> None:
    shown = await previewed(studio, seats=3)
    await asks(studio, "song withdraw", song=str((await longlist(studio))[0].id))
    text = await confirm(studio, shown)
    assert "It can't be scheduled like this." in text
    assert "3 songs for 3 seats" in text
    assert labels(shown) == ["Change", "Don't"]
    form = await studio.boss.click(shown, label="Change")
    await studio.boss.submit_modal(form, values_of(form) | {"seats": "2"})
    assert "Scheduled: " in await confirm(studio, shown)


@pytest.mark.parametrize(
    ("options", "hours", "told"),
    [
        ({"opens": "in 1 hour"}, 2, "its opening time has come"),
        ({"closes": "in 2 hours"}, 3, "M PST” is in the past"),
    ],
)
async def test_time_that_passed_meanwhile_is_told(
    studio: Studio, options: dict[str, str | int], hours: int, told: str
) -> None:
    shown = await previewed(studio, **options)
    await passes(studio, hours * HOUR)
    assert told in await confirm(studio, shown)
    assert await none_scheduled(studio)


async def test_two_presses_act_once(studio: Studio) -> None:
    shown = await previewed(studio)
    room, services = await room_of(studio), studio.now.services
    episode = await services.episodes.find(room)
    boss = Person(room.showrunner_id, frozenset(), True)
    draft = await services.reading.schedule(boss, room, closes="in 36 hours", seats=2)
    view = await services.previews.preview(boss, room, episode, draft)
    press = partial(services.previews.schedule, boss, room, episode, draft, view.revision)
    first, second = await asyncio.gather(press(), press())
    assert isinstance(first, RoundView)
    assert isinstance(second, RoundView)
    assert first.round.id == second.round.id
    assert "Scheduled: " in await confirm(studio, shown)  # the same, by a button
    ballots = [one for one in studio.channel.history() if said(one).startswith("## The vote for")]
    assert len(ballots) == 1


async def test_a_vote_that_is_being_closed_is_not_scheduled_again(studio: Studio) -> None:
    """Another preview of the same vote may be pressed to have one, since this one was closed."""
    shown = await previewed(studio)
    room, services = await room_of(studio), studio.now.services
    boss, episode = (
        Person(room.showrunner_id, frozenset(), True),
        await services.episodes.find(room),
    )
    view = await services.rounds.schedule(boss, room, episode, closes="in 36 hours", seats=2)
    await services.control.close_round(boss, room, view.round.id)
    told = answered(await studio.boss.click(shown, label="Schedule it"))
    assert "has a vote, and it's being closed" in told
    assert "`/round resume`" in told
    assert "`/round close`" not in told


async def test_another_vote_meanwhile_is_in_the_way(studio: Studio) -> None:
    shown = await previewed(studio)
    await asks(studio, "round schedule", closes="in 5 days", seats=1)
    told = answered(await studio.boss.click(shown, label="Schedule it"))
    assert "has a vote, and it's open" in told
    assert (await view_of(studio)).round.rules.seats == 1


async def test_a_plan_is_shown_and_changed_before_it_is_scheduled(studio: Studio) -> None:
    await shortlisted(studio, 6)
    given = {"cuts": "6, 4, 2", "closes": "in 36 hours, in 2 days"}
    shown = await opened(studio.boss, studio, "round plan", **given)
    assert "Schedule this plan of 2 votes" in said(shown)
    assert "- Vote 1: 6 songs for 4 seats; closes" in said(shown)
    form = await studio.boss.click(shown, label="Change")
    given = {"cuts": "6, 5, 3", "closes": "in 1 day, in 1 day"}
    await studio.boss.submit_modal(form, values_of(form) | given)
    assert "- Vote 2: 5 songs for 3 seats; closes" in said(shown)
    assert "Scheduled: " in await confirm(studio, shown)
    view: RoundView = await view_of(studio)
    assert [one.rules.seats for one in (view.round, *view.later)] == [5, 3]
    assert view.later[0].closes_at - view.round.closes_at == 24 * HOUR


async def test_what_a_form_cannot_mean_leaves_the_preview(studio: Studio) -> None:
    shown = await previewed(studio)
    form = await studio.boss.click(shown, label="Change")
    filled = values_of(form)
    assert filled["opens"] == "now"
    refused = answered(await studio.boss.submit_modal(form, filled | {"closes": "gibberish"}))
    assert "can't read “gibberish”" in refused
    assert "The rest of what you typed:" in refused
    assert "Schedule it" in labels(shown)
    form = await studio.boss.click(shown, label="Change")
    refused = answered(await studio.boss.submit_modal(form, values_of(form) | {"seats": "no"}))
    assert "at least one seat" in refused


async def test_without_a_roster_it_says_that_nobody_is_mentioned(studio: Studio) -> None:
    await shortlisted(studio, 4)
    room = await room_of(studio)
    async with studio.house.store.transaction(None) as unit:
        for writer in await unit.rooms.roster(room.id):
            await unit.rooms.set_on_roster(room.id, writer, False, 0)
    shown = await opened(studio.boss, studio, "round schedule", **GIVEN)
    assert "nobody will be mentioned" in said(shown)
