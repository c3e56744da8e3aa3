"""Whatever any autocomplete offers is understood, picked or typed as it is shown."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from discord import app_commands

from bot.domain.errors import NeedsTime
from bot.domain.imports import Import
from bot.domain.model import ChannelId, EpisodeId, Person, RoomId, UserId
from bot.domain.names import fold
from bot.domain.zones import zone_meant
from cogs.ui import autocomplete
from cogs.ui.ballots import which_vote
from cogs.ui.kit import options
from cogs.ui.kit.context import Context
from cogs.ui.kit.time_options import time_words
from cogs.ui.songs import taking_back
from tests.builders import recording
from tests.cogs.boards import decide
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered
from tests.cogs.steps import propose, set_up

LONG = "Everything that happened on the long way home from the river and back "
TYPED = {
    "episode": ("", "1", "pil", "104"),
    "song": ("", "song", "1", "every", "heroes", "rain", "99%"),
    "character": ("", "ma"),
    "import": ("", "Demos", "105"),
    "time": (
        "",
        "fri 17:00",
        "at 5",
        "next friday",
        "blah",
        "yesterday",
        "x" * 90,
        "5pm EST",
        "eod",
        "feb 30",
        "17h",
        "fri 17:00 London",
    ),
    "times": (
        "fri 17:00, next mon 9am",
        "fri 5pm; sat 5pm",
        "blah",
        "wed at 5, thu 9am",
        "wed, fri 17:00",
        "wed 9am, wed",
        ", ".join(f"in {n} days" for n in range(1, 9)),
    ),
    "zone": (
        "",
        "la",
        "pst",
        "est",
        "gmt+2",
        "utc",
        "new",
        "america",
        "san f",
        "etc",
        "usa",
        "Tampa, FL",
    ),
}
Reader = Callable[[Context, str], Awaitable[object]]


async def _time(ctx: Context, words: str) -> object:
    return (await ctx.services.reading.time(ctx.room, time_words(words))).at


async def _plan(ctx: Context, words: str) -> object:
    times = await ctx.services.reading.times(ctx.room, time_words(words))
    return [one.at for one in times]


async def _zone(_: Context, words: str) -> object:
    return zone_meant(words)


async def _board(ctx: Context, words: str) -> object:
    return await options.board_song(ctx, await options.board_episode(ctx, None), words)


async def _of_episode(ctx: Context, words: str) -> object:
    return await options.episode_song(ctx, await options.board_episode(ctx, None), words)


async def _runner_up(ctx: Context, words: str) -> object:
    return await options.runner_up(ctx, await options.board_episode(ctx, None), words)


async def _candidate(ctx: Context, words: str) -> object:
    return options.candidate(await which_vote.votes(ctx, "pin", None), words)


async def _character(ctx: Context, words: str) -> object:
    return (await ctx.services.characters.find(ctx.room, words)).id


async def _proposal(ctx: Context, words: str) -> object:
    return (await options.proposal(ctx, words)).id


async def _addable(ctx: Context, words: str) -> object:
    return await options.longlisted(ctx, await options.board_episode(ctx, None), words)


async def _longlisted(ctx: Context, words: str) -> object:
    return await options.longlisted(ctx, await ctx.episode(None), words)


async def _import(ctx: Context, words: str) -> object:
    return await taking_back.import_meant(ctx, words)


READERS: dict[Any, tuple[str, Reader]] = {
    autocomplete.episodes: ("episode", lambda ctx, words: ctx.episode(words)),
    autocomplete.proposals: ("song", _proposal),
    autocomplete.secondable: ("song", _proposal),
    autocomplete.withdrawable: ("song", _proposal),
    autocomplete.unpicked: ("song", _longlisted),
    autocomplete.addable: ("song", _addable),
    autocomplete.imports: ("import", _import),
    autocomplete.songs: ("song", options.song_words),
    autocomplete.characters: ("character", _character),
    autocomplete.candidates: ("song", _candidate),
    autocomplete.clearable: ("song", options.clearable_song),
    autocomplete.seated: ("song", _board),
    autocomplete.episode_songs: ("song", _of_episode),
    autocomplete.runners_up: ("song", _runner_up),
    autocomplete.times: ("time", _time),
    autocomplete.plan_times: ("times", _plan),
    autocomplete.timezones: ("zone", _zone),
}
"""How each autocomplete's choices are read, and what to type to be offered some."""


def completed(studio: Studio) -> Iterator[tuple[str, str, Any]]:
    """Yield each option of the command tree that autocompletes: command, option, function."""
    for command in studio.now.client.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            for option in command.parameters:
                if option.autocomplete:
                    name = command.qualified_name
                    inner = command._params[option._Parameter__parent.name]  # type: ignore[attr-defined]
                    yield name, option.display_name, inner.autocomplete


