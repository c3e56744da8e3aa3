"""`/room settings`: one screen, a form, and who may use them."""

import pytest
import simcord
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.screens import walk
from bot.domain.errors import InvalidInput
from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    GuildId,
    Person,
    Room,
    RoomId,
    RoomSettings,
    UserId,
)
from bot.domain.structs import replace
from bot.services.ports.statuses import SettingsView
from cogs.ui.rooms.settings import SWITCHES, NumbersForm, settings_screen
from cogs.ui.rooms.settings_fields import FIELDS
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.limits import check
from tests.cogs.messages import answered, said
from tests.cogs.steps import schedule, set_up
from tests.cogs.test_methods import open_method

Shown = simcord.ResponseMessage
LONGEST = RoomSettings(
    quorum=100,
    reminders=(604_740, 603_060, 601_140, 599_940, 86_340),
    casting_window=604_740,
    grace=86_340,
)


async def room_of(studio: Studio) -> Room:
    return await studio.now.services.rooms.at(ChannelId(studio.channel.id))


async def screen(studio: Studio, who: simcord.MemberActor | None = None) -> Shown:
    shown = (await (who or studio.boss).slash(studio.channel, "room settings")).response
    assert shown is not None
    return shown


async def opened(studio: Studio) -> tuple[simcord.InteractionResult, dict[str, str]]:
    """Open the form; return it with what its fields are filled in with."""
    result = await studio.boss.click(await screen(studio), label="Change numbers and times")
    assert result.modal is not None
    fields = [one["component"] for one in walk(result.modal["components"]) if "component" in one]
    return result, {one["custom_id"]: one.get("value") or "" for one in fields}


async def filled_in(studio: Studio, **values: str) -> simcord.InteractionResult:
    """Open the form and submit it, changed at these fields."""
    result, standing = await opened(studio)
    return await studio.boss.submit_modal(result, standing | values)


async def hand_over(studio: Studio, to: simcord.MemberActor) -> None:
    """Make somebody else the showrunner."""
    other = replace(await room_of(studio), showrunner_id=UserId(to.user.id))
    async with studio.house.store.transaction(None) as unit:
        await unit.rooms.save(other, 0)


async def test_the_screen_says_what_is_chosen_and_what_it_means(studio: Studio) -> None:
    await set_up(studio)
    text = said(await screen(studio))
    for words in (
        "Own songs: **off**. Nobody can vote for songs they proposed",
        "Scheduled events: **off**",
        "Counting: **Approval**",
        "Quorum: **50%",
        "Reminders: **1 day and 2 hours before the end",
        "**12 hours to choose; then the draw decides**",
        "Grace period: **15 minutes more",
        "Default closing time: **none**",
    ):
        assert words in text


async def test_what_is_chosen_is_on_and_the_rest_off(studio: Studio) -> None:
    await set_up(studio)
    shown = await screen(studio)
    chosen = ["early_close", "events"]
    await studio.boss.select(shown, chosen, custom_id="settings:switches")
    settings = (await room_of(studio)).settings
    assert {key for key in SWITCHES if getattr(settings, key)} == set(chosen)
    text = said(shown)
    assert "Early close: **on**" in text, "the same message shows it"
    assert "under a neutral title, which the whole server sees" in text
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
    assert "the draw decides at once" in text
    first = (await studio.boss.autocomplete(studio.channel, "round schedule", "closes", ""))[0]
    assert first["value"] == "fri 17:00"
    await filled_in(studio, closes="sat 18:30")
    for option, value in (("closes", "sat 18:30"), ("opens", "fri 17:00")):
        offered = await studio.boss.autocomplete(studio.channel, "round schedule", option, "")
        assert offered[0]["value"] == value
    settings = (await room_of(studio)).settings
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
        ("closes", "whenever", "That default closing time can't be used"),
        ("closes", "2020-01-01 12:00", "still to come"),
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
    assert "keeps the settings it was scheduled with" in said(shown)
    room = await room_of(studio)
    episode = await studio.now.services.episodes.find(room)
    before = (await studio.now.services.rounds.live(room, episode)).round.rules
    await filled_in(studio, quorum="0", reminders="", casting_window="0", grace="0")
    assert (await studio.now.services.rounds.live(room, episode)).round.rules == before
    await ends(studio, "cancel")
    await schedule(studio, closes="in 9 hours", seats=2)
    rules = (await studio.now.services.rounds.live(room, episode)).round.rules
    assert (rules.quorum, rules.reminders, rules.casting_window, rules.grace) == (0, (), 0, 0)


