"""Telling somebody what went wrong: privately, with what they had typed and what to do instead."""

import logging
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any

import discord
from discord import app_commands, ui

from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import TEXT_MAX, Piece, layout, row
from cogs.ui.kit.context import host
from cogs.ui.kit.responses import CONNECTION_ERRORS, answer, undeliverable

log = logging.getLogger(__name__)

_LONG_TEXTS = (("why", "What it tells us"), ("reason", "Reason"))
"""Options of commands in which people write more than a name."""


class ErrorsTold:
    """Tells the person of an error instead of raising it.

    discord.py logs and swallows what goes wrong in a `DynamicItem`, so everything that can be
    pressed or submitted runs inside this.

    Args:
        interaction: What they did.
        typed: What they had typed, by name, so that none of it is lost.
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
        interaction: What they did.
        error: What went wrong.
        typed: What they had typed, by name, so that none of it is lost.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if undeliverable(error):
        log.warning("an interaction could not be answered: %r", error)
        return
    given = _given(interaction) if typed is None else typed
    try:
        draw_reference = host(interaction).draw_reference
        await answer(interaction, error_message(error, given, draw_reference))
    except (discord.HTTPException, *CONNECTION_ERRORS) as silence:
        if undeliverable(silence):
            log.warning("an error could not be told: %r: %r", error, silence)
        else:
            log.exception("an error could not be told: %s", error)


def error_message(
    error: Exception,
    typed: Mapping[str, str],
    draw_reference: Callable[[], str] = errors.new_reference,
) -> ui.LayoutView:
    """Return what to tell a person, what they had typed, and a button for what to do instead."""
    text = errors.present(error, draw_reference)
    kept = _kept(typed, TEXT_MAX - len(text))
    pieces: list[Piece | str] = [text, kept] if kept else [text]
    return layout(*pieces, *_remedies(error))


def _given(interaction: discord.Interaction) -> Mapping[str, str]:
    """Return the long texts typed into a command's options, if it has any."""
    typed = {name: getattr(interaction.namespace, key, None) for key, name in _LONG_TEXTS}
    return {name: text for name, text in typed.items() if isinstance(text, str)}


def _kept(typed: Mapping[str, str], room: int) -> str:
    """Return what was typed, as much of each field as there is room for."""
    fields = {name: text for name, text in typed.items() if text.strip()}
    if not fields:
        return ""
    for limit in (1000, 600, 300, 100):
        lines = [f"{name}: {texts.shown(text, limit)}" for name, text in fields.items()]
        kept = "\n".join(("What you had typed:", *lines))
        if len(kept) <= room:
            return kept
    return ""


def _remedies(error: Exception) -> Iterable[Piece]:
    for kind, offer in _REMEDIES:
        if isinstance(error, kind) and (button := offer(error)) is not None:
            yield row(button)


Remedy = Callable[[Any], Piece | None]
_REMEDIES: list[tuple[type[Exception], Remedy]] = []


def remedy(kind: type[Exception]) -> Callable[[Remedy], Remedy]:
    """Have errors of a kind answered with a button for what to do instead, where there is one."""

    def register(offer: Remedy) -> Remedy:
        _REMEDIES.append((kind, offer))
        return offer

    return register
