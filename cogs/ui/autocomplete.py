"""Autocompletion of command options: at most 25 choices of 100 characters, and no errors."""

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
from cogs.ui.ballots.menus import ruling_text
from cogs.ui.kit import options, texts
from cogs.ui.kit.context import Context, context_of, host_of

log = logging.getLogger(__name__)

Choice = app_commands.Choice[str]
Client = discord.Client

CHOICES_MAX = 25
KNOWN_SONGS_MAX = 20
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
_TIME_PROBLEMS = {
    "unreadable": f"can't be read as a time; try {EXAMPLES[0]}",
    "past": "is over already",
    "skipped": "is left out when the clocks change; give another time",
    "doubled": "happens twice when the clocks change; give another time",
    "too_far": "is too far off",
}


async def _choices_or_none(choices: Awaitable[list[Choice]]) -> list[Choice]:
    """Return the choices, or none on any error, since autocomplete cannot show it."""
    try:
        return (await choices)[:CHOICES_MAX]
    except RoomError as error:
        log.debug("nothing to offer: %r", error)
    except Exception:
        log.exception("autocomplete failed")
    return []


def _choice(name: str, value: str) -> Choice:
    return app_commands.Choice(name=texts.option(name), value=value)


async def episodes(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's episodes, newest first."""
    return await _choices_or_none(_episodes(interaction, current))


async def _episodes(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    wanted = current.casefold().strip()
    choices = []
    for summary in await ctx.services.episodes.summaries(ctx.room):
        episode = summary.episode
        name = f"{episode.number} {episode.title}".strip()
        if wanted in name.casefold():
            choices.append(_choice(name, episode.number))
    return choices


async def proposals(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the longlist of the chosen or current episode."""
    return await _choices_or_none(_proposals(interaction, current))


async def _proposals(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx, episode = await _chosen_episode(interaction)
    return _songs_found(await ctx.services.longlists.find(episode, current, CHOICES_MAX))


async def secondable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on that longlist that the person may second."""
    return await _choices_or_none(_secondable(interaction, current))


async def _secondable(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx, episode = await _chosen_episode(interaction)
    found = await ctx.services.longlists.find_secondable(ctx.person, episode, current, CHOICES_MAX)
    return _songs_found(found)


async def withdrawable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on that longlist that the person may withdraw."""
    return await _choices_or_none(_withdrawable(interaction, current))


async def _withdrawable(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx, episode = await _chosen_episode(interaction)
    longlists = ctx.services.longlists
    return _songs_found(
        await longlists.find_withdrawable(ctx.person, ctx.room, episode, current, CHOICES_MAX)
    )


async def _chosen_episode(interaction: discord.Interaction) -> tuple[Context, Episode]:
    """Return the context, and the chosen or current episode."""
    ctx = await context_of(interaction)
    return ctx, await ctx.episode(getattr(interaction.namespace, "episode", None))


def _songs_found(found: Sequence[Findable]) -> list[Choice]:
    return [_choice(texts.song_option(proposal.song), str(proposal.id)) for proposal in found]


async def characters(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's characters by name."""
    return await _choices_or_none(_characters(interaction, current))


async def _characters(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    wanted = fold(current)
    found = [
        character
        for character in await ctx.services.characters.all(ctx.room)
        if wanted in fold(character.name)
    ]
    return [_choice(character.name, str(character.id)) for character in found[:CHOICES_MAX]]


async def candidates(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs in the round of the chosen or current episode."""
    return await _choices_or_none(_candidates(interaction, current))


async def _candidates(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = await ctx.episode(getattr(interaction.namespace, "episode", None))
    view = await ctx.services.rounds.live(ctx.room, episode)
    candidates = [
        (candidate.song, texts.song_option(candidate.song), ruling_text(view.round, candidate.song))
        for candidate in view.round.candidates
    ]
    wanted = current.casefold().strip()
    return [
        _choice(f"{texts.cut(name, 60)} ({ruling})" if ruling else name, str(song.id))
        for song, name, ruling in candidates
        if wanted in name.casefold()
    ]


async def seated(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the board, in story order."""
    return await _choices_or_none(_seated(interaction, current))


async def _seated(interaction: discord.Interaction, current: str) -> list[Choice]:
    view = await _board(interaction)
    return _numbered([entry.song for entry in view.board.slots], current)


async def runners_up(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs that can step in, in order."""
    return await _choices_or_none(_runners_up(interaction, current))


async def _runners_up(interaction: discord.Interaction, current: str) -> list[Choice]:
    return _numbered((await _board(interaction)).board.runners_up, current)


async def _board(interaction: discord.Interaction) -> BoardView:
    ctx = await context_of(interaction)
    episode = await options.board_episode(ctx, getattr(interaction.namespace, "episode", None))
    return await ctx.services.boards.view(ctx.room, episode)


def _numbered(songs: Sequence[Song], current: str) -> list[Choice]:
    wanted = fold(current)
    names = [(song, texts.song_option(song)) for song in songs]
    return [
        _choice(f"{place}. {name}", str(song.id))
        for place, (song, name) in enumerate(names, 1)
        if wanted in fold(name)
    ]


async def songs(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer songs that the room knows, then a search for the words. Does not call Spotify."""
    return await _choices_or_none(_songs(interaction, current))


async def _songs(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    words = current.strip()
    if "://" in words:
        return [_choice(words, words)] if len(words) <= texts.OPTION_MAX else []
    known = await ctx.services.songs.known(ctx.room, words, KNOWN_SONGS_MAX)
    choices = [_choice(texts.song_option(song), f"{SONG_PREFIX}{song.id}") for song in known]
    if words:
        choices.append(_choice(_search_name(ctx, words), _search_value(words)))
    return choices


def _search_name(ctx: Context, words: str) -> str:
    tidy = texts.cut(texts.clean(words), 70)
    if ctx.services.songs.searchable(ctx.room):
        return f"Search Spotify for “{tidy}”"
    return f"Enter “{tidy}” by hand"


def _search_value(words: str) -> str:
    return f"{SEARCH_PREFIX}{words}"[: texts.OPTION_MAX]


async def times(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the interpretation of a time in words. The choice's value is still the words."""
    return await _choices_or_none(_times(interaction, current))


async def _times(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    words = current.strip()
    if len(words) > texts.OPTION_MAX:
        return []
    usual = ctx.room.settings.closes if _focused_option(interaction) == "closes" else ""
    examples = (
        [usual, *(example for example in EXAMPLES if example != usual)] if usual else EXAMPLES
    )
    return [await _time(interaction, ctx, text) for text in ([words] if words else examples)]


def _focused_option(interaction: discord.Interaction) -> str:
    """Return the name of the option being typed, which discord.py does not expose."""
    payload = cast("Mapping[str, Any]", interaction.data or {})
    while (options := payload.get("options", [])) and "options" in options[0]:
        payload = options[0]
    return next((str(option["name"]) for option in options if option.get("focused")), "")


async def _time(interaction: discord.Interaction, ctx: Context, words: str) -> Choice:
    try:
        instant = await ctx.services.rounds.read_time(ctx.room, words)
    except NeedsTime as error:
        problem = _TIME_PROBLEMS.get(error.why) or "can't be used; give another time"
        return _choice(f"“{texts.cut(texts.clean(words), 40)}” {problem}", words)
    return _choice(time_texts.describe(instant, host_of(interaction.client).clock.now()), words)


async def plan_times(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the interpretation of the times of a plan, in one choice."""
    return await _choices_or_none(_plan_times(interaction, current))


async def _plan_times(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    words = current.strip()
    if not words or len(words) > texts.OPTION_MAX:
        return []
    now = host_of(interaction.client).clock.now()
    try:
        instants = await ctx.services.rounds.plan_times(ctx.room, words)
    except NeedsTime as error:
        problem = _TIME_PROBLEMS.get(error.why) or "can't be used; give another time"
        return [_choice(f"“{texts.cut(texts.clean(error.given), 40)}” {problem}", words)]
    return [_choice(time_texts.describe_all(instants, now), words)]


async def timezones(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer time zones by a part of their name."""
    del interaction
    wanted = "_".join(current.casefold().split())
    names = [zone for zone in _zones() if wanted in zone.casefold()] if wanted else _COMMON_ZONES
    return [_choice(name.replace("_", " "), name) for name in names[:CHOICES_MAX]]


@cache
def _zones() -> tuple[str, ...]:
    """Return all time zones, those named after places first."""
    return tuple(sorted(available_timezones(), key=lambda name: ("/" not in name, name)))
