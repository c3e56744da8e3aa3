"""The terms that letters ask for: the screens, and the forms that change them."""

from collections.abc import Sequence
from typing import ClassVar

import discord
from discord import ui

from bot.domain.model import EpisodeId, SongId
from bot.domain.rights import LICENSE, LIMITS, PRODUCTION, USE, Terms, marks_of
from bot.services.rights.terms import TermsView
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.custom_ids import Fingerprints
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace

NAMES = {
    "company": "Production company",
    "signer": "Who signs",
    "production": "Type of production",
    "media": "Media",
    "territory": "Territory",
    "term": "Term",
    "use": "Use",
    "options": "Options",
    "seconds": "Seconds heard",
    "shooting": "Shooting",
    "airing": "Airing",
}
"""What people call each field."""

_HINTS = {
    "signer": "Name, role, and how to reach them, each on a line of its own",
    "production": "A scripted television series, one hour, and so on",
    "media": "Where it is shown: television, streaming, theaters",
    "territory": "In which countries",
    "term": "For how long",
    "use": "Featured, in the background, sung or lip-synced on camera, over titles",
    "options": "What you may want on top: trailers, a soundtrack album",
    "seconds": "How long the song is heard, such as 45 or 1:05",
    "shooting": "When the scene is shot: a day, a week",
    "airing": "When the episode airs: a day, a season",
}
_NOTHING = "not given yet"
_SHOWN = 180
"""Characters of a field on a screen."""
_NO_SONG = SongId(0)
"""Stands in a custom id for no song, so for the whole episode."""


def terms_page(view: TermsView) -> ui.LayoutView:
    """Return the terms of a room, an episode, or a song in one, with what changes them."""
    if view.episode is None:
        return _room_page(view)
    what = texts.episode_name(view.episode)
    if view.song is not None:
        what = f"{texts.song_name(view.song)} in {what}"
    lines = [f"## Terms for {what}", *(_line(name, view) for name in USE)]
    lines.append("The rest is as for the whole room: see `/rights terms`.")
    button = UseButton.make(view.episode.id, view.song.id if view.song else _NO_SONG)
    return layout("\n".join(lines), row(button))


def _room_page(view: TermsView) -> ui.LayoutView:
    production = [
        f"## Terms for {texts.room_name(view.room)}",
        "Every letter of `/rights letters` says this.",
        *(_line(name, view) for name in PRODUCTION),
    ]
    license_ = [_line(name, view) for name in LICENSE]
    return layout(
        "\n".join(production),
        row(ProductionButton.make()),
        "\n".join(license_),
        row(LicenseButton.make()),
        "An episode or a song can have another use, its length, and its dates: name it in"
        " `/rights terms`.",
    )


def _line(name: str, view: TermsView) -> str:
    own, holding = getattr(view.own, name), getattr(view.holding, name)
    said = f"**{texts.safe(holding, _SHOWN)}**" if holding else _NOTHING
    if holding and not own:
        said += ", as for the whole episode or room"
    return f"- {NAMES[name]}: {said}"


def missing(terms: Terms) -> list[str]:
    """Return the names of what letters have a blank for, since nobody has said it for the room."""
    return [
        NAMES[name].lower()
        for name in (*PRODUCTION, *LICENSE)
        if name != "options" and not getattr(terms, name)
    ]


def _fields(names: Sequence[str]) -> dict[str, Field]:
    return {
        name: Field(
            NAMES[name],
            LIMITS[name],
            _HINTS.get(name, ""),
            multiline=name in ("signer", "media", "options"),
            required=False,
        )
        for name in names
    }


def _filled(terms: Terms, names: Sequence[str]) -> dict[str, str]:
    return {name: str(getattr(terms, name)) for name in names}


class ProductionButton(Pressable, custom_id="termsproduction"):
    """Opens the form for who asks."""

    @classmethod
    def make(cls) -> "ProductionButton":
        """Return the button."""
        return cls(ui.Button(label="Change the production"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what is there."""
        ctx = await context_of(interaction)
        terms = (await ctx.services.rights_terms.view(ctx.person, ctx.room)).own
        filled, before = _filled(terms, PRODUCTION), marks_of(terms, PRODUCTION)
        await open_form(interaction, ProductionForm("The production", filled, before=before))


class LicenseButton(Pressable, custom_id="termslicense"):
    """Opens the form for what is asked for."""

    @classmethod
    def make(cls) -> "LicenseButton":
        """Return the button."""
        return cls(ui.Button(label="Change what you ask for"))

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what is there."""
        ctx = await context_of(interaction)
        terms = (await ctx.services.rights_terms.view(ctx.person, ctx.room)).own
        filled, before = _filled(terms, LICENSE), marks_of(terms, LICENSE)
        await open_form(interaction, LicenseForm("What you ask for", filled, before=before))


class UseButton(Pressable, custom_id="termsuse:{episode_id}:{song_id}"):
    """Opens the form for what is different in an episode, or for a song in it."""

    episode_id: EpisodeId
    song_id: SongId

    @classmethod
    def make(cls, episode_id: EpisodeId, song_id: SongId) -> "UseButton":
        """Return the button for an episode, or for a song in it."""
        return cls(ui.Button(label="Change"), episode_id=episode_id, song_id=song_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what was said for it alone."""
        ctx = await context_of(interaction)
        song_id = self.song_id or None
        terms = ctx.services.rights_terms
        view = await terms.view(ctx.person, ctx.room, self.episode_id, song_id)
        await open_form(
            interaction,
            UseForm(
                texts.option(view.song.title if view.song else "The whole episode", TITLE_MAX),
                _filled(view.own, USE),
                before=marks_of(view.own, USE),
                episode_id=self.episode_id,
                song_id=self.song_id,
            ),
        )


class ProductionForm(Form, custom_id="productionform:{before}"):
    """The form for who asks: company, signer, type of production."""

    fields: ClassVar = _fields(PRODUCTION)
    before: Fingerprints
    """Of what the form was filled in with."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what the person changed, and show the terms."""
        await _save_for_room(interaction, self, self.before)


class LicenseForm(Form, custom_id="licenseform:{before}"):
    """The form for what is asked for: media, territory, term, use, options."""

    fields: ClassVar = _fields(LICENSE)
    before: Fingerprints
    """Of what the form was filled in with."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what the person changed, and show the terms."""
        await _save_for_room(interaction, self, self.before)


class UseForm(Form, custom_id="useform:{episode_id}:{song_id}:{before}"):
    """The form for what is different in an episode, or for a song in it."""

    fields: ClassVar = _fields(USE)
    episode_id: EpisodeId
    song_id: SongId
    before: Fingerprints
    """Of what the form was filled in with."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what the person changed, and show the terms."""
        ctx = await context_of(interaction)
        view = await ctx.services.rights_terms.save(
            ctx.person,
            ctx.room,
            _typed(self),
            self.episode_id,
            self.song_id or None,
            self.before,
        )
        await replace(interaction, terms_page(view))


async def _save_for_room(
    interaction: discord.Interaction, form: Form, before: Sequence[str]
) -> None:
    ctx: Context = await context_of(interaction)
    terms = ctx.services.rights_terms
    view = await terms.save(ctx.person, ctx.room, _typed(form), was=before)
    await replace(interaction, terms_page(view))


def _typed(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in form.fields}
