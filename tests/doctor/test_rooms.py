"""Checks of what the bot may do in each room, by Discord's rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import discord as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doctor.discord_account import DiscordApi
from bot.doctor.rooms import (
    RoomChecks,
    Server,
    channel_permissions,
    server_permissions,
)
from bot.domain.channel_permissions import (
    ADMINISTRATOR,
    CONNECT,
    CREATE_EVENTS,
    CREATE_PUBLIC_THREADS,
    NEEDED,
)
from bot.domain.errors import StorageError
from tests.doctor.conftest import (
    BOT,
    CHANNEL,
    GUILD,
    OTHER,
    PLENTY,
    ROLE,
    TOKEN,
    FakeDiscord,
    found,
    overwrite,
    role,
)
from tests.fakes import FakeClock


@dataclass(frozen=True)
class Known:
    title: str = "Soundtrack"
    guild_id: int = int(GUILD)
    channel_id: int = int(CHANNEL)
    events: bool = False
    roles: Mapping[str, int] = field(default_factory=dict)


@pytest.fixture
def check(api: DiscordApi, clock: FakeClock) -> Callable[..., RoomChecks]:
    return lambda *known: RoomChecks(api, lambda: list(known), clock.now)


async def test_a_room_that_lacks_nothing(
    discord: FakeDiscord, check: Callable[..., RoomChecks]
) -> None:
    assert await found(check(Known()).check()) == [
        "ok room 'Soundtrack': the bot has the permissions it needs"
    ]


async def test_rooms_of_a_server_ask_for_it_once(
    discord: FakeDiscord, check: Callable[..., RoomChecks]
) -> None:
    assert len(await found(check(Known("A"), Known("B"), Known("C")).check())) == 3
    assert discord.asked.count(f"/guilds/{GUILD}") == 1


async def test_before_there_are_rooms_nobody_is_asked(
    discord: FakeDiscord, check: Callable[..., RoomChecks]
) -> None:
    (told,) = await found(check().check())
    assert told.startswith("ok rooms: none yet")
    assert discord.asked == []


@pytest.mark.parametrize(("bit", "name"), NEEDED.items())
async def test_each_missing_permission_is_named(
    discord: FakeDiscord, check: Callable[..., RoomChecks], bit: int, name: str
) -> None:
    discord.channel = {"id": CHANNEL, "permission_overwrites": [overwrite(BOT, deny=bit)]}
    (told,) = await found(check(Known()).check())
    assert told.startswith("wrong room 'Soundtrack': permissions are missing. Give the bot")
    assert name in told


async def test_a_hidden_channel_lacks_everything(
    discord: FakeDiscord, check: Callable[..., RoomChecks]
) -> None:
    discord.channel = 403
    (told,) = await found(check(Known()).check())
    assert all(name in told for name in NEEDED.values())


@pytest.mark.parametrize("given", [0, CREATE_EVENTS])
@pytest.mark.parametrize("wanted", [False, True])
async def test_events_are_needed_where_the_room_wants_them(
    discord: FakeDiscord, check: Callable[..., RoomChecks], given: int, wanted: bool
) -> None:
    assert isinstance(discord.guild, dict)
    discord.guild["roles"] = [role(GUILD, PLENTY | given)]
    (told,) = await found(check(Known(events=wanted)).check())
    assert told.startswith("wrong") == ("Create Events" in told) == (wanted and not given)


@pytest.mark.parametrize("kind", [2, 13])
async def test_a_voice_channels_chat_needs_no_threads_and_is_shown_to_those_who_may_connect(
    discord: FakeDiscord, check: Callable[..., RoomChecks], kind: int
) -> None:
    discord.channel = {
        "id": CHANNEL,
        "type": kind,
        "permission_overwrites": [overwrite(BOT, deny=CREATE_PUBLIC_THREADS)],
    }
    (told,) = await found(check(Known()).check())
    assert told.endswith("permissions are missing. Give the bot in that channel: Connect")
    assert isinstance(discord.guild, dict)
    discord.guild["roles"] = [role(GUILD, PLENTY | CONNECT)]
    (told,) = await found(check(Known()).check())
    assert told.startswith("ok")


@pytest.mark.parametrize(
    ("roles", "what"),
    [
        ({"writers' role": 77}, "deleted in its server: writers' role"),
        (
            {"writers' role": int(ROLE), "delegates' role": 78},
            "deleted in its server: delegates' role",
        ),
        (
            {"writers' role": 77, "delegates' role": 78},
            "deleted in its server: writers' role and delegates' role",
        ),
    ],
)
async def test_a_role_that_was_deleted_is_told(
    discord: FakeDiscord, check: Callable[..., RoomChecks], roles: dict[str, int], what: str
) -> None:
    (told,) = await found(check(Known(roles=roles)).check())
    assert told.startswith(f"wrong room 'Soundtrack': {what}. Name another with /room setup")
    (told,) = await found(check(Known(roles={"writers' role": int(ROLE)})).check())
    assert told.startswith("ok")


@pytest.mark.parametrize(
    ("where", "status", "what"),
    [
        ("channel", 404, "its channel was deleted. Use /room setup"),
        ("guild", 404, "the bot is no longer in its server. Invite"),
        ("guild", 403, "the bot is no longer in its server. Invite"),
        ("member", 404, "the bot is no longer in its server. Invite"),
    ],
)
async def test_what_is_gone_is_told(
    discord: FakeDiscord, check: Callable[..., RoomChecks], where: str, status: int, what: str
) -> None:
    setattr(discord, where, status)
    (told,) = await found(check(Known()).check())
    assert told.startswith(f"wrong room 'Soundtrack': {what}")


@pytest.mark.parametrize(("seconds", "out"), [(3600, True), (-3600, False)])
async def test_a_bot_that_is_timed_out(
    discord: FakeDiscord,
    check: Callable[..., RoomChecks],
    clock: FakeClock,
    seconds: int,
    out: bool,
) -> None:
    until = datetime.fromtimestamp(clock.now() + seconds, UTC).isoformat()
    discord.member = {"roles": [ROLE], "communication_disabled_until": until}
    (told,) = await found(check(Known()).check())
    assert ("timed out" in told) == out


async def test_a_title_cannot_steer_the_terminal(
    discord: FakeDiscord, check: Callable[..., RoomChecks]
) -> None:
    (told,) = await found(check(Known("a\x1b[2Jb\nok")).check())
    assert "\x1b" not in told
    assert "\n" not in told


async def test_where_the_rooms_or_discord_cannot_be_asked(
    discord: FakeDiscord, api: DiscordApi, clock: FakeClock, nowhere: str
) -> None:
    def broken() -> list[Known]:
        raise StorageError("damaged")

    (told,) = await found(RoomChecks(api, broken, clock.now).check())
    assert told == "unchecked rooms: not checked, since the database cannot be read"
    for address, token, why in (
        (nowhere, TOKEN, "Discord cannot be reached"),
        (discord.address, "x" * 60, "Discord does not accept the token"),
        (discord.address, "", "there is no usable token"),
    ):
        check = RoomChecks(DiscordApi(address, token), lambda: [Known()], clock.now)
        assert await found(check.check()) == [f"unchecked rooms: not checked, since {why}"]


BITS = st.sampled_from([0, *NEEDED, CREATE_EVENTS, ADMINISTRATOR])
MASKS = st.lists(BITS, max_size=4).map(lambda bits: sum(set(bits)))


@given(
    roles=st.tuples(MASKS, MASKS, MASKS),
    mine=st.sets(st.sampled_from([ROLE, OTHER])),
    said=st.dictionaries(st.sampled_from([GUILD, ROLE, OTHER, BOT]), st.tuples(MASKS, MASKS)),
    owner=st.sampled_from(["1", BOT]),
)
def test_permissions_are_those_of_discord_py(
    roles: tuple[int, int, int],
    mine: set[str],
    said: dict[str, tuple[int, int]],
    owner: str,
) -> None:
    guild = {
        "id": GUILD,
        "owner_id": owner,
        "roles": [role(name, bits) for name, bits in zip((GUILD, ROLE, OTHER), roles, strict=True)],
    }
    overwrites = [overwrite(who, allow=allow, deny=deny) for who, (allow, deny) in said.items()]
    channel = {"id": CHANNEL, "permission_overwrites": overwrites}
    server = Server(server_permissions(guild, {"roles": sorted(mine)}, BOT), frozenset(mine))
    ours = channel_permissions(server, GUILD, BOT, channel)
    theirs = as_discord_py_says(guild, sorted(mine), overwrites)
    for bit, name in NEEDED.items():
        assert bool(ours & bit) == bool(theirs.value & bit), name


def as_discord_py_says(
    guild: dict[str, Any], mine: list[str], overwrites: list[dict[str, Any]]
) -> library.Permissions:
    state: Any = type("State", (), {"self_id": int(BOT), "shard_count": None})()
    state.member_cache_flags = library.MemberCacheFlags.none()
    state.cache_guild_expressions = False
    full = {"name": "Lot 5", "member_count": 1, "unavailable": False, **guild}
    full["roles"] = [
        {"position": 0, "color": 0, "hoist": False, "managed": False, "mentionable": False,
         "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, **one}
        for one in guild["roles"]
    ]  # fmt: skip
    server = library.Guild(data=cast("Any", full), state=state)
    hung: dict[str, object] = {"id": CHANNEL, "type": 0, "name": "songs", "position": 0}
    hung["permission_overwrites"] = overwrites
    channel = library.TextChannel(
        state=state,
        guild=server,
        data=cast("Any", hung),
    )
    user = {"id": BOT, "username": "bot", "discriminator": "0", "avatar": None, "global_name": None}
    state.store_user = lambda data, **_: library.User(state=state, data=data)
    joined = {"user": user, "roles": mine, "deaf": False, "mute": False, "flags": 0}
    member = library.Member(data=cast("Any", joined), guild=server, state=state)
    return channel.permissions_for(member)
