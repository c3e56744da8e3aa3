"""What autocomplete offers: at most 25 choices of 100 characters, fast, and never an error."""

import logging
from collections.abc import Awaitable, Mapping, Sequence
from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

import discord
from discord import app_commands

from bot.domain import time_texts
from bot.domain.errors import NeedsTime, RoomError
from bot.domain.model import Episode, Song
from bot.domain.versions import fold
from bot.services.ports.read_models import BoardView
from bot.services.ports.repositories.proposals import Findable
from bot.services.songs.lookup import SEARCH_PREFIX, SONG_PREFIX
from cogs.ui.ballots.menus import ruled
from cogs.ui.kit import options, texts
from cogs.ui.kit.context import Context, context_of, host

log = logging.getLogger(__name__)

Choice = app_commands.Choice[str]
Client = discord.Client

MOST = 25
KNOWN_SONGS = 20
EXAMPLES = ("fri 17:00", "tomorrow noon", "in 36 hours")
_COMMON_ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Toronto",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
_TIME_TROUBLE = {
    "unreadable": f"can't be read as a time; try {EXAMPLES[0]}",
    "past": "is over already",
    "skipped": "is left out when the clocks change; give another time",
    "doubled": "happens twice when the clocks change; give another time",
    "too_far": "is too far off",
}


async def _offered(choices: Awaitable[list[Choice]]) -> list[Choice]:
    """Return the choices; on any error none, since autocomplete cannot show one."""
    try:
        return (await choices)[:MOST]
    except RoomError as error:
        log.debug("nothing to offer: %r", error)
    except Exception:
        log.exception("autocomplete failed")
    return []


def _choice(name: str, value: str) -> Choice:
    return app_commands.Choice(name=texts.option(name), value=value)


