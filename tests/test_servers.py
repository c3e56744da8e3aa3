"""What the client keeps in mind of servers, read from what Discord's gateway sends."""

from typing import Any

import discord
import pytest
from typing_extensions import override

from bot.gateway import GatewayBot
from tests.bench import wire

SERVER = 3001
CHANNEL, OTHER_CHANNEL = 3001, 3002
ROLE = 3002
MAY_SEE = {"id": "5", "type": 0, "allow": "1024", "deny": "0"}
MAY_NOT = {"id": "5", "type": 0, "allow": "0", "deny": "1024"}
EVERYONE = {"id": str(SERVER), "type": 0, "allow": "0", "deny": "1024"}


class Listening(GatewayBot):
    """A client that notes what is dispatched."""

    def __init__(self) -> None:
        super().__init__(
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._connection.shard_count = 1
        self.told: list[tuple[Any, ...]] = []

    @override
    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        ours = ("channel_deleted", "access_changed", "interaction")
        self.told.append((event_name, *args) if event_name in ours else (event_name,))

    def hears(self, event: str, **data: object) -> list[tuple[Any, ...]]:
        """Read an event of the server, as the gateway hands it on; return what is dispatched."""
        self.told.clear()
        self._connection.parsers[event]({"guild_id": str(SERVER), **data})
        return self.told


@pytest.fixture
async def client() -> Listening:
    made = Listening()
    made.hears("GUILD_CREATE", **wire.guild(3, channels=2, roles=2))
    return made


async def test_channels_and_roles_are_known_by_their_ids(client: Listening) -> None:
    assert set(client.servers.channels(SERVER)) == {CHANNEL, OTHER_CHANNEL}
    assert client.servers.has_role(SERVER, ROLE)
    assert not client.servers.has_role(SERVER, 7)
    assert not client.servers.has_role(7, ROLE)
    assert not set(client.servers.channels(7))


async def test_nothing_else_is_kept_of_a_server(client: Listening) -> None:
    [server] = client.guilds
    assert not server.unavailable
    kept = (server.channels, server.roles, server.members, server.threads, server.features)
    assert not any(kept)
    assert not any(name.startswith("THREAD") for name in client._connection.parsers)


async def test_channels_and_roles_come_and_go(client: Listening) -> None:
    client.hears("CHANNEL_CREATE", id="9", type=0)
    client.hears("GUILD_ROLE_CREATE", role={"id": "8", "permissions": "0"})
    assert 9 in set(client.servers.channels(SERVER))
    assert client.servers.has_role(SERVER, 8)
    assert client.hears("CHANNEL_DELETE", id="9", type=0) == [("channel_deleted", 9)]
    assert client.hears("GUILD_ROLE_DELETE", role_id="8") == [("access_changed", SERVER)]
    assert not client.hears("GUILD_ROLE_DELETE", role_id="8")
    assert 9 not in set(client.servers.channels(SERVER))
    assert not client.servers.has_role(SERVER, 8)
    assert not client.guilds[0].channels


@pytest.mark.parametrize(
    ("overwrites", "changed"),
    [
        ([EVERYONE], False),
        ([EVERYONE, MAY_SEE], True),
        ([EVERYONE, MAY_NOT], True),
        ([], True),
    ],
)
async def test_a_channel_that_permits_something_else_is_told_of_once(
    client: Listening, overwrites: list[object], *, changed: bool
) -> None:
    data = {"id": str(CHANNEL), "type": 0, "permission_overwrites": overwrites}
    told = client.hears("CHANNEL_UPDATE", **data)
    assert told == [("access_changed", SERVER)] * changed
    assert not client.hears("CHANNEL_UPDATE", **data, topic="Another")


@pytest.mark.parametrize(("permissions", "changed"), [("2147483647", False), ("1024", True)])
async def test_a_role_that_permits_something_else_is_told_of_once(
    client: Listening, permissions: str, *, changed: bool
) -> None:
    role = {"id": str(ROLE), "permissions": permissions}
    told = client.hears("GUILD_ROLE_UPDATE", role=role)
    assert told == [("access_changed", SERVER)] * changed
    assert not client.hears("GUILD_ROLE_UPDATE", role={**role, "name": "Another"})


async def test_new_roles_of_the_bot_itself_are_told_of(client: Listening) -> None:
    told = client.hears("GUILD_MEMBER_UPDATE", user={"id": "900"}, roles=[str(ROLE)])
    assert told == [("access_changed", SERVER)]


async def test_a_server_that_is_away_for_a_while_stays_known(client: Listening) -> None:
    client.hears("GUILD_DELETE", id=str(SERVER), unavailable=True)
    assert client.guilds[0].unavailable
    assert set(client.servers.channels(SERVER)) == {CHANNEL, OTHER_CHANNEL}
    told = client.hears("GUILD_CREATE", **wire.guild(3, channels=1))
    assert told == [("guild_available",)]
    assert set(client.servers.channels(SERVER)) == {CHANNEL}


async def test_a_server_that_the_bot_has_left_is_forgotten(client: Listening) -> None:
    assert client.hears("GUILD_DELETE", id=str(SERVER)) == [("guild_remove",)]
    assert not client.guilds
    assert not set(client.servers.channels(SERVER))


async def test_a_server_that_changes_keeps_its_channels(client: Listening) -> None:
    changed = {**wire.guild(3, roles=1), "name": "Another"}
    assert client.hears("GUILD_UPDATE", **changed) == [("guild_update",)]
    assert client.guilds[0].name == "Another"
    assert not client.guilds[0].roles
    assert set(client.servers.channels(SERVER)) == {CHANNEL, OTHER_CHANNEL}


async def test_what_befalls_a_server_that_is_not_known_changes_nothing(client: Listening) -> None:
    client.hears("CHANNEL_CREATE", id="9", type=0, guild_id="7")
    assert not client.hears("CHANNEL_UPDATE", id="9", type=0, guild_id="7")
    assert not set(client.servers.channels(7))


def begin_session(client: Listening, shards: int = 1) -> None:
    """Have a session begin; the server is one that Discord has yet to tell of."""
    client.shard_count = client._connection.shard_count = shards
    client._connection.shard_ids = [0, 1]
    user = {"id": "900", "username": "bot", "discriminator": "0", "avatar": None}
    away = [{"id": str(SERVER), "unavailable": True}]
    client.hears("READY", user=user, guilds=away, shard=[0, shards])
    client._connection._ready_tasks[0].cancel()


@pytest.mark.parametrize("shards", [1, 2])
async def test_a_session_that_begins_anew_knows_what_it_is_told_then(
    client: Listening, shards: int
) -> None:
    begin_session(client, shards)
    assert client.guilds[0].unavailable
    assert not set(client.servers.channels(SERVER))


@pytest.mark.parametrize(
    "channel",
    [
        *({"type": kind} for kind in (0, 2, 5, 10, 11, 12, 13, 15, 16)),
        {"type": 0, "parent_id": "6"},
    ],
)
async def test_whoever_presses_may_be_anywhere(
    client: Listening, channel: dict[str, object]
) -> None:
    """Discord promises no more of a channel than its id and type."""
    begin_session(client)
    pressed = {**wire.press(1, 7, "any", None, ()), "guild_id": str(SERVER)}
    shown = {"channel": {"id": str(OTHER_CHANNEL), **channel}}
    [(event, interaction)] = client.hears("INTERACTION_CREATE", **pressed | shown)
    assert event == "interaction"
    assert interaction.guild == client.guilds[0]
    assert interaction.channel_id == OTHER_CHANNEL
    assert interaction.channel.type.value == channel["type"]


async def test_a_message_can_be_pressed_whatever_is_told_of_its_thread(client: Listening) -> None:
    begin_session(client)
    pressed: dict[str, Any] = {**wire.press(1, 7, "any", None, ()), "guild_id": str(SERVER)}
    pressed["message"] = {**pressed["message"], "thread": {"id": "12", "type": 11}}
    [(_, interaction)] = client.hears("INTERACTION_CREATE", **pressed)
    assert interaction.message is not None


async def test_a_server_that_says_nothing_of_its_channels_has_none(client: Listening) -> None:
    server = wire.guild(4)
    del server["channels"], server["roles"]
    client.hears("GUILD_CREATE", **server)
    assert client.guilds[-1].id == 4001
    assert not set(client.servers.channels(4001))
