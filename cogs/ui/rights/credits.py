"""The credits of a song: suggestions with their source, which people confirm one by one."""

from collections.abc import Iterator
from typing import ClassVar

import discord
from discord import ui

from bot.domain.credits import Credit, CreditId, CreditKind
from bot.domain.model import SongId
from bot.domain.rights import write_share
from bot.services.rights import NAME_MAX
from bot.services.rights.credits import CreditsText, CreditsView
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer, replace
from cogs.ui.kit.song_lists import Measure, fit_message

OPTIONS_MAX = 25
"""What a menu of Discord's holds."""
_NAMES = {
    CreditKind.WRITER: ("Writers", "Writer"),
    CreditKind.PUBLISHER: ("Publishers", "Publisher"),
    CreditKind.LABEL: ("Label", "Label"),
    CreditKind.YEAR: ("Year", "Year"),
}
"""What each kind of credit is called: as a heading, and of one."""
_NAME_SHOWN = 60
_NAMED_MIN = 3
"""How many confirmed ones of a kind are named even where there is little room."""


def credits_page(view: CreditsView, *, asked: bool = False) -> ui.LayoutView:
    """Return the credits of a song; `asked` says that they have just been looked up."""
    shown = _in_order(view)
    menu = [row(CreditsMenu.make(view.song.id, shown))] if shown else []
    can_ask = view.can_ask and view.code
    look_up = [LookUpCreditsButton.make(view.song.id)] if can_ask else []
    controls = [*menu, row(*look_up, TypeCreditsButton.make(view.song.id))]

    def build(measure: Measure) -> ui.LayoutView:
        lines = (*_confirmed(view, measure), *_suggested(view, measure, asked=asked))
        return layout("\n".join(lines), *controls)

    return fit_message(build)


def _in_order(view: CreditsView) -> list[Credit]:
    """Return the credits for the menu, the confirmed ones first."""
    kinds = list(CreditKind)
    ordered = sorted(view.credits, key=lambda one: (not one.confirmed, kinds.index(one.kind)))
    return ordered[:OPTIONS_MAX]


def _confirmed(view: CreditsView, measure: Measure) -> Iterator[str]:
    yield f"## Credits of {texts.song_name(view.song, measure.title, measure.artist)}"
    most = max(measure.names, _NAMED_MIN)
    for kind, (heading, _) in _NAMES.items():
        said = [one for one in view.credits if one.confirmed and one.kind is kind]
        names = [_named(one, measure) for one in said[:most]]
        if rest := len(said) - len(names):
            names.append(f"{rest} more")
        yield f"**{heading}**: {', '.join(names) or 'not on file'}"


def _named(credit: Credit, measure: Measure) -> str:
    name = texts.safe(credit.name, min(_NAME_SHOWN, measure.title), links=False)
    return name if credit.share is None else f"{name} ({write_share(credit.share)})"


def _suggested(view: CreditsView, measure: Measure, *, asked: bool) -> Iterator[str]:
    suggestions = [one for one in _in_order(view) if not one.confirmed]
    if suggestions:
        yield "### Suggested by MusicBrainz"
        for one in suggestions:
            source = f" ([source](<{one.link}>))" if one.link and measure.links else ""
            yield f"\u2022 {_NAMES[one.kind][1]}: {_named(one, measure)}{source}"
        yield (
            "Nobody has checked these. Tick what is right in the menu. A label or publisher you"
            " tick is added to the rights as a holder to ask; unticking them keeps the holder."
        )
    elif asked:
        yield "MusicBrainz has nothing more on this recording. *Type credits* adds what you know."
    elif not view.code:
        yield "Without an ISRC, credits can't be looked up. *Type credits* adds what you know."
    elif not view.can_ask:
        yield (
            "Looking credits up is off here. Whoever hosts this bot can turn it on with"
            " `MUSICBRAINZ_CONTACT`. *Type credits* adds what you know."
        )


class CreditsButton(Pressable, custom_id="credits:{song_id}"):
    """Shows the credits of a song as they are kept."""

    song_id: SongId

    @classmethod
    def make(cls, song_id: SongId) -> "CreditsButton":
        """Return the button of a song."""
        return cls(ui.Button(label="Credits"), song_id=song_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show them."""
        ctx = await context_of(interaction)
        view = await ctx.services.credits.view(ctx.person, ctx.room, self.song_id)
        await answer(interaction, credits_page(view))


class LookUpCreditsButton(Pressable, custom_id="creditslookup:{song_id}"):
    """Asks MusicBrainz for the credits of a song."""

    song_id: SongId

    @classmethod
    def make(cls, song_id: SongId) -> "LookUpCreditsButton":
        """Return the button of a song."""
        return cls(ui.Button(label="Look up credits"), song_id=song_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Look them up, and show what was found."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_rights_editor(ctx.person, ctx.room)
        # MusicBrainz is asked three times, a second apart, and may be slow.
        await defer(interaction)
        view = await ctx.services.credits.look_up(ctx.person, ctx.room, self.song_id)
        await answer(interaction, credits_page(view, asked=True))


class CreditsMenu(Pressable, custom_id="creditschosen:{song_id}", values=CreditId):
    """Says which credits are right: those ticked, of all that are shown."""

    song_id: SongId

    @classmethod
    def make(cls, song_id: SongId, shown: list[Credit]) -> "CreditsMenu":
        """Return the menu of a song's credits, with the confirmed ones ticked."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Tick what is right",
            min_values=0,
            max_values=len(shown),
            options=[
                discord.SelectOption(
                    label=texts.option(f"{_NAMES[one.kind][1]}: {one.name}"),
                    value=str(one.id),
                    default=one.confirmed,
                )
                for one in shown
            ],
        )
        return cls(menu, song_id=song_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Confirm what was ticked, and take back what was unticked, and nothing else."""
        ctx = await context_of(interaction)
        was = {CreditId(int(one.value)) for one in self.item.options if one.default}
        ticked = {CreditId(int(value)) for value in self.item.values}
        view = await ctx.services.credits.choose(
            ctx.person, ctx.room, self.song_id, sorted(ticked - was), sorted(was - ticked)
        )
        await replace(interaction, credits_page(view))


class TypeCreditsButton(Pressable, custom_id="creditstype:{song_id}"):
    """Opens the form for credits that somebody knows."""

    song_id: SongId

    @classmethod
    def make(cls, song_id: SongId) -> "TypeCreditsButton":
        """Return the button of a song."""
        return cls(ui.Button(label="Type credits"), song_id=song_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx = await context_of(interaction)
        view = await ctx.services.credits.view(ctx.person, ctx.room, self.song_id)
        await open_form(interaction, CreditsForm("Credits you know", song_id=view.song.id))


class CreditsForm(Form, custom_id="creditsform:{song_id}"):
    """The form for writers, label and year."""

    fields: ClassVar = {
        "writers": Field(
            "Writers",
            1000,
            "One to a line; the share where you know it: Joni Mitchell 50%",
            multiline=True,
            required=False,
        ),
        "label": Field("Label", NAME_MAX, "It is added to the rights as a holder", required=False),
        "year": Field("Year", 4, "When the recording came out, such as 1971", required=False),
    }
    song_id: SongId

    async def act(self, interaction: discord.Interaction) -> None:
        """Keep what was typed, and show all credits."""
        ctx = await context_of(interaction)
        typed = CreditsText(self.text("writers"), self.text("label"), self.text("year"))
        view = await ctx.services.credits.write(ctx.person, ctx.room, self.song_id, typed)
        await replace(interaction, credits_page(view))
