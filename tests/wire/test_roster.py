"""The roster of a room whose writers need a role."""

from tests.wire.house import CHANNEL, House
from tests.wire.people import Values

WRITERS = 620


async def test_whoever_lacks_the_writers_role_is_named_when_they_are_put_on_the_roster(
    house: House,
) -> None:
    discord = house.discord
    discord.role(WRITERS, "Writers")
    writer = discord.user(90, "with-the-role", roles=[WRITERS])
    await house.set_up()
    shown = await discord.command("room roster", {}, house.boss, CHANNEL)
    assert shown.message is not None
    warned = "they can't propose or vote"
    anybody = [house.writers[0], writer]
    chosen = await discord.choose("roster:0", anybody, house.boss, shown.message)
    assert warned not in chosen.text
    given: dict[str, Values] = {"title": "Soundtrack", "timezone": "UTC", "writers": WRITERS}
    await discord.command("room setup", given, house.boss, CHANNEL)
    assert chosen.message is not None
    again = await discord.choose("roster:0", [*anybody], house.boss, chosen.message)
    assert f"Without the role <@&{WRITERS}>: <@{house.writers[0].id}>. " in again.text
    assert warned in again.text
    assert again.message is not None
    alone = await discord.choose("roster:0", [writer], house.boss, again.message)
    assert warned not in alone.text
