"""The screen of a room's settings, with its menus and its form."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import discord
from discord import ui

from bot.domain import structs
from bot.domain.counting import method_named
from bot.domain.errors import InvalidInput, NeedsTime
from bot.domain.lengths import write_length
from bot.domain.model import Episode, Person, RoomSettings, UserId
from bot.domain.timing import QUIET
from bot.domain.typed_text import fingerprint
from bot.services.ports.statuses import SettingsView
from bot.services.rooms import Change
from bot.services.rounds.scrutiny import SCRUTINEERS_MAX
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of, roles_of
from cogs.ui.kit.custom_ids import Fingerprints, words_of
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.method_options import method_options
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.rooms.settings_fields import FIELDS

SWITCHES = {
    "own_songs_votable": (
        "Own songs",
        "Writers can vote for songs they proposed",
        "Nobody can vote for songs they proposed",
    ),
    "proposers_hidden": (
        "Hidden proposers",
        "Songs don't show who proposed them, and songs proposed now never will",
        "Everyone sees who proposed a song",
    ),
    "early_close": (
        "Early close",
        f"Once everyone has voted, a vote ends {write_length(QUIET)} after the last change",
        "Votes end on time even if everyone has voted",
    ),
    "events": (
        "Scheduled events",
        "Each vote is an event under a neutral title, which the whole server sees",
        "Votes are not shown among the server's events",
    ),
}
"""The switches: the name of each, and what it means when on and when off."""

NONE = "none"
VOTES_NAMED = 3
"""Live votes to name; any others are only counted."""


def settings_screen(view: SettingsView) -> ui.LayoutView:
    """Return the settings of a room, each part above the control that changes it."""
    settings = view.room.settings
    switches = (
        f"## Settings of {texts.room_name(view.room)}",
        *(_switch(key, getattr(settings, key)) for key in SWITCHES),
        "What you choose below is on; the rest is off.",
    )
    method = method_named(settings.method)
    numbers = (
        f"- Quorum: **{_quorum(settings)}**",
        f"- Reminders: **{_reminders(settings)}**",
        f"- Casting vote between tied songs: **{_casting_window(settings)}**",
        f"- Grace period: **{_grace(settings)}**",
        f"- Default closing time: **{texts.safe(settings.closes, 60) or NONE}**",
    )
    return layout(
        "\n".join(switches),
        row(SwitchMenu.make(settings)),
        f"- Counting: **{method.title}**, unless the vote says otherwise."
        f" {texts.sentence(method.gist)}.",
        row(MethodMenu.make(settings)),
        "\n".join(numbers),
        row(NumbersButton.make()),
        f"- Scrutineers: **{_scrutineers(settings)}**. They can see the ballots of a vote, without"
        " names, if showing them to everybody would reveal whose is whose.",
        row(ScrutineersPicker.make(settings)),
        _applies_to(view.live),
    )


def _switch(key: str, on: bool) -> str:
    name, when_on, when_off = SWITCHES[key]
    return f"- {name}: **on**. {when_on}." if on else f"- {name}: **off**. {when_off}."


def _applies_to(live: Sequence[Episode]) -> str:
    """Return which votes a change applies to, naming the live ones that it does not."""
    if not live:
        return "Changes apply to votes scheduled from now on."
    names = [texts.episode_name(episode) for episode in live[:VOTES_NAMED]]
    if others := live[VOTES_NAMED:]:
        names.append(texts.count(len(others), "other"))
    votes, keep, were = ("vote", "keeps", "it was")
    if len(live) > 1:
        votes, keep, were = ("votes", "keep", "they were")
    return (
        f"The {votes} for {texts.listed(names)} {keep} the settings {were} scheduled with. Changes"
        " apply to the next one."
    )


def _quorum(settings: RoomSettings) -> str:
    if not settings.quorum:
        return "none; a vote counts no matter how many have voted"
    return (
        f"{settings.quorum}% of those who can vote; with fewer, a vote stays open one more day,"
        " once, and then you decide"
    )


def _reminders(settings: RoomSettings) -> str:
    if not settings.reminders:
        return NONE
    before = texts.listed(write_length(length) for length in settings.reminders)
    return f"{before} before the end, by direct message to those who haven't voted"


def _casting_window(settings: RoomSettings) -> str:
    if not settings.casting_window:
        return "none; the draw decides at once"
    return f"{write_length(settings.casting_window)} to choose; then the draw decides"


def _grace(settings: RoomSettings) -> str:
    if not settings.grace:
        return NONE
    return f"{write_length(settings.grace)} more if a vote ended while the bot was offline"


def _scrutineers(settings: RoomSettings) -> str:
    return texts.listed(texts.person(user) for user in settings.scrutineers) or NONE


async def show_settings(interaction: discord.Interaction) -> ui.LayoutView:
    """Return the screen, if the person may change settings.

    Raises:
        NotAllowed: The person is not the showrunner.
    """
    ctx = await context_of(interaction)
    return settings_screen(await ctx.services.rooms.settings(ctx.person, ctx.room))


async def _change(interaction: discord.Interaction, change: Change) -> None:
    ctx = await context_of(interaction)
    view = await ctx.services.rooms.change_settings(ctx.person, ctx.room, change)
    await replace(interaction, settings_screen(view))


_Word = Annotated[str, words_of("[a-z_]{1,40}")]


class SwitchMenu(Pressable, custom_id="settings:switches", values=_Word):
    """Switches settings on or off."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "SwitchMenu":
        """Return the menu, with the switches that are on chosen."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose what is on",
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
        """Save only the switches that the person changed."""
        before = {option.value for option in self.item.options if option.default}
        after = set(self.item.values)
        switches: dict[str, Any] = {key: key in after for key in SWITCHES if key in before ^ after}
        await _change(interaction, lambda settings: structs.replace(settings, **switches))


class MethodMenu(Pressable, custom_id="settings:method", values=_Word):
    """Chooses the room's usual counting method."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "MethodMenu":
        """Return the menu, with the present method chosen."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="How votes are counted",
            options=method_options(settings.method),
        )
        return cls(menu)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the method."""
        [method] = self.item.values
        await _change(interaction, lambda settings: structs.replace(settings, method=method))


