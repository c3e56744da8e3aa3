"""Discord delivering one interaction twice: it acts once, and is answered once."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.model import Person, UserId
from bot.services.upkeep import CLAIMS_KEPT_FOR as KEPT_FOR
from tests import chosen
from tests.backends import sqlite_of
from tests.wire.faults import Gate, held
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.rest import CALLBACK


async def twice(house: House, first: Interaction) -> None:
    """Deliver an interaction again, and see that the person notices nothing of it."""
    answer = (first.text, first.callbacks, first.followups, first.choices)
    await house.discord.redeliver(first)
    await house.bot.settled()
    assert (first.text, first.callbacks, first.followups, first.choices) == answer
    assert (len(first.callbacks), first.followups) == (1, [])


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


async def test_a_command_that_comes_twice_acts_once(
    house: House, quiet: pytest.LogCaptureFixture
) -> None:
    await house.set_up()
    made = await house.discord.command("episode create", {"number": "104"}, house.boss, CHANNEL)
    await twice(house, made)
    summaries = await house.app.services.episodes.summaries(await house.room())
    assert [one.episode.number for one in summaries] == ["104"]
    assert quiet.records == []


async def test_a_second_that_comes_twice_counts_once(
    house: House, quiet: pytest.LogCaptureFixture
) -> None:
    await house.proposed(1)
    [card] = house.discord.messages(CHANNEL)
    [proposal] = await house.app.services.proposals.longlist(
        await house.room(), await house.episode()
    )
    first = await house.discord.press(f"second:{proposal.id}", house.writers[0], card)
    assert "You seconded" in first.text
    await twice(house, first)
    assert quiet.records == []


async def test_a_ranking_takes_each_step_once(
    house: House, quiet: pytest.LogCaptureFixture
) -> None:
    view = await house.opened(method="ranked")
    writer, round_id = house.writers[0], view.round.id
    songs = await house.songs(round_id)
    form = await house.form(round_id, writer)
    for place, song in enumerate(songs[:2], 1):
        step = await house.discord.choose(f"rank:{round_id}:{place}", [song], writer, form)
        await twice(house, step)
    await twice(house, await house.discord.press(f"unrank:{round_id}:2", writer, form))
    person = Person(UserId(writer.id), frozenset(), False)
    mine = await house.app.services.voting.ballot(person, await house.room(), round_id)
    assert mine.ballot is not None
    assert [str(song) for song in chosen.ranking(mine.ballot)] == songs[:1]
    assert quiet.records == []


async def test_a_form_that_comes_twice_is_saved_once(
    house: House, quiet: pytest.LogCaptureFixture
) -> None:
    await house.proposed(1)
    [card] = house.discord.messages(CHANNEL)
    services = house.app.services
    [proposal] = await services.proposals.longlist(await house.room(), await house.episode())
    form = await house.discord.press(f"tells:{proposal.id}", house.writers[0], card)
    gate, typed = Gate(), {"note": "The end of a summer"}
    house.discord.fail("POST", CALLBACK, held(gate))
    sent = await house.discord.submit(form, typed, house.writers[0], wait=False)
    await gate.reached.wait()
    await house.discord.redeliver(sent)
    await house.discord.delivered()
    gate.open()
    await house.discord.answered(sent)
    await house.bot.settled()
    assert "Saved" in sent.text
    await twice(house, sent)
    after = await services.proposals.get(await house.room(), proposal.id)
    assert [note.text for note in after.notes] == ["Why 1", "The end of a summer"]
    assert quiet.records == []


async def test_an_offer_of_choices_that_comes_twice_is_made_once(
    house: House, quiet: pytest.LogCaptureFixture
) -> None:
    await house.proposed(3)
    offered = await house.discord.autocomplete(
        "song second", "song", "Song", house.writers[0], CHANNEL
    )
    assert offered.choices is not None
    assert len(offered.choices) == 3
    await twice(house, offered)
    assert quiet.records == []


async def test_a_second_delivery_while_the_first_is_answered_acts_once(
    house: House, quiet: pytest.LogCaptureFixture
) -> None:
    view = await house.opened()
    writer, gate = house.writers[0], Gate()
    form = await house.form(view.round.id, writer)
    songs = await house.songs(view.round.id)
    house.discord.fail("POST", CALLBACK, held(gate))
    first = await house.discord.choose(
        f"picks:{view.round.id}", songs[:2], writer, form, wait=False
    )
    await gate.reached.wait()
    await house.discord.redeliver(first)
    await house.discord.delivered()
    gate.open()
    await house.discord.answered(first)
    await house.bot.settled()
    assert len(first.callbacks) == 1
    assert "2 of 2 picked" in first.text
    assert quiet.records == []


async def test_what_comes_again_after_a_restart_acts_once(house: House) -> None:
    view = await house.opened(method="ranked")
    writer, round_id = house.writers[0], view.round.id
    songs = await house.songs(round_id)
    form = await house.form(round_id, writer)
    first = await house.discord.choose(f"rank:{round_id}:1", [songs[0]], writer, form)
    await house.restart()
    await twice(house, first)
    person = Person(UserId(writer.id), frozenset(), False)
    mine = await house.app.services.voting.ballot(person, await house.room(), round_id)
    assert mine.ballot is not None
    assert [str(song) for song in chosen.ranking(mine.ballot)] == songs[:1]


@asynccontextmanager
async def read_only(house: House) -> AsyncIterator[None]:
    """Have SQLite refuse to write, as it does where the file is read-only."""
    writer = sqlite_of(house.app.database)._open_writer()
    await writer.execute_fetchall("PRAGMA query_only = ON")
    try:
        yield
    finally:
        await writer.execute_fetchall("PRAGMA query_only = OFF")


async def test_what_a_second_delivery_does_is_told_in_place_of_what_failed(house: House) -> None:
    await house.proposed(1)
    [card] = house.discord.messages(CHANNEL)
    room, services = await house.room(), house.app.services
    [proposal] = await services.proposals.longlist(room, await house.episode())
    async with read_only(house):
        first = await house.discord.press(f"second:{proposal.id}", house.writers[0], card)
        assert "nothing has changed" in first.text
    await house.discord.redeliver(first)
    await house.bot.settled()
    assert (await services.proposals.get(room, proposal.id)).seconds == 1
    assert "You seconded" in first.text
    assert "nothing has changed" not in first.text
    assert (len(first.callbacks), first.followups) == (1, [])


async def test_a_screen_that_a_second_delivery_changes_is_shown_in_place_of_what_failed(
    house: House,
) -> None:
    view = await house.opened(method="ranked")
    writer, round_id = house.writers[0], view.round.id
    songs = await house.songs(round_id)
    form = await house.form(round_id, writer)
    async with read_only(house):
        step = await house.discord.choose(f"rank:{round_id}:1", [songs[0]], writer, form)
        assert "nothing has changed" in step.text
    await house.discord.redeliver(step)
    await house.bot.settled()
    assert "nothing has changed" not in step.text
    assert "receipt" in step.text
    assert (len(step.callbacks), step.followups) == (1, [])


async def test_an_answer_put_off_tells_what_a_second_delivery_did(house: House) -> None:
    await house.proposed(1)
    room, services = await house.room(), house.app.services
    [proposal] = await services.proposals.longlist(room, await house.episode())
    boss = Person(UserId(house.boss.id), frozenset(), True)
    await services.withdrawals.withdraw(boss, room, proposal.id)
    given = {"song": f"song:{proposal.song.id}"}
    async with read_only(house):
        first = await house.discord.command(
            "song propose", given | {"why": "The end"}, house.writers[0], CHANNEL
        )
        assert "nothing has changed" in first.text
    await house.discord.redeliver(first)
    await house.bot.settled()
    assert "nothing has changed" not in first.text
    assert (len(first.callbacks), first.followups) == (1, [])


async def test_claims_are_kept_for_an_hour_and_no_longer(house: House) -> None:
    await house.set_up()
    interactions = house.app.database.read.interactions
    made = await house.discord.command("episode create", {"number": "1"}, house.boss, CHANNEL)
    assert await interactions.claimed(made.id)
    await house.bot.advance(KEPT_FOR - 60)
    assert await interactions.claimed(made.id)
    await house.bot.advance(1800)
    assert not await interactions.claimed(made.id)
