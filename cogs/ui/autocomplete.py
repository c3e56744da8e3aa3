"""Autocompletion of command options: at most 25 choices of 100 characters, and no errors.

Whatever is offered here is understood when it is sent back, by its value or as it is shown.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import discord
from discord import app_commands

from bot.domain.errors import RoomError
from bot.domain.model import Episode, SongId
from bot.domain.names import Named
from bot.domain.zones import zones_for
from bot.services.ports.repositories.proposals import Findable
from cogs.ui.ballots import which_vote
from cogs.ui.kit import offers, options, texts, time_options
from cogs.ui.kit.context import Context, context_of, host_of
from cogs.ui.songs import taking_back

log = logging.getLogger(__name__)

Choice = app_commands.Choice[str]
Client = discord.Client

CHOICES_MAX = 25
KNOWN_SONGS_MAX = 20


async def _choices_or_none(choices: Awaitable[list[Choice]]) -> list[Choice]:
    """Return the choices, or none on any error, since autocomplete cannot show it."""
    try:
        return (await choices)[:CHOICES_MAX]
    except RoomError as error:
        log.debug("nothing to offer: %r", error)
    except Exception:
        log.exception("autocomplete failed")
    return []


async def episodes(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's episodes, newest first."""
    return await _choices_or_none(_episodes(interaction, current))


