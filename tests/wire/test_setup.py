"""Setting a room up: what channel, who, which roles, and what is missing."""

from functools import reduce
from operator import or_

import pytest

from bot.domain.channel_permissions import (
    ADMINISTRATOR,
    CONNECT,
    CREATE_EVENTS,
    CREATE_PUBLIC_THREADS,
    NEEDED,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)
from bot.domain.errors import NoRoom
from bot.domain.model import ChannelId, UserId
from tests import behind
from tests.wire.house import CHANNEL, House
from tests.wire.people import Values
from tests.wire.rest import THREADS
from tests.wire.shapes import User

ALL = reduce(or_, NEEDED)
FORUM, POST, VOICE, ROLE = 750, 751, 760, 620
GIVEN: dict[str, Values] = {"title": "Soundtrack", "timezone": "UTC"}


async def set_up(house: House, channel: int = CHANNEL, **given: Values) -> str:
    answer = await house.discord.command("room setup", GIVEN | given, house.boss, channel)
    return answer.text


async def is_room(house: House, channel: int) -> bool:
    try:
        await house.app.services.rooms.at(ChannelId(channel))
    except NoRoom:
        return False
    return True


@pytest.mark.parametrize("kind", [15, 16], ids=["forum", "media"])
async def test_a_post_is_refused_with_what_to_do(house: House, kind: int) -> None:
    post = house.discord.forum_post(FORUM, POST, kind)
    refused = await set_up(house, post)
    assert f"<#{FORUM}> holds posts" in refused
    assert "Use `/room setup` in a text channel" in refused
    assert not await is_room(house, FORUM)


@pytest.mark.parametrize("kind", [2, 13], ids=["voice", "stage"])
async def test_the_chat_of_a_voice_channel_works_without_threads(house: House, kind: int) -> None:
    voice = house.discord.voice_channel(VOICE, kind)
    needed = ALL & ~(CREATE_PUBLIC_THREADS | SEND_MESSAGES_IN_THREADS)
    house.discord.permit(voice, needed)
    assert "I lack *Connect*." in await set_up(house, voice)
    house.discord.permit(voice, needed | CONNECT)
    told = await set_up(house, voice)
    assert "which has no threads" in told
    assert "I lack" not in told
    assert await is_room(house, voice)


async def test_in_a_thread_the_channel_it_belongs_to_is_named(house: House) -> None:
    await house.opened()
    [thread] = house.discord.threads(CHANNEL)
    told = await set_up(house, int(thread["id"]))
    assert f"is set up in <#{CHANNEL}>" in told
    assert "this channel." not in told


@pytest.mark.parametrize("bit", NEEDED)
async def test_what_is_missing_is_said_at_once(house: House, bit: int) -> None:
    house.discord.permit(CHANNEL, ALL & ~bit)
    told = [await set_up(house)]
    await house.shortlisted()
    told.append((await house.schedule()).text)
    told.append((await house.discord.command("room status", {}, house.writers[0], CHANNEL)).text)
    for text in told:
        assert f"I lack *{NEEDED[bit]}*." in text
        assert "Ask a server admin" in text
    assert f"<#{CHANNEL}>" in told[0]


@pytest.mark.parametrize("allowed", [0, CREATE_EVENTS, 1 << 11])
async def test_all_that_is_missing_is_named(house: House, allowed: int) -> None:
    await house.set_up()
    await house.settle_on(events=True)
    house.discord.permit(CHANNEL, allowed)
    told = (await house.discord.command("room status", {}, house.boss, CHANNEL)).text
    for bit, name in {**NEEDED, CREATE_EVENTS: "Create Events"}.items():
        assert (f"*{name}*" in told) == (not allowed & bit)


async def test_a_bot_that_is_timed_out_says_so(house: House) -> None:
    house.discord.permit(CHANNEL, VIEW_CHANNEL | READ_MESSAGE_HISTORY)
    told = await set_up(house)
    assert "I can only read here" in told
    assert "If I'm timed out in this server" in told
    house.discord.permit(CHANNEL, 0)
    assert "timed out" not in await set_up(house)


@pytest.mark.parametrize("allowed", [ALL, ADMINISTRATOR])
async def test_where_nothing_is_missing_nothing_is_said(house: House, allowed: int) -> None:
    house.discord.permit(CHANNEL, allowed)
    assert "I lack" not in await set_up(house)
    assert (
        "I lack" not in (await house.discord.command("room status", {}, house.boss, CHANNEL)).text
    )


@pytest.mark.parametrize(
    ("somebody", "why"),
    [
        (User(41, "music-bot", bot=True), "is a bot"),
        (User(900, "needledrop", bot=True), "is a bot"),
        (User(42, "gone", absent=True), "is not in this server"),
    ],
    ids=["a bot", "this bot", "who has left"],
)
async def test_who_cannot_be_showrunner_is_refused(house: House, somebody: User, why: str) -> None:
    refused = await set_up(house, showrunner=somebody)
    assert why in refused
    assert "Soundtrack" in refused, "what was typed is given back"
    assert not await is_room(house, CHANNEL)


async def test_roles_that_nobody_can_have_are_refused(house: House) -> None:
    house.discord.role(ROLE, "Music Bot")
    house.discord.state.roles[ROLE]["tags"] = {"bot_id": "41"}
    house.discord.state.roles[ROLE]["managed"] = True
    for option in ("writers", "delegates", "supervisor"):
        assert "belongs to an app" in await set_up(house, **{option: ROLE})
    house.discord.state.roles[ROLE]["tags"] = {"premium_subscriber": None}
    assert "is set up" in await set_up(house, writers=ROLE)
    assert (await house.room()).writers_role_id == ROLE


