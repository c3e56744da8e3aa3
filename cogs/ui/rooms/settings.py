"""What a room may choose, on one screen."""

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import Any

import discord
from discord import ui

from bot.domain.counting import METHODS, method_named
from bot.domain.errors import InvalidInput, NeedsTime
from bot.domain.lengths import write_length
from bot.domain.model import Episode, RoomSettings
from bot.domain.timing import QUIET
from bot.services.ports.read_models import SettingsView
from bot.services.rooms import Change
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.rooms.settings_fields import FIELDS

SWITCHES = {
    "own_songs_votable": (
        "Own songs",
        "Writers may vote for songs they proposed",
        "Nobody may vote for songs they proposed",
    ),
    "proposers_hidden": (
        "Hidden proposers",
        "Who proposed a song is not shown",
        "Everybody sees who proposed a song",
    ),
    "early_close": (
        "Early close",
        f"Once everybody has voted, a vote ends {write_length(QUIET)} after the last change",
        "A vote ends at its time, also when everybody has voted before",
    ),
    "events": (
        "Scheduled events",
        "Each vote is an event under a neutral title, which the whole server sees",
        "Votes are not shown among the server's events",
    ),
}
"""What is switched on or off: its name, and what it means when on and when off."""

NEVER = "none"
NAMED = 3
"""Votes under way that are named; more are counted."""


def settings_screen(view: SettingsView) -> ui.LayoutView:
    """Return everything the room has chosen, each part above what changes it."""
    settings = view.room.settings
    switches = (
        f"## Settings of {texts.room_name(view.room)}",
        *(_switch(key, getattr(settings, key)) for key in SWITCHES),
        "Switch on or off: what is chosen below is on.",
    )
    method = method_named(settings.method)
    numbers = (
        f"- Quorum: **{_quorum(settings)}**",
        f"- Reminders: **{_reminders(settings)}**",
        f"- Casting vote between tied songs: **{_window(settings)}**",
        f"- Time of grace: **{_grace(settings)}**",
        f"- Usual end of a vote: **{texts.shown(settings.closes, 60) or NEVER}**",
    )
    return layout(
        "\n".join(switches),
        row(SwitchMenu.make(settings)),
        f"- Counting: **{method.title}**, unless the vote says otherwise. {method.gist}.",
        row(MethodMenu.make(settings)),
        "\n".join(numbers),
        row(NumbersButton.make()),
        _counts_for(view.live),
    )


def _switch(key: str, on: bool) -> str:
    name, when_on, when_off = SWITCHES[key]
    return f"- {name}: **on**. {when_on}." if on else f"- {name}: **off**. {when_off}."


def _counts_for(live: Sequence[Episode]) -> str:
    """Say that no vote which is scheduled already is changed, naming those there are."""
    if not live:
        return "What you change counts for votes that are scheduled from then on."
    names = [texts.episode_name(one) for one in live[:NAMED]]
    if others := live[NAMED:]:
        names.append(texts.count(len(others), "other"))
    votes, go, were = ("vote", "goes", "it was") if len(live) == 1 else ("votes", "go", "they were")
    return (
        f"The {votes} for {texts.listed(names)} {go} on as {were} scheduled. What you change counts"
        " for the next."
    )


def _quorum(settings: RoomSettings) -> str:
    if not settings.quorum:
        return "none; a vote counts however many have voted"
    return (
        f"{settings.quorum} % of those who may vote; with fewer a vote stays open for a day more,"
        " once, and is then left to you"
    )


def _reminders(settings: RoomSettings) -> str:
    if not settings.reminders:
        return NEVER
    before = texts.listed(write_length(one) for one in settings.reminders)
    return f"{before} before the end, by direct message to who has not voted"


def _window(settings: RoomSettings) -> str:
    if not settings.casting_window:
        return "none; the lot decides at once"
    return f"{write_length(settings.casting_window)} to choose; then the lot decides"


def _grace(settings: RoomSettings) -> str:
    if not settings.grace:
        return NEVER
    return f"{write_length(settings.grace)} more, where a vote ended while the bot was away"


async def show_settings(interaction: discord.Interaction) -> ui.LayoutView:
    """Return the screen, for whoever may change something on it.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    at = await context_of(interaction)
    return settings_screen(await at.services.rooms.settings(at.person, at.room))


async def _change(interaction: discord.Interaction, change: Change) -> None:
    at = await context_of(interaction)
    view = await at.services.rooms.change_settings(at.person, at.room, change)
    await replace(interaction, settings_screen(view))


class SwitchMenu(Pressable, custom_id="settings:switches"):
    """Switches settings on or off."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "SwitchMenu":
        """Return the menu, filled in with what is on."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Switch on or off: what is chosen is on",
            min_values=0,
            max_values=len(SWITCHES),
            options=[
                discord.SelectOption(
                    label=name, value=key, description=when_on, default=getattr(settings, key)
                )
                for key, (name, when_on, _) in SWITCHES.items()
            ],
        )
        return cls(menu)

    async def act(self, interaction: discord.Interaction) -> None:
        """Switch what was changed since the menu was drawn, and nothing else."""
        before = {option.value for option in self.item.options if option.default}
        after = set(self.item.values)
        switches: dict[str, Any] = {key: key in after for key in SWITCHES if key in before ^ after}
        await _change(interaction, lambda settings: changed(settings, **switches))


class MethodMenu(Pressable, custom_id="settings:method"):
    """Chooses how votes are counted unless they say otherwise."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "MethodMenu":
        """Return the menu, filled in with the present choice."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="How votes are counted",
            options=[
                discord.SelectOption(
                    label=texts.option(one.title),
                    value=one.name,
                    description=texts.option(one.gist),
                    default=one.name == settings.method,
                )
                for one in METHODS.values()
            ],
        )
        return cls(menu)

    async def act(self, interaction: discord.Interaction) -> None:
        """Make it the room's usual method."""
        [method] = self.item.values
        await _change(interaction, lambda settings: changed(settings, method=method))


class NumbersButton(Pressable, custom_id="settings:numbers"):
    """Opens the form for numbers and times."""

    @classmethod
    def make(cls) -> "NumbersButton":
        """Return the button."""
        return cls(ui.Button(label="Change numbers and times"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        at = await context_of(interaction)
        view = await at.services.rooms.settings(at.person, at.room)
        await interaction.response.send_modal(NumbersForm(view.room.settings))


class NumbersForm(Form):
    """Asks for the numbers and times; each field is filled in as it is read."""

    def __init__(self, settings: RoomSettings) -> None:
        super().__init__("Numbers and times")
        self._given = {key: field.write(settings) for key, field in FIELDS.items()}
        for key, field in FIELDS.items():
            given = self._given[key]
            self.ask(key, field.name, most=field.most, given=given, hint=field.hint, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Keep what was typed, or say which of it cannot be used.

        A field left as it was changes nothing, so what somebody else changed meanwhile stands.
        """
        at = await context_of(interaction)
        at.services.rooms.require_showrunner(at.person, at.room)
        values: dict[str, Any] = {
            key: field.read(self.text(key))
            for key, field in FIELDS.items()
            if self.text(key).strip() != self._given[key]
        }
        if closes := values.get("closes"):
            await _check_closes(at, closes)
        await _change(interaction, lambda settings: changed(settings, **values))


async def _check_closes(at: Context, closes: str) -> None:
    try:
        await at.services.rounds.read_time(at.room, closes)
    except NeedsTime as error:
        raise InvalidInput("settings.closes", closes) from error