async def test_every_vote_under_way_is_named_also_of_an_older_episode(studio: Studio) -> None:
    await open_method(studio)
    await studio.boss.slash(studio.channel, "episode create", number="999")
    text = said(await screen(studio))
    assert "keeps the settings it was scheduled with" in text
    assert "episode 999" not in text


async def test_only_the_showrunner_may_at_every_press_and_form(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    refused = "Only the showrunner"
    assert refused in said(await screen(studio, writer))
    shown = await screen(studio)
    form, standing = await opened(studio)
    await hand_over(studio, writer)
    before = (await room_of(studio)).settings
    result = await studio.boss.select(shown, ["events"], custom_id="settings:switches")
    assert refused in answered(result)
    result = await studio.boss.select(shown, ["spread"], custom_id="settings:method")
    assert refused in answered(result)
    result = await studio.boss.click(shown, label="Change numbers and times")
    assert refused in answered(result)
    result = await studio.boss.submit_modal(form, standing | {"closes": "whenever"})
    assert refused in answered(result)
    assert (await room_of(studio)).settings == before


async def test_two_people_who_change_different_things_undo_nothing(studio: Studio) -> None:
    await set_up(studio)
    one, other = await screen(studio), await screen(studio)
    form, standing = await opened(studio)
    await studio.boss.select(one, ["events"], custom_id="settings:switches")
    await studio.boss.select(other, ["early_close"], custom_id="settings:switches")
    await filled_in(studio, quorum="10", closes="sat 18:30")
    await studio.boss.submit_modal(form, standing | {"grace": "1 min"})
    settings = (await room_of(studio)).settings
    assert (settings.events, settings.early_close) == (True, True)
    assert (settings.quorum, settings.closes, settings.grace) == (10, "sat 18:30", 60)


async def test_a_change_is_made_to_the_settings_that_stand(studio: Studio) -> None:
    await set_up(studio)
    person, stale = Person(UserId(studio.boss.user.id)), await room_of(studio)
    rooms = studio.now.services.rooms
    await rooms.change_settings(person, stale, lambda one: replace(one, quorum=10))
    view = await rooms.change_settings(person, stale, lambda one: replace(one, grace=60))
    assert (view.room.settings.quorum, view.room.settings.grace) == (10, 60)
    with pytest.raises(InvalidInput):
        await rooms.change_settings(person, stale, lambda one: replace(one, quorum=101))
    assert (await room_of(studio)).settings == view.room.settings


async def test_a_usual_end_that_is_over_keeps_nobody_from_changing_the_rest(
    studio: Studio,
) -> None:
    await set_up(studio)
    await filled_in(studio, closes=f"<t:{int(studio.house.clock.instant) + 3600}:F>")
    assert (await room_of(studio)).settings.closes
    studio.house.clock.instant += 7200
    answered(await filled_in(studio, quorum="7"))
    assert (await room_of(studio)).settings.quorum == 7


minutes = st.integers(1, 7 * 24 * 60).map(lambda number: number * 60)


@given(
    st.builds(
        RoomSettings,
        quorum=st.integers(0, 100),
        reminders=st.sets(minutes, max_size=5).map(lambda some: tuple(sorted(some, reverse=True))),
        casting_window=st.just(0) | minutes,
        grace=st.just(0) | minutes,
        closes=st.sampled_from(["", "fri 17:00", "x" * 100]),
    )
)
def test_every_field_is_filled_in_as_it_is_read(settings: RoomSettings) -> None:
    for key, field in FIELDS.items():
        written = field.write(settings)
        assert len(written) <= field.most
        assert field.read(written) == getattr(settings, key)


async def test_the_form_fits_with_the_longest_settings() -> None:
    parts = NumbersForm.of(LONGEST).to_dict()["components"]
    assert len(parts) == 5
    for part in parts:
        assert len(part["label"]) <= 45
        assert len(part["description"]) <= 100
        assert len(part["component"].get("value", "")) <= part["component"]["max_length"] <= 4000


@pytest.mark.parametrize("closes", ["", "@everyone " * 9, "*" * 100])
@pytest.mark.parametrize("votes", [0, 1, 3, 40])
@pytest.mark.parametrize("on", [False, True])
def test_the_screen_fits_with_the_longest_settings(closes: str, votes: int, on: bool) -> None:
    settings = replace(LONGEST, closes=closes, **dict.fromkeys(SWITCHES, on))  # type: ignore[arg-type]
    room = Room(RoomId(1), GuildId(1), ChannelId(1), "*" * 100, "UTC", UserId(1), settings=settings)
    episode = Episode(EpisodeId(1), RoomId(1), "1" * 20, "*" * 300, EpisodeState.ACTIVE, 0)
    check(settings_screen(SettingsView(room, (episode,) * votes)))