async def test_everyone_is_no_role(house: House) -> None:
    house.discord.role(ROLE, "Writers")
    await set_up(house, writers=ROLE, delegates=ROLE)
    assert "everybody in this server could" in await set_up(house, delegates=500)
    assert "could see fees and contacts" in await set_up(house, supervisor=500)
    assert "whoever can see this channel" in await set_up(house, writers=500)
    room = await house.room()
    assert (room.writers_role_id, room.delegates_role_id) == (None, ROLE)


@pytest.mark.parametrize(
    ("without", "left"),
    [
        ("writers", (None, ROLE)),
        ("delegates", (ROLE, None)),
        ("delegates writers", (None, None)),
    ],
)
async def test_roles_are_taken_away_again(
    house: House, without: str, left: tuple[int | None, int | None]
) -> None:
    house.discord.role(ROLE, "Crew")
    await set_up(house, writers=ROLE, delegates=ROLE)
    await set_up(house, without=without)
    room = await house.room()
    assert (room.writers_role_id, room.delegates_role_id) == left
    both = await set_up(house, without="writers", writers=ROLE)
    assert "Send it again with only one" in both


async def test_a_role_for_music_supervisors_is_named_and_taken_away_again(house: House) -> None:
    house.discord.role(ROLE, "Clearance")
    one, other = (house.discord.user(n, "Ana", roles=[ROLE][: n - 70]) for n in (71, 70))
    told = await set_up(house, supervisor=ROLE)
    assert f"Music supervisors: <@&{ROLE}>" in told
    assert "use a command here once" in told
    for somebody, allowed in ((one, True), (other, False)):
        due = (await house.discord.command("rights due", {}, somebody, CHANNEL)).text
        assert ("Nobody owes you an answer" in due) is allowed
        assert ("Only the music supervisor" in due) is not allowed
    assert await behind.rows(house.app.database, "SELECT user_id FROM supervisors") == [(one.id,)]
    status = (await house.discord.command("room status", {}, other, CHANNEL)).text
    assert f"music supervisors: <@&{ROLE}>" in status
    del house.discord.state.roles[ROLE]
    status = (await house.discord.command("room status", {}, other, CHANNEL)).text
    assert "music supervisors' role was deleted" in status
    due = (await house.discord.command("rights due", {}, other, CHANNEL)).text
    assert "a role for it was deleted" in due
    assert "only one of the two" in await set_up(house, supervisor=one, without="supervisor")
    told = await set_up(house, supervisor=one)
    assert f"Music supervisor: <@{one.id}>" in told
    assert "Music supervisor" not in await set_up(house, without="supervisor")


async def test_bots_and_strangers_are_left_out_of_the_roster(house: House) -> None:
    await set_up(house)
    shown = await house.discord.command("room roster", {}, house.boss, CHANNEL)
    assert shown.message is not None
    chosen = [house.writers[0], User(41, "robot", bot=True), User(42, "gone", absent=True)]
    picked = await house.discord.choose("roster:0", chosen, house.boss, shown.message)
    assert "Not added: <@41> and <@42>" in picked.text
    assert await house.app.services.rooms.roster(await house.room()) == (house.writers[0].id,)


async def test_who_has_left_is_no_scrutineer(house: House) -> None:
    await set_up(house)
    shown = await house.discord.command("room settings", {}, house.boss, CHANNEL)
    assert shown.message is not None
    gone = User(42, "gone", absent=True)
    chosen = await house.discord.choose("settings:scrutineers", [gone], house.boss, shown.message)
    assert "“gone” is not in this server" in chosen.text
    assert (await house.room()).settings.scrutineers == ()


async def test_the_end_of_a_vote_is_told_in_the_zone_that_the_room_has_by_now(
    house: House,
) -> None:
    await house.opened()
    await set_up(house, timezone="Asia/Tokyo")
    options = {"closes": "tomorrow 17:00"}
    told = (await house.discord.command("round extend", options, house.boss, CHANNEL)).text
    assert ", 17:00 JST" in told


async def test_the_status_names_who_has_left(house: House) -> None:
    await house.opened()
    await house.vote((await house.round()).round.id, house.writers[0], 1)
    await house.bot.settled()
    house.discord.leave(house.boss)
    house.discord.leave(house.writers[0])
    status = await house.discord.command("room status", {}, house.writers[1], CHANNEL)
    assert "The showrunner is no longer in this server" in status.text
    [left] = [line for line in status.text.splitlines() if line.startswith("On the roster, but")]
    assert f"<@{house.writers[0].id}>" in left
    assert f"<@{house.writers[1].id}>" not in left


async def test_the_status_names_whoever_else_has_left(house: House) -> None:
    ana, bo = house.discord.user(71, "Ana"), house.discord.user(72, "Bo")
    await set_up(house, supervisor=ana)
    await house.settle_on(scrutineers=(UserId(bo.id),))
    there = (await house.discord.command("room status", {}, house.boss, CHANNEL)).text
    assert "no longer in this server" not in there
    house.discord.leave(ana)
    house.discord.leave(bo)
    gone = (await house.discord.command("room status", {}, house.boss, CHANNEL)).text
    assert "The music supervisor is no longer in this server" in gone
    assert f"no longer in this server: <@{bo.id}>. The showrunner chooses others" in gone


async def test_no_thread_is_tried_again_where_there_are_none(house: House) -> None:
    """The kind of the room's channel may have changed since."""
    await house.shortlisted()
    house.discord.state.channels[CHANNEL]["type"] = 2
    await house.schedule()
    await house.bot.settled()
    await house.bot.advance(600)
    assert house.discord.calls("POST", THREADS) == 1
