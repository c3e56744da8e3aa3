"""A season over the wire, screen by screen, so that every kind of request is sent once."""

import pytest

from tests.backends import BACKENDS
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.people import custom_ids, options_of
from tests.wire.rest import CALLBACK, COMMANDS, MESSAGE, MESSAGES, ORIGINAL
from tests.wire.shapes import Json, User, text_of

pytestmark = pytest.mark.parametrize("backend", BACKENDS)


def pressable(message: Json, name: str) -> str:
    """Return the whole name of what can be pressed."""
    return next(one for one in custom_ids(message) if one.split(":")[0] == name)


def seen(answer: Interaction) -> Json:
    """Return the message that an interaction was answered with."""
    assert answer.message is not None
    return answer.message


async def proposed_by_hand(house: House, writer: User, title: str) -> None:
    discord = house.discord
    given = {"song": title, "why": f"What {title} tells us"}
    asked = await discord.command("song propose", given, writer, CHANNEL)
    name = pressable(seen(asked), "byhand")
    form = await discord.press(name, writer, seen(asked))
    typed = {"title": title, "artist": "Somebody"}
    sent = await discord.submit(form, typed, writer)
    assert "Proposed" in sent.text
    assert f"What {title} tells us" in sent.text


async def songs_proposed(house: House) -> None:
    """Set up a room with an episode, and have everybody propose, second and look."""
    discord, boss, writers = house.discord, house.boss, house.writers
    await house.set_up()
    await discord.command("room roster", {}, boss, CHANNEL)
    await discord.command("episode create", {"number": "104", "title": "Heat"}, boss, CHANNEL)
    for n, writer in enumerate(writers):
        await proposed_by_hand(house, writer, f"Tune {n}")
    await house.bot.settled()
    cards = discord.messages(CHANNEL)
    assert len(cards) == len(writers)
    await discord.press(pressable(cards[0], "second"), writers[1], cards[0])
    form = await discord.press(pressable(cards[0], "tells"), writers[1], cards[0])
    await discord.submit(form, {"note": "It is hot"}, writers[1])
    for command in ("song list", "episode list", "episode show", "shortlist show"):
        assert (await discord.command(command, {}, writers[0], CHANNEL)).text
    offered = await discord.autocomplete("song second", "song", "Tune", writers[0], CHANNEL)
    assert offered.choices is not None
    assert len(offered.choices) == len(writers) - 1  # one of the songs is their own


async def shortlist_presented(house: House) -> None:
    """Have the showrunner pick all songs and present them."""
    discord, boss = house.discord, house.boss
    picking = seen(await discord.command("shortlist pick", {}, boss, CHANNEL))
    menu = pressable(picking, "pick")
    await discord.choose(menu, options_of(picking, menu), boss, picking)
    # Four are not the twelve that a round has as a rule, so it asks first.
    asked = seen(await discord.press(pressable(picking, "present"), boss, picking))
    await discord.press(pressable(asked, "presentnow"), boss, asked)
    await house.bot.settled()
    assert "The shortlist" in text_of(discord.messages(CHANNEL)[-1])


async def vote_held(house: House) -> None:
    """Hold a vote: everybody picks and stars, one abstains after all, and the results come."""
    discord, boss, writers = house.discord, house.boss, house.writers
    await house.schedule()
    await house.bot.settled()
    view = await house.round()
    round_id = view.round.id
    for writer in writers:
        form_of_mine = await house.form(round_id, writer)
        songs = options_of(form_of_mine, f"picks:{round_id}")
        await discord.choose(f"picks:{round_id}", songs[:2], writer, form_of_mine)
        await discord.choose(f"stars:{round_id}", songs[:1], writer, form_of_mine)
    abstaining = await house.form(round_id, writers[3])
    asked = await discord.press(f"abstain:{round_id}", writers[3], abstaining)
    assert asked.message is not None
    [sure] = [one for one in custom_ids(asked.message) if one.startswith("abstainnow:")]
    await discord.press(sure, writers[3], asked.message)
    for command in ("round status", "room status", "vote"):
        assert (await discord.command(command, {}, boss, CHANNEL)).text
    await house.bot.advance(2700)
    [results] = house.results(round_id)
    assert [one["filename"] for one in results["attachments"]] == ["results.png"]
    await discord.press(f"cast:{round_id}", writers[0], results)
    for command in ("round results", "round record"):
        assert (await discord.command(command, {}, boss, CHANNEL)).text


async def test_a_season(house: House) -> None:
    await songs_proposed(house)
    await shortlist_presented(house)
    await vote_held(house)
    asked = house.discord.rest.recorded
    assert {(one.method, one.route) for one in asked} >= {
        ("PUT", COMMANDS),
        ("POST", CALLBACK),
        ("PATCH", ORIGINAL),
        ("POST", MESSAGES),
        ("PATCH", MESSAGE),
    }
    assert all(one.authorized for one in asked if one.route in (MESSAGE, MESSAGES))


@pytest.mark.parametrize("method", ["ranked", "points", "spread"])
async def test_a_vote_in_every_form(house: House, method: str) -> None:
    view = await house.opened(method=method)
    writer = house.writers[0]
    form = await house.form(view.round.id, writer)
    menu = next(one for one in custom_ids(form) if options_of(form, one))
    answer = await house.discord.choose(menu, options_of(form, menu)[:1], writer, form)
    assert "receipt" in answer.text
    await house.bot.advance(2700)
    assert len(house.results(view.round.id)) == 1