async def episodes(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's episodes, newest first."""
    return await _offered(_episodes(interaction, current))


async def _episodes(interaction: discord.Interaction, current: str) -> list[Choice]:
    at = await context_of(interaction)
    wanted = current.casefold().strip()
    choices = []
    for summary in await at.services.episodes.summaries(at.room):
        episode = summary.episode
        name = f"{episode.number} {episode.title}".strip()
        if wanted in name.casefold():
            choices.append(_choice(name, episode.number))
    return choices


async def proposals(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer songs on the longlist: of the episode typed, or else of the current one."""
    return await _offered(_proposals(interaction, current))


async def _proposals(interaction: discord.Interaction, current: str) -> list[Choice]:
    at, episode = await _meant(interaction)
    return _songs_found(await at.services.longlists.find(episode, current, MOST))


async def secondable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer such songs that somebody else proposed."""
    return await _offered(_secondable(interaction, current))


async def _secondable(interaction: discord.Interaction, current: str) -> list[Choice]:
    at, episode = await _meant(interaction)
    found = await at.services.longlists.find_secondable(at.person, episode, current, MOST)
    return _songs_found(found)


async def withdrawable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer such songs that the person may take back."""
    return await _offered(_withdrawable(interaction, current))


async def _withdrawable(interaction: discord.Interaction, current: str) -> list[Choice]:
    at, episode = await _meant(interaction)
    longlists = at.services.longlists
    return _songs_found(
        await longlists.find_withdrawable(at.person, at.room, episode, current, MOST)
    )


async def _meant(interaction: discord.Interaction) -> tuple[Context, Episode]:
    """Return the room, and the episode typed, or else the current one."""
    at = await context_of(interaction)
    return at, await at.episode(getattr(interaction.namespace, "episode", None))


def _songs_found(found: Sequence[Findable]) -> list[Choice]:
    return [_choice(texts.song_option(one.song), str(one.id)) for one in found]


async def characters(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's characters by name."""
    return await _offered(_characters(interaction, current))


async def _characters(interaction: discord.Interaction, current: str) -> list[Choice]:
    at = await context_of(interaction)
    wanted = fold(current)
    found = [one for one in await at.services.characters.all(at.room) if wanted in fold(one.name)]
    return [_choice(one.name, str(one.id)) for one in found[:MOST]]


async def candidates(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs of the round: of the episode typed, or else of the current one."""
    return await _offered(_candidates(interaction, current))


async def _candidates(interaction: discord.Interaction, current: str) -> list[Choice]:
    at = await context_of(interaction)
    episode = await at.episode(getattr(interaction.namespace, "episode", None))
    view = await at.services.rounds.live(at.room, episode)
    offered = [
        (one.song, texts.song_option(one.song), ruled(view.round, one.song))
        for one in view.round.candidates
    ]
    wanted = current.casefold().strip()
    return [
        _choice(f"{texts.cut(name, 60)} ({mark})" if mark else name, str(song.id))
        for song, name, mark in offered
        if wanted in name.casefold()
    ]


async def seated(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the board, in story order."""
    return await _offered(_seated(interaction, current))


async def _seated(interaction: discord.Interaction, current: str) -> list[Choice]:
    view = await _board(interaction)
    return _numbered([one.song for one in view.board.slots], current)


async def runners_up(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs that may step in, in order."""
    return await _offered(_runners_up(interaction, current))


async def _runners_up(interaction: discord.Interaction, current: str) -> list[Choice]:
    return _numbered((await _board(interaction)).board.runners_up, current)


async def _board(interaction: discord.Interaction) -> BoardView:
    at = await context_of(interaction)
    episode = await options.board_episode(at, getattr(interaction.namespace, "episode", None))
    return await at.services.boards.view(at.room, episode)


def _numbered(songs: Sequence[Song], current: str) -> list[Choice]:
    wanted = fold(current)
    named = [(song, texts.song_option(song)) for song in songs]
    return [
        _choice(f"{place}. {name}", str(song.id))
        for place, (song, name) in enumerate(named, 1)
        if wanted in fold(name)
    ]


async def songs(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer songs this room knows, then to search for what is typed. Spotify is not asked."""
    return await _offered(_songs(interaction, current))


async def _songs(interaction: discord.Interaction, current: str) -> list[Choice]:
    at = await context_of(interaction)
    words = current.strip()
    if "://" in words:
        return [_choice(words, words)] if len(words) <= texts.OPTION_MAX else []
    known = await at.services.songs.known(at.room, words, KNOWN_SONGS)
    choices = [_choice(texts.song_option(song), f"{SONG_PREFIX}{song.id}") for song in known]
    if words:
        choices.append(_choice(_search_name(at, words), _search_value(words)))
    return choices


def _search_name(at: Context, words: str) -> str:
    tidy = texts.cut(texts.clean(words), 70)
    if at.services.songs.searchable(at.room):
        return f"Search Spotify for “{tidy}”"
    return f"Enter “{tidy}” by hand"


def _search_value(words: str) -> str:
    return f"{SEARCH_PREFIX}{words}"[: texts.OPTION_MAX]


async def times(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer what a time in words was understood as; the words themselves are kept."""
    return await _offered(_times(interaction, current))


async def _times(interaction: discord.Interaction, current: str) -> list[Choice]:
    at = await context_of(interaction)
    words = current.strip()
    if len(words) > texts.OPTION_MAX:
        return []
    usual = at.room.settings.closes if _typed_into(interaction) == "closes" else ""
    examples = [usual, *(one for one in EXAMPLES if one != usual)] if usual else EXAMPLES
    return [await _time(interaction, at, one) for one in ([words] if words else examples)]


def _typed_into(interaction: discord.Interaction) -> str:
    """Return the option that is being typed, which discord.py does not tell."""
    given = cast("Mapping[str, Any]", interaction.data or {})
    while (options := given.get("options", [])) and "options" in options[0]:
        given = options[0]
    return next((str(option["name"]) for option in options if option.get("focused")), "")


async def _time(interaction: discord.Interaction, at: Context, words: str) -> Choice:
    try:
        instant = await at.services.rounds.read_time(at.room, words)
    except NeedsTime as error:
        trouble = _TIME_TROUBLE.get(error.why) or "can't be used; give another time"
        return _choice(f"“{texts.cut(texts.clean(words), 40)}” {trouble}", words)
    return _choice(time_texts.describe(instant, host(interaction).clock.now()), words)


async def plan_times(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer what the times of a plan were understood as, in one line."""
    return await _offered(_plan_times(interaction, current))


async def _plan_times(interaction: discord.Interaction, current: str) -> list[Choice]:
    at = await context_of(interaction)
    words = current.strip()
    if not words or len(words) > texts.OPTION_MAX:
        return []
    now = host(interaction).clock.now()
    try:
        instants = await at.services.rounds.plan_times(at.room, words)
    except NeedsTime as error:
        trouble = _TIME_TROUBLE.get(error.why) or "can't be used; give another time"
        return [_choice(f"“{texts.cut(texts.clean(error.given), 40)}” {trouble}", words)]
    return [_choice(time_texts.describe_all(instants, now), words)]


async def timezones(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer time zones by a part of their name."""
    del interaction
    wanted = "_".join(current.casefold().split())
    names = [zone for zone in _zones() if wanted in zone.casefold()] if wanted else _COMMON_ZONES
    return [_choice(name.replace("_", " "), name) for name in names[:MOST]]


@cache
def _zones() -> tuple[str, ...]:
    """Return all time zones, those of places first."""
    return tuple(sorted(available_timezones(), key=lambda name: ("/" not in name, name)))