async def furnish(studio: Studio) -> None:
    """Fill a room with what is hard to tell apart, a board, and a vote under way."""
    await set_up(studio)
    likes = [
        {"title": LONG + "one", "artists": ("A" * 60,)},
        {"title": LONG + "two", "artists": ("A" * 60,)},
        {"title": "Heroes", "artists": ("David Bowie",), "album": "Heroes"},
        {"title": "Heroes", "artists": ("David Bowie",), "album": "Best of"},
        {"title": "HEROES", "artists": ("David Bowie",), "album": "Best of"},
        {"title": "99%", "artists": ("!!!",)},
        {"title": "Rain - Live", "artists": ("The – Dash", "And Co")},
    ]
    for n, like in enumerate(likes, 1):
        studio.house.catalogue.recordings[n - 1] = recording(n, **like)
    await propose(studio, 9)
    await decide(studio, songs=9, seated=5)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    for number, title in (
        ("105", LONG + "x" * 30),
        ("105 Pilot", ""),
        ("106", LONG + "x" * 29 + "y"),
    ):
        await services.episodes.create(boss, room, number, title)
    for name in ("Maya", "Ned, “the Bear”", "???"):
        await services.characters.create(boss, room, name)
    studio.house.clock.move(60)
    await services.episodes.create(boss, room, "1.04", "Pilot")
    await propose(studio, 9)
    episode = await services.episodes.find(room)
    await import_much(studio, room.id, episode.id)
    on = [one.id for one in (await services.proposals.longlist(room, episode))[:8]]
    await services.shortlists.toggle(boss, room, episode, on=on)
    view = await services.rounds.schedule(boss, room, episode, closes="in 3 days", seats=3)
    songs = [one.song for one in view.round.candidates]
    await services.rulings.pin(boss, room, view.round.id, songs[0].id, reason="Because.")
    await studio.work_off()


async def import_much(studio: Studio, room_id: RoomId, episode_id: EpisodeId) -> None:
    """Have imports that are hard to tell apart."""
    for name in ("Demos", "Demos", LONG, " "):
        new_id = studio.house.store.new_id()
        kept = Import(new_id, room_id, episode_id, "p" * 22, name, UserId(studio.boss.id), 0, 9)
        async with studio.house.store.transaction(None) as unit:
            await unit.imports.add(kept.stopped())


async def context(studio: Studio, person: Any) -> Context:
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    return Context(Person(UserId(person.id), frozenset(), False), room, services)


async def read(reader: Reader, ctx: Context, words: str) -> object:
    """Return what is read; of a time that cannot be, why."""
    try:
        return await reader(ctx, words)
    except NeedsTime as error:
        return error.why


async def test_every_choice_is_read_by_its_value_and_as_it_is_shown(studio: Studio) -> None:
    await furnish(studio)
    ctx = await context(studio, studio.boss)
    seen = set()
    for command, option, function in completed(studio):
        kind, reader = READERS[function]
        if function in seen:
            continue
        seen.add(function)
        offered = []
        for typed in TYPED[kind]:
            shown = await studio.boss.autocomplete(studio.channel, command, option, typed)
            assert len({fold(one["name"]) for one in shown}) == len(shown), "labels are distinct"
            offered += shown
        assert offered, (command, option)
        for one in offered:
            meant = await read(reader, ctx, one["value"])
            for words in (one["name"], f"  {one['name'].upper()} ", f"\u200b{one['name']}"):
                if "://" not in words and not (
                    kind == "song" and one["value"].startswith("search")
                ):
                    assert await read(reader, ctx, words) == meant, (command, option, one)
    assert seen == set(READERS)


@pytest.mark.parametrize("configured", [True, False])
async def test_what_a_search_is_called_never_becomes_a_title(
    studio: Studio, configured: bool
) -> None:
    studio.house.catalogue.configured = configured
    await set_up(studio)
    offered = await studio.boss.autocomplete(studio.channel, "song propose", "song", "Heroes")
    [label] = [one["name"] for one in offered if one["value"] == "search:Heroes"]
    again = await studio.boss.autocomplete(studio.channel, "song propose", "song", label)
    assert again == offered
    text = answered(await studio.boss.slash(studio.channel, "song propose", song=label))
    assert "\nHeroes" in text
    assert "by hand”" not in text
    assert "Search Spotify for" not in text


NOT_UNDERSTOOD = ("while you type", "can't read", "a time zone called", "More than one")


async def test_every_command_takes_what_it_shows(studio: Studio) -> None:
    await furnish(studio)
    needed: dict[str, dict[str, Any]] = {
        "room setup": {"title": "Soundtrack"},
        "board swap": {"out": f"{LONG}one", "in": "rain"},
        "board clearance": {"song": f"{LONG}one", "status": "cleared"},
        "board add": {"song": "rain", "reason": "It plays live."},
        "board remove": {"song": f"{LONG}one", "reason": "Too dear."},
        "board pair": {"song": f"{LONG}one", "with": f"{LONG}two"},
        "board place": {"song": f"{LONG}one", "slot": 1},
        "round pin": {"song": "rain"},
        "round veto": {"song": "rain"},
        "round plan": {"cuts": "9, 3", "closes": "fri 5pm"},
        "round schedule": {"closes": "in 3 days"},
        "round extend": {"closes": "in 5 days"},
        "song propose": {"song": "rain"},
        "shortlist add": {"song": "rain"},
        "song import": {"playlist": "x"},
        "playlist export": {"what": "longlist"},
        "playlist link": {"playlist": "x"},
    }
    for command, option, function in list(completed(studio)):
        kind, _ = READERS[function]
        # Who may not do it is refused only once it is known what they mean, and changes nothing.
        person = studio.boss if kind in ("time", "times", "zone") else studio.writers[0]
        typed = TYPED["times"][0] if kind == "times" else ""
        shown = await studio.boss.autocomplete(studio.channel, command, option, typed)
        label = shown[0]["name"]
        result = await person.slash(
            studio.channel, command, **{**needed.get(command, {}), option: label}
        )
        if result.response is not None or result.followups:  # and not a form
            text = answered(result)
            assert not any(each in text for each in NOT_UNDERSTOOD), (command, option, label, text)
