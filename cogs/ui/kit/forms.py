"""Forms to fill in, which Discord shows for as long as somebody has them open."""

from typing import Any

import discord
from discord import ui

from cogs.ui.kit import texts
from cogs.ui.kit.error_responses import ErrorsTold
from cogs.ui.kit.responses import comes_first

OPEN_FOR = 3600.0
"""Seconds for which an open form is waited for."""
TITLE_MAX = 45


class Form(ui.Modal):
    """A form to fill in. Nothing typed into it is lost when it cannot be used."""

    def __init__(self, title: str) -> None:
        super().__init__(title=texts.cut(title, TITLE_MAX), timeout=OPEN_FOR)
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
        async with ErrorsTold(interaction, typed):
            await self.act(interaction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do what the form is for."""
        raise NotImplementedError
