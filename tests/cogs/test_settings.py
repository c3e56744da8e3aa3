"""`/room settings`: one screen, a form, and who may use them."""

from dataclasses import replace

import pytest
import simcord

from bot.demo.screens import walk
from bot.domain.model import (
    ChannelId,
    GuildId,
    Person,
    Room,
    RoomId,
    RoomSettings,
    UserId,
)
from bot.services.views import SettingsView
from cogs.ui.settings import SWITCHES, settings_screen
from tests.cogs.conftest import Studio
from tests.cogs.test_commands import answered, said, set_up
from tests.cogs.test_methods import open_method

Shown = simcord.ResponseMessage


async def room_of(studio: Studio) -> Room:
    return await studio.now.services.rooms.at(ChannelId(studio.channel.id))


async def screen(studio: Studio, who: simcord.MemberActor | None = None) -> Shown:
    shown = (await (who or studio.boss).slash(studio.channel, "room settings")).response
    assert shown is not None
    return shown


async def filled_in(studio: Studio, **values: str) -> simcord.InteractionResult:
    """Open the form and submit it, changed at these fields."""
    result = await studio.boss.click(await screen(studio), label="Change numbers and times")
    assert result.modal is not None
    fields = [one["component"] for one in walk(result.modal["components"]) if "component" in one]
    standing = {one["custom_id"]: one.get("value") or "" for one in fields}
    return await studio.boss.submit_modal(result, standing | values)


async def test_the_screen_says_what_is_chosen_and_what_it_means(studio: Studio) -> None:
    await set_up(studio)
    text = said(await screen(studio))
    for words in (
        "Own songs: **off**",
        "Counting: **Approval**",
        "Quorum: **50 %",
        "Reminders: **1 day and 2 hours before the end",
        "**12 hours to choose; then the lot decides**",
        "Time of grace: **15 minutes more",
        "Usual end of a vote: **none**",
    ):
        assert words in text


async def test_what_is_chosen_is_on_and_the_rest_off(studio: Studio) -> None:
    await set_up(studio)
    shown = await screen(studio)
    chosen = ["early_close", "events"]
    await studio.boss.select(shown, chosen, custom_id="settings:switches")
    settings = (await room_of(studio)).settings
    assert {key for key in SWITCHES if getattr(settings, key)} == set(chosen)
    assert "Early close: **on**" in said(shown), "the same message shows it"
    await studio.boss.select(shown, ["spread"], custom_id="settings:method")
    assert (await room_of(studio)).settings == replace(settings, method="spread")
    await studio.boss.select(shown, [], custom_id="settings:switches")
    after = (await room_of(studio)).settings
    assert (after.early_close, after.method) == (False, "spread")


async def test_numbers_and_times_are_typed_as_they_are_told(studio: Studio) -> None:
    await set_up(studio)
    await filled_in(
        studio,
        quorum="60 %",
        reminders="30 min, 2 days, 30 min",
        casting_window="0",
        grace="1h",
        closes="fri 17:00",
    )
    settings = (await room_of(studio)).settings
    assert (settings.quorum, settings.reminders) == (60, (172_800, 1800))
    assert (settings.casting_window, settings.grace, settings.closes) == (0, 3600, "fri 17:00")
    text = said(await screen(studio))
    assert "2 days and 30 minutes before the end" in text
    assert "the lot decides at once" in text
    first = (await studio.boss.autocomplete(studio.channel, "round schedule", "closes", ""))[0]
    assert first["value"] == "fri 17:00"
    # Submitted as it stands, it changes nothing.
    await filled_in(studio)
    assert (await room_of(studio)).settings == settings


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("quorum", "half", "from 0 to 100"),
        ("quorum", "101", "from 0 to 100"),
        ("reminders", "soon", "24 hours, 2 hours"),
        ("reminders", "9 days", "a week at most"),
        ("reminders", "1m, 2m, 3m, 4m, 5m, 6m", "at most 5"),
        ("casting_window", "8 days", "a week at most"),
        ("casting_window", "a while", "12 hours"),
        ("grace", "25 hours", "a day at most"),
        ("closes", "whenever", "can't read"),
    ],
)
async def test_what_cannot_be_used_is_refused_and_nothing_typed_is_lost(
    studio: Studio, field: str, typed: str, says: str
) -> None:
    await set_up(studio)
    before = (await room_of(studio)).settings
    result = await filled_in(studio, **{"closes": "sat 9:00", field: typed})
    text = answered(result)
    assert says in text
    assert typed in text
    assert (await room_of(studio)).settings == before


async def test_a_vote_that_is_scheduled_keeps_what_it_began_with_and_the_screen_says_so(
    studio: Studio,
) -> None:
    await open_method(studio)
    shown = await screen(studio)
    assert "goes on as it was scheduled" in said(shown)
    room = await room_of(studio)
    episode = await studio.now.services.episodes.find(room)
    before = (await studio.now.services.rounds.live(room, episode)).round.rules
    await filled_in(studio, quorum="0", reminders="", casting_window="0", grace="0")
    assert (await studio.now.services.rounds.live(room, episode)).round.rules == before
    await studio.boss.slash(studio.channel, "round cancel")
    await studio.boss.slash(studio.channel, "round schedule", closes="in 9 hours", seats=2)
    rules = (await studio.now.services.rounds.live(room, episode)).round.rules
    assert (rules.quorum, rules.reminders, rules.casting_window, rules.grace) == (0, (), 0, 0)


async def test_only_the_showrunner_may_at_every_press(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    refused = "Only the showrunner"
    assert refused in said(await screen(studio, writer))
    shown = await screen(studio)
    # A press of somebody else reaches the bot when the id is forged.
    room = await room_of(studio)
    other = replace(room, showrunner_id=UserId(writer.user.id))
    async with studio.house.store.transaction() as books:
        await books.rooms.save(other, 0)
    result = await studio.boss.select(shown, ["events"], custom_id="settings:switches")
    assert refused in answered(result)
    result = await studio.boss.click(shown, label="Change numbers and times")
    assert refused in answered(result)
    assert not (await room_of(studio)).settings.events


async def test_two_people_who_change_different_things_undo_nothing(studio: Studio) -> None:
    await set_up(studio)
    person, stale = Person(UserId(studio.boss.user.id)), await room_of(studio)
    rooms = studio.now.services.rooms
    await rooms.change_settings(person, stale, lambda one: replace(one, quorum=10))
    view = await rooms.change_settings(person, stale, lambda one: replace(one, grace=60))
    assert (view.room.settings.quorum, view.room.settings.grace) == (10, 60)


@pytest.mark.parametrize("closes", ["", "@everyone " * 9, "*" * 100])
def test_the_screen_fits_with_the_longest_settings(closes: str) -> None:
    settings = RoomSettings(
        quorum=100,
        reminders=(604_740, 603_060, 601_140, 599_940, 86_340),
        casting_window=604_740,
        grace=86_340,
        closes=closes,
    )
    room = Room(RoomId(1), GuildId(1), ChannelId(1), "W" * 100, "UTC", UserId(1), settings=settings)
    screen = settings_screen(SettingsView(room, None))
    assert screen.content_length() < 4000
    assert len(list(screen.walk_children())) < 40
