"""Everything that is logged in a whole season at DEBUG: no secret, and not who voted for what."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import running
from bot.demo.spotify import SimulatedSpotify
from tests.fakes import FakeClock
from tests.wire.faults import broken, limited, refused
from tests.wire.house import CHANNEL, House, run_house
from tests.wire.interactions import Interaction
from tests.wire.loopback import LoopbackDiscord
from tests.wire.people import Values
from tests.wire.rest import CALLBACK
from tests.wire.shapes import Json, walk
from tests.wire.test_season import seen, shortlist_presented, songs_proposed, vote_held

WRONG_SECRET = "5ecre7" + "f" * 26


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the bot logs when a host asks for everything."""
    root = logging.getLogger()
    names = [None, "apscheduler", *running.OURS]
    before = {name: logging.getLogger(name).level for name in names}
    handlers, disabled = [*root.handlers], root.manager.disable
    # What measures times, or ends the demo, has its process log nothing: it may have been this one.
    logging.disable(logging.NOTSET)
    logging.getLogger("apscheduler").setLevel(logging.NOTSET)
    running.log_from("DEBUG")
    yield caplog
    logging.disable(disabled)
    root.handlers[:] = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
async def connected(
    logged: pytest.LogCaptureFixture,
    discord: LoopbackDiscord,
    clock: FakeClock,
    tmp_path: Path,
) -> AsyncIterator[tuple[House, SimulatedSpotify]]:
    """A room whose bot has a Spotify."""
    with SimulatedSpotify(threaded=True) as spotify:
        async with run_house(discord, tmp_path, clock, spotify) as house:
            yield house, spotify


async def account_connected(house: House, spotify: SimulatedSpotify) -> list[str]:
    """Have the showrunner connect an account, after a wrong app; return what is secret of it."""
    discord, boss = house.discord, house.boss
    offered = seen(await discord.command("playlist connect", {}, boss, CHANNEL))
    own = await discord.press("connect:app", boss, offered)
    app = {"client_id": "c" * 32, "client_secret": WRONG_SECRET}
    await discord.submit(own, app, boss)
    offered = seen(await discord.command("playlist connect", {}, boss, CHANNEL))
    [address] = [one["url"] for one in walk(offered["components"]) if "url" in one]
    landed = spotify.human_agrees(str(address))
    form = await discord.press("connect:paste", boss, offered)
    done = await discord.submit(form, {"address": landed}, boss)
    assert "now uses the Spotify account" in done.text
    return [landed.partition("code=")[2].partition("&")[0], landed.partition("state=")[2]]


async def trouble(house: House) -> Interaction:
    """Have things go wrong, which is when most is logged."""
    discord = house.discord
    discord.fail("POST", CALLBACK, broken(), limited(0.01), broken())
    return await discord.command("song list", {}, house.writers[0], CHANNEL, wait=False)


def picked(interactions: list[Json]) -> set[str]:
    """Return the values that people picked in menus."""
    return {value for one in interactions for value in one["data"].get("values", ())}


async def test_a_season(
    connected: tuple[House, SimulatedSpotify], logged: pytest.LogCaptureFixture
) -> None:
    house, spotify = connected
    discord = house.discord
    await songs_proposed(house)
    secrets = await account_connected(house, spotify)
    await shortlist_presented(house)
    await vote_held(house)
    await trouble(house)
    await house.bot.settled()
    text = logged.text
    assert text, "nothing was logged at all"
    interactions = [*discord._interactions._begun.values()]
    tokens = [one.token for one in interactions]
    values = picked([one.payload for one in interactions])
    assert len(tokens) > 30
    assert values
    own = [spotify.client_secret, spotify.refresh_token, WRONG_SECRET, "t" * 60]
    found = [
        one for one in (*secrets, *own, *spotify._grants._access, *tokens, *values) if one in text
    ]
    assert found == []


@pytest.mark.parametrize("name", ["discord.http", "urllib3", "of.another.year"])
def test_no_library_logs_what_it_sends_and_receives(
    logged: pytest.LogCaptureFixture, name: str
) -> None:
    library = logging.getLogger(name)
    library.debug("a token")
    library.info("a word")
    logging.getLogger("bot.outbox").debug("a word of ours")
    assert "a token" not in logged.text
    assert "a word\n" in logged.text
    assert "a word of ours" in logged.text


WORDS = "zebrafinch"


def _given(options: list[Json]) -> dict[str, Values]:
    """Return something typed into each option that takes a text, and what must be chosen."""
    given: dict[str, Values] = {}
    for one in options:
        if one["type"] == 3 and not one.get("choices"):
            given[one["name"]] = WORDS
        elif one.get("required"):
            given[one["name"]] = (one.get("choices") or [{"value": 1}])[0]["value"]
    return given


def _typed(commands: list[Json]) -> Iterator[tuple[str, dict[str, Values]]]:
    """Yield each command that takes texts, with the same word in all of them."""
    for command in commands:
        for parts in _parts(command):
            name = " ".join(one["name"] for one in parts)
            given = _given(parts[-1].get("options", []))
            if WORDS in given.values():
                yield name, given


def _parts(command: Json) -> Iterator[list[Json]]:
    inner = [one for one in command.get("options", []) if one["type"] in (1, 2)]
    if not inner:
        yield [command]
    for one in inner:
        for rest in _parts(one):
            yield [command, *rest]


async def test_what_people_type_is_not_logged_whatever_fails(
    house: House, logged: pytest.LogCaptureFixture
) -> None:
    discord, boss = house.discord, house.boss
    await house.opened()
    tried = list(_typed([one for one in discord._commands() if one.get("type", 1) == 1]))
    assert len(tried) > 15
    for name, given in tried:
        await discord.command(name, given, boss, CHANNEL, wait=False)
        discord.fail("POST", CALLBACK, *[refused(404, 10062)] * 2)
        await discord.command(name, given, boss, CHANNEL, wait=False)
        discord.fail("POST", CALLBACK, *[refused(400, 50035)] * 2)
        await discord.command(name, given, boss, CHANNEL, wait=False)
        await house.bot.settled()
    assert "could not be told" in logged.text or "could not be answered" in logged.text
    assert [line for line in logged.text.splitlines() if WORDS in line.lower()] == []