class ScrutineersPicker(Pressable, custom_id="settings:scrutineers"):
    """Names the room's scrutineers."""

    @classmethod
    def make(cls, settings: RoomSettings) -> "ScrutineersPicker":
        """Return the picker, with the present scrutineers chosen."""
        kind = discord.SelectDefaultValueType.user
        picker: ui.UserSelect[ui.LayoutView] = ui.UserSelect(
            placeholder=f"Name up to {SCRUTINEERS_MAX} scrutineers",
            min_values=0,
            max_values=SCRUTINEERS_MAX,
            default_values=[
                discord.SelectDefaultValue(id=user, type=kind) for user in settings.scrutineers
            ],
        )
        return cls(picker)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the people chosen."""
        ctx = await context_of(interaction)
        people = [Person(UserId(user.id), roles_of(user)) for user in self.item.values]
        if any(user.bot for user in self.item.values):
            raise InvalidInput("scrutineers.bot", "")
        for user in self.item.values:
            if not isinstance(user, discord.Member):
                raise InvalidInput("person.absent", user.display_name)
        room = await ctx.services.scrutiny.name(ctx.person, ctx.room, people)
        await replace(
            interaction, settings_screen(await ctx.services.rooms.settings(ctx.person, room))
        )


class NumbersButton(Pressable, custom_id="settings:numbers"):
    """Opens the form for numbers and times."""

    @classmethod
    def make(cls) -> "NumbersButton":
        """Return the button."""
        return cls(ui.Button(label="Change numbers and times"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx = await context_of(interaction)
        view = await ctx.services.rooms.settings(ctx.person, ctx.room)
        await open_form(interaction, NumbersForm.of(view.room.settings))


class NumbersForm(Form, custom_id="numbersform:{before}"):
    """The form for numbers and times, filled in with the present ones."""

    fields: ClassVar = {
        key: Field(field.name, field.most, field.hint, required=False)
        for key, field in FIELDS.items()
    }
    before: Fingerprints
    """Of what the form was filled in with."""

    @classmethod
    def of(cls, settings: RoomSettings) -> "NumbersForm":
        """Return the form for a room."""
        filled = {key: field.write(settings) for key, field in FIELDS.items()}
        before = tuple(fingerprint(text) for text in filled.values())
        return cls("Numbers and times", filled, before=before)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the fields that the person changed.

        An unchanged field saves nothing, so that it does not undo somebody else's change.
        """
        ctx = await context_of(interaction)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        values: dict[str, Any] = {
            key: field.read(self.text(key))
            for (key, field), before in zip(FIELDS.items(), self.before, strict=True)
            if fingerprint(self.text(key).strip()) != before
        }
        if closes := values.get("closes"):
            await _check_closes(ctx, closes)
        await _change(interaction, lambda settings: structs.replace(settings, **values))


async def _check_closes(ctx: Context, closes: str) -> None:
    try:
        await ctx.services.reading.time(ctx.room, closes)
    except NeedsTime as error:
        if error.options:
            raise  # it names the times that may be meant
        raise InvalidInput("settings.closes", closes) from error