async def _episodes(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    summaries = await ctx.services.episodes.summaries(ctx.room)
    return offers.choices(offers.episodes(one.episode for one in summaries), current)


async def proposals(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the longlist of the current episode."""
    return await _choices_or_none(_proposals(interaction, current, lambda _ctx, _one: True))


async def secondable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on that longlist that somebody else proposed; to undo, those seconded."""
    if _undoes(interaction):
        return await _choices_or_none(_seconded(interaction, current))
    return await _choices_or_none(_proposals(interaction, current, _by_others))


def _undoes(interaction: discord.Interaction[Client]) -> bool:
    return getattr(interaction.namespace, "undo", None) is True


async def _seconded(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = await ctx.episode(None)
    mine = await ctx.services.proposals.seconded_by(ctx.person, ctx.room, episode)
    return await _proposals(interaction, current, lambda _ctx, one: one.id in mine)


async def withdrawable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on that longlist that the person may withdraw; the showrunner may all.

    To undo, offer those that they may bring back.
    """
    if _undoes(interaction):
        return await _choices_or_none(_withdrawn(interaction, current))
    return await _choices_or_none(_proposals(interaction, current, _withdrawable))


async def _withdrawn(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = await ctx.episode(None)
    found = await ctx.services.withdrawals.withdrawn(ctx.person, ctx.room, episode)
    return offers.choices(options.withdrawals(found), current)


async def unpicked(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the longlist of the chosen or current episode, to be shortlisted."""
    return await _choices_or_none(_unpicked(interaction, current))


async def _unpicked(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = await ctx.episode(getattr(interaction.namespace, "episode", None))
    view = await ctx.services.shortlists.view(ctx.room, episode)
    picked = {proposal.id for proposal in view.shortlist}
    named = options.proposals(await ctx.services.longlists.findable(ctx.room, episode))
    return offers.choices([one for one in named if one.thing.id not in picked], current)


async def addable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the longlist of the board's episode that are not on the board."""
    return await _choices_or_none(_addable(interaction, current))


async def _addable(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = await options.board_episode(ctx, getattr(interaction.namespace, "episode", None))
    view = await ctx.services.boards.view(ctx.room, episode)
    there = {entry.song.id for entry in view.board.entries}
    named = options.proposals(await ctx.services.longlists.findable(ctx.room, episode))
    return offers.choices([one for one in named if one.thing.song.id not in there], current)


def _by_others(ctx: Context, found: Findable) -> bool:
    return found.proposer_id != ctx.person.user_id


def _withdrawable(ctx: Context, found: Findable) -> bool:
    return ctx.is_showrunner or not _by_others(ctx, found)


async def _proposals(
    interaction: discord.Interaction, current: str, may: Callable[[Context, Findable], bool]
) -> list[Choice]:
    ctx = await context_of(interaction)
    everything = await ctx.services.longlists.findable(ctx.room, await ctx.episode(None))
    # Labels are made for all of them: which are alike must not depend on who looks.
    named = options.proposals(everything)
    return offers.choices([one for one in named if may(ctx, one.thing)], current)


async def characters(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's characters by name."""
    return await _choices_or_none(_characters(interaction, current))


async def _characters(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    everybody = await ctx.services.characters.all(ctx.room)
    return offers.choices(offers.characters(everybody), current)


async def candidates(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs in the round of the chosen episode, or in all that can be meant."""
    return await _choices_or_none(_candidates(interaction, current))


async def _candidates(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = getattr(interaction.namespace, "episode", None)
    return offers.choices(options.candidates(await which_vote.votes(ctx, "pin", episode)), current)


async def seated(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs on the board, in story order."""
    return await _choices_or_none(_of_board(interaction, current, options.board_songs))


async def clearable(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's songs to those who clear them, the newest first."""
    return await _choices_or_none(_clearable(interaction, current))


async def _clearable(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    return offers.choices(await options.clearable_songs(ctx), current)


async def episode_songs(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs of an episode: those on its board, then those of its longlist."""
    return await _choices_or_none(_of_board(interaction, current, options.episode_songs))


async def runners_up(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the songs that can step in, in order."""
    return await _choices_or_none(_of_board(interaction, current, options.runners_up))


async def _of_board(
    interaction: discord.Interaction,
    current: str,
    songs_of: Callable[[Context, Episode], Awaitable[list[Named[SongId]]]],
) -> list[Choice]:
    ctx = await context_of(interaction)
    episode = await options.board_episode(ctx, getattr(interaction.namespace, "episode", None))
    return offers.choices(await songs_of(ctx, episode), current)


async def imports(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the room's imports, newest first."""
    return await _choices_or_none(_imports(interaction, current))


async def _imports(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    return offers.choices(await taking_back.imports_to_choose(ctx), current)


async def songs(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer songs that the room knows, then a search for the words. Does not call Spotify."""
    return await _choices_or_none(_songs(interaction, current))


async def _songs(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    words = options.unsearched(current)
    if "://" in words:
        return [offers.choice(words, words)] if len(words) <= texts.OPTION_MAX else []
    known = await ctx.services.songs.known(ctx.room, words, KNOWN_SONGS_MAX)
    choices = offers.choices(options.known_songs(known))
    searchable = ctx.services.songs.searchable(ctx.room)
    search = options.search_choice(words, searchable=searchable) if words else None
    return [*choices, search] if search else choices


async def times(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the interpretations of a time in words."""
    return await _choices_or_none(_times(interaction, current))


async def _times(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    now = host_of(interaction.client).clock.now()
    usual = ctx.room.settings.closes if _focused_option(interaction) == "closes" else ""
    return await time_options.times(ctx, current, now, usual)


def _focused_option(interaction: discord.Interaction) -> str:
    """Return the name of the option being typed, which discord.py does not expose."""
    payload = cast("Mapping[str, Any]", interaction.data or {})
    while (options := payload.get("options", [])) and "options" in options[0]:
        payload = options[0]
    return next((str(option["name"]) for option in options if option.get("focused")), "")


async def plan_times(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer the interpretation of the times of a plan, in one choice."""
    return await _choices_or_none(_plan_times(interaction, current))


async def _plan_times(interaction: discord.Interaction, current: str) -> list[Choice]:
    ctx = await context_of(interaction)
    now = host_of(interaction.client).clock.now()
    return await time_options.plan_times(ctx, current, now)


async def timezones(interaction: discord.Interaction[Client], current: str) -> list[Choice]:
    """Offer time zones by a city, a common name, an offset or a part of their name."""
    del interaction
    return [offers.choice(label, zone) for label, zone in zones_for(current)]
