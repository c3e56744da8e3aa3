"""Checks of the bot's account at Discord."""

from pathlib import Path

import pytest

from bot.app import Parts
from bot.diagnosis import doctor_checks
from bot.doctor.discord_account import DiscordApi, account, servers
from bot.doctor.findings import findings
from bot.settings import REMEDIES
from tests.doctor.conftest import TOKEN, FakeDiscord, found


async def test_a_good_account_is_told_by_its_name(discord: FakeDiscord, api: DiscordApi) -> None:
    assert await found(account(api)) == [
        "ok Discord: the token is good, the bot is called needledrop",
        "ok Discord: no privileged intents are on, and none are needed",
    ]


async def test_a_token_that_is_not_taken(discord: FakeDiscord) -> None:
    told = await found(account(DiscordApi(discord.address, "x" * 60)))
    assert len(told) == 1
    assert told[0].startswith("wrong Discord: does not accept the token. Get a new one at https://")
    assert "x" * 60 not in told[0]
    assert await found(servers(DiscordApi(discord.address, "x" * 60))) == [
        "unchecked servers: not checked, since Discord doesn't say. See the line above"
    ]


@pytest.mark.parametrize(
    ("token", "verdict", "why"),
    [
        ("", "unchecked", "there is no usable token"),
        ("t" * 60 + "\n", "wrong", "the token has characters that no token has"),
        ("Bot " + "t" * 60, "wrong", "the token has characters that no token has"),
        ("ü" * 60, "wrong", "the token has characters that no token has"),
    ],
)
async def test_a_token_that_can_be_none_is_not_sent(
    discord: FakeDiscord, token: str, verdict: str, why: str
) -> None:
    api = DiscordApi(discord.address, token)
    (told,) = await found(account(api))
    assert told.startswith(f"{verdict} Discord: ")
    assert why in told
    assert discord.asked == []
    (told,) = await found(servers(api))
    assert told == f"unchecked servers: not checked, since {why}"


@pytest.mark.parametrize(
    ("flag", "name"),
    [(12, "Presence"), (13, "Presence"), (14, "Server Members"), (15, "Server Members"),
     (18, "Message Content"), (19, "Message Content")],
)  # fmt: skip
async def test_privileged_intents_are_not_needed(
    discord: FakeDiscord, api: DiscordApi, flag: int, name: str
) -> None:
    discord.application = {"flags": 1 << flag | 1 << 23}
    told = (await found(account(api)))[1]
    assert told.startswith("ok Discord: privileged intents are on that the bot does not need")
    assert f"({name})" in told


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"bot_require_code_grant": True}, "Requires OAuth2 Code Grant"),
        ({"interactions_endpoint_url": "https://elsewhere.invalid"}, "Interactions Endpoint URL"),
    ],
)
async def test_an_application_that_keeps_the_bot_from_its_work(
    discord: FakeDiscord, api: DiscordApi, wrong: dict[str, object], what: str
) -> None:
    discord.application = {"flags": 0, **wrong}
    told = (await found(account(api)))[-1]
    assert told.startswith("wrong Discord: ")
    assert what in told


@pytest.mark.parametrize("count", [1, 199, 200, 201, 450])
async def test_servers_are_counted_over_all_pages(
    discord: FakeDiscord, api: DiscordApi, count: int
) -> None:
    discord.servers = [{"id": str(number)} for number in range(1, count + 1)]
    assert await found(servers(api)) == [f"ok servers: the bot is in {count}"]


async def test_a_bot_in_no_server_is_to_be_invited(discord: FakeDiscord, api: DiscordApi) -> None:
    discord.servers = []
    (told,) = await found(servers(api))
    assert told.startswith("wrong servers: the bot is in none. Invite it")


async def test_a_discord_that_cannot_be_reached(nowhere: str) -> None:
    api = DiscordApi(nowhere, TOKEN)
    (told,) = await found(account(api))
    assert told.startswith("wrong Discord: cannot be reached. Check that")
    assert f"the proxy at {nowhere}, which DISCORD_API_BASE names" in told
    assert await found(servers(api)) == [
        "unchecked servers: not checked, since Discord cannot be reached"
    ]


async def test_discord_is_asked_where_the_bot_asks_it(
    discord: FakeDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in REMEDIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DISCORD_API_BASE", discord.address)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/needledrop.db")
    listed = doctor_checks(Parts(), tmp_path / ".env")
    asking = [one for one in listed if one.name in ("Discord", "servers", "clock")]
    assert len(asking) == 3
    told = [str(finding) async for finding in findings(asking)]
    assert {*discord.asked} == {"/users/@me", "/applications/@me", "/users/@me/guilds", "/gateway"}
    assert "Discord: the token is good" in told[0]


@pytest.mark.parametrize(
    ("status", "why"), [(429, "limiting requests"), (503, "is having trouble")]
)
async def test_a_discord_in_trouble_is_no_fault_of_the_host(
    discord: FakeDiscord, api: DiscordApi, status: int, why: str
) -> None:
    discord.everything = status
    (told,) = await found(account(api))
    assert told.startswith("unchecked Discord: ")
    assert why in told


def test_the_token_does_not_print(api: DiscordApi) -> None:
    assert TOKEN not in f"{api} {api!r}"
