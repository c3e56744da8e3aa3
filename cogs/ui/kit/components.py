"""What every screen is made of: layouts, things to press, forms, and how errors are answered."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self, cast

import discord
from discord import app_commands, ui

from cogs.ui.kit import errors, texts
from cogs.ui.kit.responses import CUT, Standing, reach, standing, unheard

log = logging.getLogger(__name__)

ID = r"(\d{1,19})"
"""A number in a custom id's template."""
TEXT_MAX = 4000
"""Characters of text in one message."""
FORM_LASTS = 3600.0
"""Seconds for which an open form is waited for."""
_LONG_TEXTS = (("why", "What it tells us"), ("reason", "Reason"))
"""Options of commands in which people write more than a name."""

Piece = ui.Item[Any]


def layout(*pieces: Piece | str) -> ui.LayoutView:
    """Return a message of pieces, one below the other; a text is a piece. It never runs out."""
    view = ui.LayoutView(timeout=None)
    for piece in pieces:
        view.add_item(ui.TextDisplay(piece) if isinstance(piece, str) else piece)
    return view


def row(*items: Piece) -> "ui.ActionRow[Any]":
    """Return buttons side by side, or one menu."""
    return ui.ActionRow(*items)


async def answer(
    interaction: discord.Interaction, view: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Answer privately, whether or not the interaction was answered or put off before."""
    enclosed = list(files)
    match standing(interaction):
        case Standing.OPEN:
            post = interaction.response.send_message
            send = partial(post, view=view, files=enclosed, ephemeral=True)
            await reach(interaction, send, enclosed)
        case Standing.PUT_OFF:
            await interaction.edit_original_response(view=view, attachments=enclosed)
        case Standing.ANSWERED:
            await interaction.followup.send(view=view, files=enclosed, ephemeral=True)


async def show_all(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press so that the whole channel sees it; nobody is mentioned."""
    post = interaction.response.send_message
    nobody = discord.AllowedMentions.none()
    await reach(interaction, partial(post, view=view, allowed_mentions=nobody))


async def replace(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    """Answer a press by changing the private message it was made on; elsewhere, privately."""
    message = interaction.message
    private = message is not None and (message.flags.ephemeral or interaction.guild_id is None)
    if private and standing(interaction) is Standing.OPEN:
        await reach(interaction, partial(interaction.response.edit_message, view=view))
    else:
        await answer(interaction, view)


async def put_off(interaction: discord.Interaction) -> None:
    """Have the person wait for a private answer that may take longer than three seconds."""
    send = partial(interaction.response.defer, ephemeral=True, thinking=True)
    await reach(interaction, send, becomes=Standing.PUT_OFF)


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
    if unheard(error):
        log.warning("an interaction could not be answered: %r", error)
        return
    given = _given(interaction) if typed is None else typed
    try:
        await answer(interaction, error_message(error, given))
    except (discord.HTTPException, *CUT) as silence:
        if unheard(silence):
            log.warning("an error could not be told: %r: %r", error, silence)
        else:
            log.exception("an error could not be told: %s", error)


def error_message(error: Exception, typed: Mapping[str, str]) -> ui.LayoutView:
    """Return what to tell a person, what they had typed, and a button for what to do instead."""
    text = errors.present(error)
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


class _Client(Protocol):
    def comes_first(self, interaction: discord.Interaction[Any]) -> bool: ...


async def comes_first(interaction: discord.Interaction[Any]) -> bool:
    """Say whether an interaction has not come before; one delivered twice acts once."""
    return cast("_Client", interaction.client).comes_first(interaction)


class Presenting:
    """Runs what answers an interaction; errors go to the person instead of nowhere.

    discord.py logs and swallows what goes wrong in a `DynamicItem`, so everything that can be
    pressed or submitted runs inside this.
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


class Pressable(ui.DynamicItem[Any], template=r"(?!)"):
    """A button or a menu that works for ever: all it needs is in its custom id and its message.

    `ids` are the numbers of the custom id, in order. `item` is the button or menu itself; in `act`
    it is the one of the message that was pressed, so a menu still has its options there.
    """

    def __init__(self, item: Piece, *ids: int) -> None:
        super().__init__(item)
        self.ids = ids

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the thing that was pressed."""
        del interaction
        return cls(item, *(int(number) for number in match.groups()))

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only the first of several deliveries through."""
        return await comes_first(interaction)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what a press does; tell the person what goes wrong."""
        async with Presenting(interaction):
            await self.act(interaction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do what a press does."""
        raise NotImplementedError

    def kept_text(self, piece_id: int) -> str:
        """Return what somebody typed earlier, kept in a piece of the message that was pressed."""
        piece = self.view.find_item(piece_id) if self.view else None
        return texts.unescape(piece.content) if isinstance(piece, ui.TextDisplay) else ""


class Form(ui.Modal):
    """A form to fill in. Nothing typed into it is lost when it cannot be used."""

    def __init__(self, title: str) -> None:
        super().__init__(title=texts.cut(title, 45), timeout=FORM_LASTS)
        self._fields: dict[str, ui.TextInput[Any]] = {}
        self._names: dict[str, str] = {}

    def ask(
        self,
        key: str,
        name: str,
        *,
        most: int,
        given: str = "",
        hint: str = "",
        lines: bool = False,
        required: bool = True,
        secret: bool = False,
    ) -> None:
        """Add a field named `name` of at most `most` characters, filled in with what is given.

        What is typed into a `secret` one is not given back where it cannot be used.
        """
        style = discord.TextStyle.paragraph if lines else discord.TextStyle.short
        field: ui.TextInput[Any] = ui.TextInput(
            style=style,
            custom_id=key,
            default=given[:most] or None,
            max_length=most,
            required=required,
        )
        self._fields[key] = field
        if not secret:
            self._names[key] = name
        self.add_item(ui.Label(text=name, component=field, description=hint or None))

    def text(self, key: str) -> str:
        """Return what was typed into a field."""
        return self._fields[key].value

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only the first of several deliveries through."""
        return await comes_first(interaction)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the form is for; tell the person what goes wrong, with what they typed."""
        typed = {name: self._fields[key].value for key, name in self._names.items()}
        async with Presenting(interaction, typed):
            await self.act(interaction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do what the form is for."""
        raise NotImplementedError
