"""The base class of forms, which Discord calls modals."""

from typing import Any

import discord
from discord import ui

from cogs.ui.kit import texts
from cogs.ui.kit.error_responses import ErrorReplies
from cogs.ui.kit.responses import is_first_delivery

OPEN_FOR = 3600.0
"""Seconds for which an open form can be submitted."""
TITLE_MAX = 45


class Form(ui.Modal):
    """A form to fill in. When it cannot be used, the reply gives back what was typed."""

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
        value: str = "",
        hint: str = "",
        multiline: bool = False,
        required: bool = True,
        secret: bool = False,
    ) -> None:
        """Add a field.

        Args:
            key: The name to read the field by.
            name: The label that people see.
            most: The most characters it takes.
            value: What it is filled in with at first, cut to `most`.
            hint: A line of help below the label.
            multiline: Whether it takes more than one line.
            required: Whether the form cannot be sent without it.
            secret: Whether the reply to an error must not give back what was typed.
        """
        style = discord.TextStyle.paragraph if multiline else discord.TextStyle.short
        field: ui.TextInput[Any] = ui.TextInput(
            style=style,
            custom_id=key,
            default=value[:most] or None,
            max_length=most,
            required=required,
        )
        self._fields[key] = field
        if not secret:
            self._names[key] = name
        self.add_item(ui.Label(text=name, component=field, description=hint or None))

    def text(self, key: str) -> str:
        """Return what somebody typed into a field."""
        return self._fields[key].value

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Accept only the first delivery of an interaction."""
        return await is_first_delivery(interaction)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Carry out the form; reply to an error with what went wrong and what was typed."""
        typed = {name: self._fields[key].value for key, name in self._names.items()}
        async with ErrorReplies(interaction, typed):
            await self.act(interaction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Carry out the form."""
        raise NotImplementedError
