"""Private replies to errors: what went wrong, what the person typed, what to do instead."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any

import discord
from discord import app_commands, ui

from bot.domain import time_texts
from bot.domain.errors import (
    CameLate,
    NeedsTime,
    NoRoom,
    NotAllowed,
    Redelivered,
    Restarting,
    RoleGone,
    RoomError,
    StorageError,
)
from bot.domain.model import GuildId, RoleId
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import TEXT_MAX, Piece, layout, row
from cogs.ui.kit.context import context_of, host_of, services_of
from cogs.ui.kit.responses import (
    CONNECTION_ERRORS,
    ResponseState,
    answer,
    answer_instead,
    cause,
    response_state,
    undeliverable,
)

log = logging.getLogger(__name__)

LOOK_WITHIN = 1.0
"""Seconds for what an error's text would be clearer with."""
_LONG_TEXTS = (
    ("why", "What it tells us"),
    ("reason", "Reason"),
    ("how", "How they meet"),
    ("beat", "Scene"),
    ("note", "Note"),
    ("backstory", "Backstory"),
)
"""Command options that hold long texts, each with the label to show it under."""


class ErrorReplies:
    """Replies to the person about an error instead of raising it.

    discord.py logs and swallows errors in a `DynamicItem`, so every button, menu and form runs
    inside this.

    Args:
        interaction: The interaction to answer.
        typed: What the person typed, by field name, so that none of it is lost.
    """

    def __init__(
        self, interaction: discord.Interaction, typed: Mapping[str, str] | None = None
    ) -> None:
        self._interaction = interaction
        self._typed = typed

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        await answer_error(self._interaction, error, self._typed)
        return True


async def answer_error(
    interaction: discord.Interaction, error: Exception, typed: Mapping[str, str] | None = None
) -> None:
    """Tell the person privately what went wrong and what to do next.

    Args:
        interaction: The interaction to answer.
        error: What went wrong.
        typed: What the person typed, by field name; without it, the command's long options.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if undeliverable(error):
        log.warning("an interaction could not be answered: %s", cause(error))
        return
    typed = _typed_options(interaction) if typed is None else typed
    try:
        await _answer(interaction, await explained(interaction, error), typed)
    except (discord.HTTPException, *CONNECTION_ERRORS) as failure:
        if undeliverable(failure):
            log.warning("an error could not be told: %s: %s", cause(error), cause(failure))
        else:
            log.exception("an error could not be told: %s", cause(error))


async def explained(interaction: discord.Interaction, error: Exception) -> Exception:
    """Return the error that is to be told, with what its text would be clearer with.

    Where a person lacks a role, that is whether it still exists; where a channel is no room, it is
    where the server's rooms are: one of them may have been here. Of a time that happens twice, it
    is how the two are told apart.
    """
    if isinstance(error, NeedsTime) and error.why == "doubled":
        return await _with_zone(interaction, error)
    if isinstance(error, NoRoom) and interaction.guild_id is not None:
        return await _with_rooms(interaction, GuildId(interaction.guild_id))
    if not isinstance(error, NotAllowed) or error.role_id is None:
        return error
    try:
        ctx = await context_of(interaction)
        # Discord waits three seconds for an answer, and may take longer to say which roles it has.
        async with asyncio.timeout(LOOK_WITHIN):
            exists = await ctx.services.surroundings.has_role(ctx.room, RoleId(error.role_id))
    except (RoomError, TimeoutError, discord.HTTPException) as unknown:
        log.warning("whether role %s exists is not known: %r", error.role_id, unknown)
        return error
    return error if exists else RoleGone(error.needs)


async def _with_zone(interaction: discord.Interaction, error: NeedsTime) -> NeedsTime:
    try:
        zone = (await context_of(interaction)).room.timezone
    except RoomError as unknown:
        log.warning("how to tell two times apart is not known: %r", unknown)
        return error
    written = tuple(time_texts.write_in_zone(at, zone) for at in error.options)
    return NeedsTime(error.why, error.given, error.options, written)


async def _with_rooms(interaction: discord.Interaction, guild_id: GuildId) -> NoRoom:
    try:
        rooms = await services_of(interaction.client).rooms.in_server(guild_id)
    except StorageError as unknown:
        log.warning("the rooms of server %s are not known: %r", guild_id, unknown)
        return NoRoom()
    return NoRoom(tuple(room.channel_id for room in rooms))


async def answer_unfinished(interaction: discord.Interaction) -> None:
    """Tell the person that the bot restarts before this is done, unless they have an answer."""
    offers = interaction.type is discord.InteractionType.autocomplete
    if offers or response_state(interaction) is ResponseState.ANSWERED:
        return
    await answer_error(interaction, Restarting())


async def _answer(
    interaction: discord.Interaction, error: Exception, typed: Mapping[str, str]
) -> None:
    if isinstance(error, CameLate):
        log.warning("interaction %s came too late and was not acted on", interaction.id)
    if not isinstance(error, Redelivered):
        message = error_message(error, typed, host_of(interaction.client).draw_reference)
        try:
            await answer(interaction, message)
        except Redelivered as again:
            error = again
    if isinstance(error, Redelivered):
        log.info("interaction %s came again", interaction.id)
        await answer_instead(interaction, error_message(error, typed))


def error_message(
    error: Exception,
    typed: Mapping[str, str],
    draw_reference: Callable[[], str] = errors.new_reference,
) -> ui.LayoutView:
    """Return the reply to an error: its text, what the person typed, a button for a way out."""
    text = errors.error_text(error, draw_reference)
    rest = _not_in(text, typed)
    head = "You typed:" if len(rest) == len(typed) else "The rest of what you typed:"
    typed_text = _typed_text(rest, head, TEXT_MAX - len(text))
    pieces: list[Piece | str] = [text, typed_text] if typed_text else [text]
    return layout(*pieces, *_remedies(error))


def _typed_options(interaction: discord.Interaction) -> Mapping[str, str]:
    """Return the long texts that the person typed into a command's options."""
    typed = {name: getattr(interaction.namespace, key, None) for key, name in _LONG_TEXTS}
    return {name: text for name, text in typed.items() if isinstance(text, str)}


def _not_in(text: str, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the person typed without what the text of the error gives back as it is."""
    return {name: words for name, words in typed.items() if f"“{words}”" not in text}


def _typed_text(typed: Mapping[str, str], head: str, space: int) -> str:
    """Return a heading and what the person typed, cut to fit into this many characters."""
    fields = {name: text for name, text in typed.items() if text.strip()}
    if not fields:
        return ""
    for limit in (TEXT_MAX, 1000, 600, 300, 100):
        blocks = [f"{name}:\n{texts.code_block(text, limit)}" for name, text in fields.items()]
        text = "\n".join((head, *blocks))
        if len(text) <= space:
            return text
    return ""


def _remedies(error: Exception) -> Iterable[Piece]:
    for kind, offer in _REMEDIES:
        if isinstance(error, kind) and (button := offer(error)) is not None:
            yield row(button)


Remedy = Callable[[Any], Piece | None]
_REMEDIES: list[tuple[type[Exception], Remedy]] = []


def remedy(kind: type[Exception]) -> Callable[[Remedy], Remedy]:
    """Register a function that makes the button to offer with errors of a kind, or None."""

    def register(offer: Remedy) -> Remedy:
        _REMEDIES.append((kind, offer))
        return offer

    return register
