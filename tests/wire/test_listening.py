"""A room listens together over the wire: twelve songs, eight writers, and every request counted."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy

from bot.domain.listening import EDIT_EVERY
from bot.domain.model import Person, UserId
from tests.wire.house import CHANNEL, House
from tests.wire.interactions import Interaction
from tests.wire.people import custom_ids
from tests.wire.rest import CALLBACK, MESSAGE, MESSAGES
from tests.wire.shapes import Json, User, text_of

SONGS, WRITERS = 12, 8


def named(message: Json, name: str) -> list[str]:
    """Return the whole names of what can be pressed on a message, by their first word."""
    return [one for one in custom_ids(message) if one.split(":")[0] == name]


async def thread_of(house: House, songs: int) -> int:
    """Have a shortlist of so many songs presented; return its thread."""
    await house.shortlisted(songs)
    boss = Person(UserId(house.boss.id), frozenset(), True)
    await house.app.services.shortlists.present(boss, await house.room(), await house.episode())
    await house.bot.settled()
    [thread] = house.discord.threads(CHANNEL)
    return int(thread["id"])


async def begun(house: House, songs: int, **options: int | bool) -> int:
    """Have a session begun by its command; return the thread it is in."""
    thread = await thread_of(house, songs)
    await house.discord.command("shortlist listen", options, house.boss, CHANNEL)
    await house.bot.settled()
    return thread


def card(house: House, thread: int) -> Json:
    """Return the latest card."""
    return house.discord.messages(thread)[-1]


async def press(house: House, thread: int, name: str, who: User) -> Interaction:
    """Press something on the latest card."""
    shown = card(house, thread)
    return await house.discord.press(named(shown, name)[0], who, shown)


async def write(house: House, thread: int, who: User, line: str) -> Interaction:
    """Write a line on the latest card: a press, and a form with a sentence."""
    form = await press(house, thread, "listenline", who)
    return await house.discord.submit(form, {"line": line}, who)


async def next_step(house: House, thread: int) -> None:
    """Have the showrunner move on, and everybody see it."""
    await press(house, thread, "listenmove", house.boss)
    await house.bot.advance(EDIT_EVERY)


async def heard(house: House, thread: int, song: int, writers: Sequence[User]) -> float:
    """Have everybody write about a song, a second apart; return how long it takes to show that."""
    for number, who in enumerate(writers):
        answer = await write(house, thread, who, f"Line {number} on {song}")
        assert "Saved" in answer.text
        assert f"Line {number} on {song}" not in text_of(card(house, thread))
        if number < len(writers) - 1:
            await house.bot.advance(1)
    answered = house.clock.now()
    while "Line 0" not in text_of(card(house, thread)):
        await house.bot.advance(1)
    lines = [one for one in text_of(card(house, thread)).splitlines() if "Line " in one]
    assert sorted(lines) == [f"- Line {number} on {song}" for number in range(len(writers))]
    return house.clock.now() - answered


async def test_twelve_songs_and_eight_writers(house: House) -> None:
    discord, writers = house.discord, [house.discord.user(50 + n, f"w{n}") for n in range(WRITERS)]
    # Otherwise discord.py says no more than 110 things a minute to the gateway.
    limiter = house.app.client._get_websocket(shard_id=0)._rate_limiter
    limiter.max = limiter.remaining = 10**9
    house.app.services.listenings.edit_every = EDIT_EVERY
    thread = await begun(house, SONGS, minutes=0)
    for who in writers:
        await press(house, thread, "listenhere", who)
    await house.bot.advance(EDIT_EVERY)
    reveals, first = [], len(discord.rest.recorded)
    await next_step(house, thread)
    for song in range(1, SONGS + 1):
        assert f"Song {song} of {SONGS}" in text_of(card(house, thread))
        reveals.append(await heard(house, thread, song, writers))
        await next_step(house, thread)
    asked = discord.rest.recorded[first:]
    in_thread = Counter(
        (one.method, one.route)
        for one in asked
        if one.route in (MESSAGES, MESSAGE) and f"/{thread}/" in one.path
    )
    edits = Counter(
        one.path for one in asked if one.method == "PATCH" and f"/{thread}/" in one.path
    )
    # Seven seconds of answers, an edit each two seconds at most, one that shows the lines, and one
    # that takes the buttons away when the card is left.
    assert max(edits.values()) <= 6
    assert in_thread["POST", MESSAGES] == SONGS + 1
    assert max(reveals) <= EDIT_EVERY
    callbacks = sum(one.route == CALLBACK for one in asked)
    assert callbacks == SONGS * WRITERS * 2 + SONGS + 1
    last = text_of(card(house, thread))
    assert all(f"Line 0 on {song}" in last for song in range(1, SONGS + 1))
    assert "Next comes the vote" in last


async def test_only_the_first_card_notifies_anybody(house: House) -> None:
    for who in house.writers:
        await house.discord.command("room status", {}, who, CHANNEL)
    thread = await begun(house, 2)
    await press(house, thread, "listenhere", house.writers[0])
    for _ in range(5):
        await next_step(house, thread)
    first, *later = house.discord.messages(thread)
    assert first["allowed_mentions"]["users"]
    assert all(not one["allowed_mentions"].get("users") for one in later)
    assert all(one["allowed_mentions"].get("parse", []) == [] for one in (first, *later))


async def test_nobody_but_the_showrunner_moves_it_on(house: House) -> None:
    thread = await begun(house, 2)
    refused = await press(house, thread, "listenmove", house.writers[0])
    assert "Only the showrunner" in refused.text
    assert len(house.discord.messages(thread)) == 1


async def ends(house: House, thread: int) -> Interaction:
    """Have the showrunner press *End* on the latest card."""
    [button] = [one for one in named(card(house, thread), "listenmove") if ":4:" in one]
    return await house.discord.press(button, house.boss, card(house, thread))


async def test_it_ends_too_early_only_after_a_question(house: House) -> None:
    discord, thread = house.discord, await begun(house, 2)
    await next_step(house, thread)
    asked = await ends(house, thread)
    assert "The lines of 2 songs haven't been shown yet." in asked.text
    assert asked.message is not None
    [yes] = named(asked.message, "listenend")
    await next_step(house, thread)
    late = await discord.press(yes, house.boss, asked.message)
    assert "The room has moved on" in late.text
    asked = await ends(house, thread)
    assert "The lines of 1 song haven't been shown yet." in asked.text
    assert asked.message is not None
    await discord.press(named(asked.message, "listenend")[0], house.boss, asked.message)
    await house.bot.advance(EDIT_EVERY)
    assert "1 song heard together." in text_of(card(house, thread))


async def test_once_all_songs_are_heard_it_ends_at_once(house: House) -> None:
    thread = await begun(house, 2)
    for _ in range(4):
        await next_step(house, thread)
    assert "You ended the session." in (await ends(house, thread)).text


async def test_a_press_on_an_older_card_says_where_to_look(house: House) -> None:
    thread = await begun(house, 2)
    old = deepcopy(card(house, thread))  # as on the screen of somebody who has seen nothing since
    await next_step(house, thread)
    assert not named(house.discord.messages(thread)[0], "listenmove")
    for button in named(old, "listenmove"):
        again = await house.discord.press(button, house.boss, old)
        assert "The room has moved on" in again.text


async def test_it_goes_on_in_the_channel_after_its_thread_was_deleted(house: House) -> None:
    thread = await begun(house, 2)
    await next_step(house, thread)
    await house.discord.delete_channel(thread, told=False)
    again = await house.discord.command("shortlist listen", {}, house.boss, CHANNEL)
    assert "already listening" in again.text
    await house.bot.settled()
    assert "Song 1 of 2" in text_of(card(house, CHANNEL))
    await write(house, CHANNEL, house.writers[0], "In the channel")
    await next_step(house, CHANNEL)
    assert "In the channel" in text_of(card(house, CHANNEL))


async def test_a_restart_in_the_middle_of_a_song_loses_nothing(house: House) -> None:
    thread = await begun(house, 2)
    await next_step(house, thread)
    await write(house, thread, house.writers[0], "Before the restart")
    await house.restart()
    await house.bot.advance(3600)
    assert "Before the restart" in text_of(card(house, thread))


async def test_alone_a_writer_sees_and_changes_their_own(house: House) -> None:
    await thread_of(house, 2)
    discord, who = house.discord, house.writers[0]
    page = (await discord.command("shortlist listen-alone", {}, who, CHANNEL)).message
    assert page is not None
    assert "for you alone" in text_of(page)
    form = await discord.press(named(page, "listenline")[0], who, page)
    await discord.submit(form, {"line": "Only mine"}, who)
    turned = await discord.press(named(page, "listenturn")[0], who, page)
    assert "Song 2 of 2" in turned.text
    again = await discord.command("shortlist listen-alone", {}, who, CHANNEL)
    assert "You wrote: Only mine" in again.text
    other = await discord.command("shortlist listen-alone", {}, house.writers[1], CHANNEL)
    assert "Only mine" not in other.text
