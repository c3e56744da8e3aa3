"""Who may do what is read from the interaction, or looked up: never from an empty cache."""

import pytest

from bot.domain.model import RoundState
from cogs.ui.kit import error_responses
from tests.wire.faults import Gate, broken, held, refused
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.people import Values
from tests.wire.shapes import GUILD, Json, User, walk
from tests.wire.state import MISSING_ACCESS

MEMBER = "/guilds/{guild_id}/members/{user_id}"
WRITERS, DELEGATES = 620, 621


async def with_roles(house: House) -> tuple[User, User]:
    """Open a vote in a room with a writers' and a delegates' role; return one person of each."""
    house.discord.role(WRITERS, "Writers")
    house.discord.role(DELEGATES, "Deputies")
    await house.opened()
    given: dict[str, Values] = {
        "title": "Soundtrack",
        "timezone": "UTC",
        "writers": WRITERS,
        "delegates": DELEGATES,
    }
    answer = await house.discord.command("room setup", given, house.boss, CHANNEL)
    assert "is set up" in answer.text
    writer = house.discord.user(31, "writer", roles=[WRITERS])
    return writer, house.discord.user(32, "deputy", roles=[DELEGATES])


async def test_roles_count_before_the_client_knows_the_server(house: House) -> None:
    writer, deputy = await with_roles(house)
    round_id = (await house.round()).round.id
    gateway = house.discord.gateway
    gateway.empty = True
    gateway.drop(forget=True)
    await house.discord.delivered()
    assert house.app.client.get_guild(GUILD) is not None
    assert not house.app.client.get_guild(GUILD).roles  # type: ignore[union-attr]
    [ballot] = house.ballots(round_id)
    mine = await house.discord.press(f"ballot:{round_id}", writer, ballot)
    assert "Only this room's writers" not in mine.text
    other = await house.discord.press(f"ballot:{round_id}", house.writers[0], ballot)
    assert "Only this room's writers" in other.text
    paused = await house.discord.command("round pause", {}, deputy, CHANNEL)
    assert "is paused" in paused.text
    await gateway.fill()
    await house.bot.settled()


async def told(house: House) -> Json:
    """Have the showrunner be asked directly what becomes of the vote; return the message."""
    view = await house.opened()
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    house.app.services.ballot_messages.edit_soon(view.round.id)
    await house.bot.settled()
    [message] = house.discord.direct_messages(house.boss)
    return message


async def press(house: House, message: Json, verb: int, user: User) -> Interaction:
    [button] = [
        one["custom_id"]
        for one in walk(message["components"])
        if one.get("custom_id", "").startswith(f"decide:{verb}:")
    ]
    pressed = await house.discord.press(button, user, message)
    await house.bot.settled()
    return pressed


@pytest.mark.parametrize("verb", [0, 1, 2], ids=["close", "resume", "cancel"])
async def test_who_has_left_the_server_decides_nothing_in_it(house: House, verb: int) -> None:
    message = await told(house)
    house.discord.leave(house.boss)
    pressed = await press(house, message, verb, house.boss)
    assert "You're no longer in this room's server" in pressed.text
    assert (await house.round()).round.state is RoundState.PAUSED


@pytest.mark.parametrize("has_role", [False, True])
async def test_a_direct_message_counts_the_roles_of_now(house: House, has_role: bool) -> None:
    await with_roles(house)
    deputy = house.discord.user(32, "deputy", roles=[DELEGATES] if has_role else [])
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    round_id = (await house.round()).round.id
    house.app.services.ballot_messages.edit_soon(round_id)
    await house.bot.settled()
    [message] = house.discord.direct_messages(house.boss)
    await press(house, message, 2, deputy)
    state = (await house.app.services.rounds.view(round_id)).round.state
    assert state is (RoundState.CANCELLED if has_role else RoundState.PAUSED)


async def test_a_press_is_not_believed_while_nobody_can_be_looked_up(house: House) -> None:
    message = await told(house)
    house.discord.faults.always("GET", MEMBER, broken(503))
    pressed = await press(house, message, 2, house.boss)
    assert "Discord is having trouble" in pressed.text
    house.discord.faults.always("GET", MEMBER, refused(403, MISSING_ACCESS))
    pressed = await press(house, message, 2, house.boss)
    assert "I'm no longer in this room's server" in pressed.text
    assert (await house.round()).round.state is RoundState.PAUSED


async def test_a_deleted_writers_role_is_told_with_who_can_mend_it(house: House) -> None:
    await with_roles(house)
    round_id = (await house.round()).round.id
    [ballot] = house.ballots(round_id)
    refused_ = await house.discord.press(f"ballot:{round_id}", house.writers[0], ballot)
    assert "Only this room's writers can do that" in refused_.text
    await house.discord.delete_role(WRITERS)
    gone = await house.discord.press(f"ballot:{round_id}", house.writers[0], ballot)
    assert "role for writers was deleted" in gone.text
    assert "server admin" in gone.text
    status = await house.discord.command("room status", {}, house.writers[0], CHANNEL)
    assert "The writers' role was deleted" in status.text
    given: dict[str, Values] = {"title": "Soundtrack", "timezone": "UTC", "without": "writers"}
    mended = await house.discord.command("room setup", given, house.boss, CHANNEL)
    assert "whoever can see this channel joins" in mended.text
    again = await house.discord.press(f"ballot:{round_id}", house.writers[0], ballot)
    assert "role for writers" not in again.text
    room = await house.room()
    assert (room.writers_role_id, room.delegates_role_id) == (None, DELEGATES)


async def test_a_refusal_does_not_wait_for_discord_to_say_which_roles_there_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_roles(house)
    round_id = (await house.round()).round.id
    [ballot] = house.ballots(round_id)
    await house.discord.delete_role(WRITERS)
    asked = Gate()
    house.discord.faults.always("GET", "/guilds/{guild_id}/roles", held(asked))
    monkeypatch.setattr(error_responses, "LOOK_WITHIN", 0.01)
    refused_ = await house.discord.press(f"ballot:{round_id}", house.writers[0], ballot)
    assert "Only this room's writers can do that" in refused_.text
    assert asked.reached.is_set()
    asked.open()


async def test_a_refusal_is_told_though_discord_refuses_to_say_which_roles_there_are(
    house: House,
) -> None:
    await with_roles(house)
    round_id = (await house.round()).round.id
    [ballot] = house.ballots(round_id)
    await house.discord.delete_role(WRITERS)
    house.discord.faults.always("GET", "/guilds/{guild_id}/roles", refused(400, 50035, "Refused"))
    pressed = await house.discord.press(f"ballot:{round_id}", house.writers[0], ballot)
    assert "Only this room's writers can do that" in pressed.text
