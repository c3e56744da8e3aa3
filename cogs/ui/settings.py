"""What a room may choose, on one screen."""

from dataclasses import replace as changed
from typing import Any

import discord
from discord import ui

from bot.domain.counting import METHODS, method_named
from bot.domain.errors import InvalidInput
from bot.domain.lengths import read_length, write_length
from bot.domain.model import CASTING_WINDOW, RoomSettings
from bot.services.rooms import Change
from bot.services.views import SettingsView
from cogs.ui import texts
from cogs.ui.base import Form, Pressable, layout, replace, row
from cogs.ui.people import here

SWITCHES = {
    "own_songs_votable": ("Own songs", "Writers may vote for songs they proposed"),
    "proposers_hidden": ("Hidden proposers", "Who proposed a song is not shown"),
    "early_close": ("Early close", "A vote ends 15 minutes after everybody has voted"),
    "events": ("Scheduled events", "Each vote is an event that the whole server sees"),
}
"""What is switched on or off: its name, and what it means when on."""

NEVER = "none"


def settings_screen(view: SettingsView) -> ui.LayoutView:
    """Return everything the room has chosen, with what changes it."""
    settings = view.room.settings
    lines = [
        f"## Settings of {texts.room_name(view.room)}",
        *(
            f"- {name}: **{'on' if getattr(settings, key) else 'off'}**. {meaning}."
            for key, (name, meaning) in SWITCHES.items()
        ),
        (
            f"- Counting: **{method_named(settings.method).title}**, unless the vote says"
            f" otherwise. {method_named(settings.method).gist}."
        ),
        f"- Quorum: **{_quorum(settings)}**",
        f"- Reminders: **{_reminders(settings)}**",
        f"- Casting vote between tied songs: **{_window(settings)}**",
        f"- Time of grace: **{_grace(settings)}**",
        f"- Usual end of a vote: **{texts.shown(settings.closes, 60) or 'none'}**",
    ]
    if view.live is not None:
        name = texts.episode_name(view.live.episode)
        lines.append(
            f"The vote for {name} goes on as it was scheduled. What you change counts for the next."
        )
    else:
        lines.append("What you change counts for votes that are scheduled from then on.")
    return layout(
        "\n".join(lines),
        row(SwitchMenu.make(settings)),
        row(MethodMenu.make(settings)),
        row(NumbersButton.make()),
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
    at = await here(interaction)
    return settings_screen(await at.services.rooms.settings(at.person, at.room))


async def _change(interaction: discord.Interaction, change: Change) -> None:
    at = await here(interaction)
    view = await at.services.rooms.change_settings(at.person, at.room, change)
    await replace(interaction, settings_screen(view))


class SwitchMenu(Pressable, template=r"settings:switches"):
    """Switches settings on or off."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "SwitchMenu":
        """Return the menu, filled in with what is on."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id="settings:switches",
            placeholder="Switch on or off: what is chosen is on",
            min_values=0,
            max_values=len(SWITCHES),
            options=[
                discord.SelectOption(
                    label=name, value=key, description=meaning, default=getattr(settings, key)
                )
                for key, (name, meaning) in SWITCHES.items()
            ],
        )
        return cls(menu)

    async def act(self, interaction: discord.Interaction) -> None:
        """Have what is chosen be on, and the rest off."""
        chosen = set(self.item.values)
        switches: dict[str, Any] = {key: key in chosen for key in SWITCHES}
        await _change(interaction, lambda settings: changed(settings, **switches))


class MethodMenu(Pressable, template=r"settings:method"):
    """Chooses how votes are counted unless they say otherwise."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "MethodMenu":
        """Return the menu, filled in with the present choice."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id="settings:method",
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


class NumbersButton(Pressable, template=r"settings:numbers"):
    """Opens the form for numbers and times."""

    @classmethod
    def make(cls) -> "NumbersButton":
        """Return the button."""
        return cls(ui.Button(label="Change numbers and times", custom_id="settings:numbers"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        at = await here(interaction)
        view = await at.services.rooms.settings(at.person, at.room)
        await interaction.response.send_modal(NumbersForm(view.room.settings))


class NumbersForm(Form):
    """Asks for the numbers and times; each field is filled in as it is read."""

    def __init__(self, settings: RoomSettings) -> None:
        super().__init__("Numbers and times")
        fields = (
            ("quorum", "Quorum, in percent", str(settings.quorum), "0 for none"),
            (
                "reminders",
                "Reminders before the end",
                ", ".join(write_length(one) for one in settings.reminders),
                "Such as: 24 hours, 2 hours. Empty for none",
            ),
            (
                "casting_window",
                "Time for the casting vote",
                _field(settings.casting_window),
                f"Such as: {write_length(CASTING_WINDOW)}. 0 has the lot decide at once",
            ),
            ("grace", "Time of grace", _field(settings.grace), "Such as: 15 minutes. 0 for none"),
            ("closes", "Usual end of a vote", settings.closes, "Such as: fri 17:00. May be empty"),
        )
        for key, name, given, hint in fields:
            self.ask(key, name, most=100, given=given, hint=hint, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Keep what was typed, or say which of it cannot be used."""
        at = await here(interaction)
        closes = self.text("closes").strip()
        if closes:
            await at.services.rounds.understand(at.room, closes)
        quorum = _percent(self.text("quorum"))
        reminders = _before_the_end(self.text("reminders"))
        window = read_length(self.text("casting_window"), "settings.casting_window")
        grace = read_length(self.text("grace"), "settings.grace")
        await _change(
            interaction,
            lambda settings: changed(
                settings,
                quorum=quorum,
                reminders=reminders,
                casting_window=window,
                grace=grace,
                closes=closes,
            ),
        )


def _percent(text: str) -> int:
    digits = text.strip().rstrip("%").strip() or "0"
    if not digits.isdecimal() or len(digits) > 3:
        raise InvalidInput("settings.quorum", text, {"limit": 100})
    return int(digits)


def _before_the_end(text: str) -> tuple[int, ...]:
    """Return lengths of time in seconds, longest first, each once."""
    lengths = {read_length(part, "settings.reminders") for part in text.split(",")}
    return tuple(sorted(lengths - {0}, reverse=True))


def _field(seconds: int) -> str:
    return write_length(seconds) if seconds else "0"
