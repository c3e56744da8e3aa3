"""The gateway going away and coming back: nobody has to know, and nothing is done twice."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import yarl
from discord.gateway import DiscordWebSocket

from bot.domain.model import RoundState
from tests.fakes import FakeClock
from tests.wire.gateway import Gateway
from tests.wire.house import CHANNEL, House, run_house
from tests.wire.loopback import LoopbackDiscord
from tests.wire.shapes import voted


async def dropped(gateway: Gateway) -> None:
    gateway.drop()


async def forgotten(gateway: Gateway) -> None:
    gateway.drop(forget=True)


async def asked(gateway: Gateway) -> None:
    await gateway.reconnect()


async def invalid(gateway: Gateway) -> None:
    await gateway.invalidate(resumable=True)


async def thrown_away(gateway: Gateway) -> None:
    await gateway.invalidate(resumable=False)


Outage = Callable[[Gateway], Awaitable[None]]
RESUMED: dict[str, tuple[Outage, list[str]]] = {
    "cut": (dropped, ["resume"]),
    "asked to connect again (op 7)": (asked, ["resume"]),
    "invalid, to be resumed (op 9)": (invalid, ["resume"]),
}
ANEW: dict[str, tuple[Outage, list[str]]] = {
    "cut, and the session forgotten (op 9 to the resume)": (forgotten, ["resume", "identify"]),
    "invalid for good (op 9)": (thrown_away, ["identify"]),
}


def ways(table: dict[str, tuple[Outage, list[str]]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("outage", "way"), table.values(), ids=table.keys())


async def gone_and_back(house: House, outage: Outage, way: list[str]) -> None:
    gateway = house.discord.gateway
    before = len(gateway.log)
    await outage(gateway)
    await house.discord.until(lambda: gateway.log[before:] == way, f"{way}, not {gateway.log}")
    await house.bot.settled()


@ways(RESUMED | ANEW)
async def test_votes_go_on_after_an_outage_and_work_is_begun_once(
    house: House, outage: Outage, way: list[str]
) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await gone_and_back(house, outage, way)
    await house.vote(view.round.id, house.writers[1], 1, 2)
    await house.bot.settled()
    [ballot] = house.ballots(view.round.id)
    assert voted(ballot) == 2
    await house.bot.advance(2700)
    assert (await house.round()).round.state is RoundState.CLOSED
    assert len(house.results(view.round.id)) == 1


async def test_every_session_begins_where_discord_says_the_gateway_is(
    discord: LoopbackDiscord, clock: FakeClock, tmp_path: Path
) -> None:
    """As behind a proxy, where Discord's own address may not be reached."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1:9/"))
        async with run_house(discord, tmp_path, clock) as house:
            await gone_and_back(house, forgotten, ["resume", "identify"])


@ways(RESUMED)
async def test_a_vote_made_during_an_outage_is_taken_once_it_is_resumed(
    house: House, outage: Outage, way: list[str]
) -> None:
    view = await house.opened()
    writer, gateway = house.writers[0], house.discord.gateway
    form = await house.form(view.round.id, writer)
    songs = await house.songs(view.round.id)
    before = len(gateway.log)
    await outage(gateway)
    missed = await house.discord.choose(f"picks:{view.round.id}", songs[:2], writer, form)
    assert gateway.log[before:] == way
    assert "2 of 2 picked" in missed.text
    await house.bot.settled()
    assert len(missed.callbacks) == 1
    assert await house.picks(view.round.id, writer) == 2


@ways(RESUMED)
async def test_what_was_read_before_an_outage_acts_no_second_time(
    house: House, outage: Outage, way: list[str]
) -> None:
    await house.proposed(1)
    [card] = house.discord.messages(CHANNEL)
    [proposal] = await house.app.services.proposals.longlist(
        await house.room(), await house.episode()
    )
    first = await house.discord.press(f"second:{proposal.id}", house.writers[0], card)
    await gone_and_back(house, outage, way)
    # Even where the session is replayed from too early on.
    await house.discord.redeliver(first)
    await house.bot.settled()
    assert "You seconded" in first.text
    assert (len(first.callbacks), first.followups) == (1, [])


async def test_a_round_due_during_an_outage_closes_and_its_results_come(house: House) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    house.discord.gateway.drop()
    await house.discord.until(lambda: house.discord.gateway.log[-1:] == ["resume"])
    await house.bot.advance(2700)
    assert (await house.round()).round.state is RoundState.CLOSED
    assert len(house.results(view.round.id)) == 1


async def test_a_restart_during_a_round_announces_nothing_again(house: House) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    before = [one["id"] for one in house.discord.messages(CHANNEL)]
    await house.restart()
    assert [one["id"] for one in house.discord.messages(CHANNEL)] == before
    await house.vote(view.round.id, house.writers[1], 1)
    await house.bot.settled()
    [ballot] = house.ballots(view.round.id)
    assert voted(ballot) == 2


async def test_a_gateway_that_is_down_at_the_start_is_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda _: 0.0)
    view = await house.opened()
    await house.bot.close()
    house.discord.gateway.refusing = 3
    await house.resume()
    assert house.discord.gateway.refusing == 0
    await house.vote(view.round.id, house.writers[0], 1, 2)
