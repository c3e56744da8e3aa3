"""The list of characters, a character's page with its controls, and the form to edit it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import Character, CharacterId, Episode, Proposal, ProposalId, Room
from bot.services.characters import BACKSTORY_MAX, NAME_MAX, CharacterView
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, Piece, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import in_brackets, listen_buttons

PER_PAGE = 25
SHOWN = (40, 25, 15, 8, 4)
"""Songs to list on a page; the first limit is used with which the message fits."""
_BACKSTORY_SHOWN = 1200


def character_list(
    room: Room,
    characters: Sequence[Character],
    counts: Mapping[CharacterId, int],
    page_number: int = 0,
) -> ui.LayoutView:
    """Return a page of the list of characters, by name."""
    if not characters:
        return layout(
            f"{texts.room_name(room)} has no characters yet. The showrunner makes them with"
            " `/character create`; then songs can be proposed for them."
        )
    last = max(0, -(-len(characters) // PER_PAGE) - 1)
    page_number = min(page_number, last)
    shown = characters[page_number * PER_PAGE : (page_number + 1) * PER_PAGE]
    head = f"**The characters of {texts.room_name(room)}**"
    if last:
        head += f" · page {page_number + 1} of {last + 1}"
    lines = [head]
    for character in shown:
        songs = texts.count(counts.get(character.id, 0), "song")
        lines.append(f"- **{texts.safe(character.name, 80, links=False)}**: {songs}")
    pieces: list[Piece | str] = ["\n".join(lines), row(CharacterMenu.make(page_number, shown))]
    if last:
        previous = CharactersTurn.make(max(page_number - 1, 0), "Previous", page_number == 0)
        next_ = CharactersTurn.make(page_number + 1, "Next", page_number == last)
        pieces.append(row(previous, next_))
    return layout(*pieces)


def character_page(view: CharacterView, is_showrunner: bool) -> ui.LayoutView:
    """Return a character's page: the backstory, and the songs over the episodes.

    Args:
        view: The character.
        is_showrunner: Whether to show the showrunner's controls.
    """
    screens = (_page(view, is_showrunner, songs_max) for songs_max in SHOWN)
    return next(
        (screen for screen in screens if screen.content_length() <= TEXT_MAX),
        _page(view, is_showrunner, 0),
    )


def _page(view: CharacterView, is_showrunner: bool, songs_max: int) -> ui.LayoutView:
    character = view.character
    name = texts.safe(character.name, NAME_MAX, links=False)
    backstory = texts.safe(character.backstory, _BACKSTORY_SHOWN)
    pieces: list[Piece | str] = [
        f"## {name}\n{backstory or 'No backstory yet.'}",
        "\n".join(_songs(view, songs_max)),
    ]
    if view.free:
        pieces.append(row(GiveMenu.make(character, view.free)))
    buttons: list[Piece] = [*listen_buttons(view.listen_url)]
    if is_showrunner:
        buttons += [
            EditCharacterButton.make(character.id),
            CharacterPlaylistButton.make(character.id, on=not character.wants_playlist),
        ]
    if buttons:
        pieces.append(row(*buttons))
    return layout(*pieces)


def _songs(view: CharacterView, songs_max: int) -> Iterator[str]:
    if not view.songs:
        yield (
            "No songs yet. Choose them as `character` in `/song propose`, or give them a"
            " song that is on the longlist."
        )
        return
    yield f"Their songs ({len(view.songs)})"
    apart = told_apart([one.song for _, one in view.songs])
    for episode, proposals in groupby(view.songs[:songs_max], key=lambda pair: pair[0]):
        yield f"**Episode {texts.episode_name(episode).removeprefix('episode ')}**"
        for _, proposal in proposals:
            yield f"\u2022 {_line(view, episode, proposal, apart[proposal.song.id])}"
    if len(view.songs) > songs_max:
        yield f"and {len(view.songs) - songs_max} more"


def _line(view: CharacterView, episode: Episode, proposal: Proposal, apart: str) -> str:
    where = ""
    if (episode.id, proposal.song.id) in view.seated:
        where = ", **on the board**"
    elif proposal.shortlisted:
        where = ", on the shortlist"
    note = texts.safe(proposal.note, 120, links=False)
    name = texts.song_name(proposal.song, 60, 40) + in_brackets(apart)
    return f"{name}{where}" + (f": {note}" if note else "")


class CharacterMenu(Pressable, custom_id="characters:{page_number}", values=CharacterId):
    """Opens the page of a character on the list."""

    page_number: int

    @classmethod
    def make(cls, page_number: int, shown: Sequence[Character]) -> "CharacterMenu":
        """Return the menu of a page of the list."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="See a character's songs",
            options=[
                discord.SelectOption(label=texts.option(character.name), value=str(character.id))
                for character in shown
            ],
        )
        return cls(menu, page_number=page_number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        ctx = await context_of(interaction)
        chosen = CharacterId(int(self.item.values[0]))
        view = await ctx.services.characters.view(ctx.room, chosen)
        await answer(interaction, character_page(view, ctx.is_showrunner))


class CharactersTurn(Pressable, custom_id="characterspage:{page_number}"):
    """Turns the pages of the list of characters."""

    page_number: int

    @classmethod
    def make(cls, page_number: int, label: str, disabled: bool) -> "CharactersTurn":
        """Return the button that leads to a page."""
        return cls(ui.Button(label=label, disabled=disabled), page_number=page_number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        ctx = await context_of(interaction)
        characters = await ctx.services.characters.all(ctx.room)
        counts = await ctx.services.characters.counts(ctx.room)
        await replace(interaction, character_list(ctx.room, characters, counts, self.page_number))


class GiveMenu(Pressable, custom_id="givesong:{character_id}", values=ProposalId):
    """Gives a character a song of the current episode that has no character yet."""

    character_id: CharacterId

    @classmethod
    def make(cls, character: Character, free: Sequence[Proposal]) -> "GiveMenu":
        """Return the menu of the newest such songs."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Give them a song from the longlist",
            options=[
                discord.SelectOption(
                    label=texts.option(proposal.song.title),
                    description=texts.option(proposal.song.artist) or None,
                    value=str(proposal.id),
                )
                for proposal in free[:PER_PAGE]
            ],
        )
        return cls(menu, character_id=character.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the song's character, and show the page."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        ctx = await context_of(interaction)
        song = ProposalId(int(self.item.values[0]))
        await ctx.services.characters.assign(ctx.person, ctx.room, song, self.character_id)
        view = await ctx.services.characters.view(ctx.room, self.character_id)
        await replace(interaction, character_page(view, ctx.is_showrunner))


class EditCharacterButton(Pressable, custom_id="editcharacter:{character_id}"):
    """Opens the form for a character's name and backstory."""

    character_id: CharacterId

    @classmethod
    def make(cls, character_id: CharacterId) -> "EditCharacterButton":
        """Return the button for a character."""
        return cls(ui.Button(label="Edit"), character_id=character_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with the present texts."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        character = await ctx.services.characters.get(ctx.room, self.character_id)
        title = texts.option(character.name, TITLE_MAX)
        filled = {"name": character.name, "backstory": character.backstory}
        await open_form(interaction, CharacterForm(title, filled, character_id=character.id))


class CharacterForm(Form, custom_id="characterform:{character_id}"):
    """The form for a character's name and backstory."""

    fields: ClassVar = {
        "name": Field("Name", NAME_MAX),
        "backstory": Field("Backstory", BACKSTORY_MAX, multiline=True, required=False),
    }
    character_id: CharacterId

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the texts, and show the page."""
        ctx = await context_of(interaction)
        view = await ctx.services.characters.edit(
            ctx.person, ctx.room, self.character_id, self.text("name"), self.text("backstory")
        )
        await replace(interaction, character_page(view, ctx.is_showrunner))


class CharacterPlaylistButton(Pressable, custom_id="characterplaylist:{character_id}:{on}"):
    """Starts or stops keeping a playlist of a character's songs."""

    character_id: CharacterId
    on: bool

    @classmethod
    def make(cls, character_id: CharacterId, *, on: bool) -> "CharacterPlaylistButton":
        """Return the button for a character."""
        label = "Keep a playlist" if on else "Stop keeping a playlist"
        return cls(ui.Button(label=label), character_id=character_id, on=on)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the choice, and show the page."""
        ctx = await context_of(interaction)
        view = await ctx.services.characters.set_playlist(
            ctx.person, ctx.room, self.character_id, self.on
        )
        await replace(interaction, character_page(view, ctx.is_showrunner))
