"""Characters: the list, a character's page over the episodes, and what can be changed there."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import Character, CharacterId, Episode, Proposal, ProposalId, Room
from bot.services.characters import BACKSTORY_MAX, NAME_MAX, CharacterView
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, Piece, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import listen

PER_PAGE = 25
SHOWN = (40, 25, 15, 8, 4)
"""Songs named on a page, as many as there is room for; a longer list says how many more."""
_BACKSTORY_SHOWN = 1200


def everybody(
    room: Room,
    characters: Sequence[Character],
    counts: Mapping[CharacterId, int],
    page_number: int = 0,
) -> ui.LayoutView:
    """Return a page of the room's characters, by name."""
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
    for one in shown:
        songs = texts.count(counts.get(one.id, 0), "song")
        lines.append(f"- **{texts.shown(one.name, 80, links=False)}**: {songs}")
    pieces: list[Piece | str] = ["\n".join(lines), row(CharacterMenu.make(page_number, shown))]
    if last:
        back = CharactersTurn.make(max(page_number - 1, 0), "Previous", page_number == 0)
        on = CharactersTurn.make(page_number + 1, "Next", page_number == last)
        pieces.append(row(back, on))
    return layout(*pieces)


def page(view: CharacterView, is_showrunner: bool) -> ui.LayoutView:
    """Return a character's page: who they are, and who they are in songs over the episodes.

    Args:
        view: The character.
        is_showrunner: Whether the person may change what the showrunner may.
    """
    screens = (_page(view, is_showrunner, most) for most in SHOWN)
    return next(
        (one for one in screens if one.content_length() <= TEXT_MAX), _page(view, is_showrunner, 0)
    )


def _page(view: CharacterView, is_showrunner: bool, most: int) -> ui.LayoutView:
    one = view.character
    name = texts.shown(one.name, NAME_MAX, links=False)
    backstory = texts.shown(one.backstory, _BACKSTORY_SHOWN)
    pieces: list[Piece | str] = [
        f"## {name}\n{backstory or 'Nobody has said yet who they are.'}",
        "\n".join(_songs(view, most)),
    ]
    if view.free:
        pieces.append(row(GiveMenu.make(one, view.free)))
    buttons: list[Piece] = [*listen(view.listen_url)]
    if is_showrunner:
        buttons += [
            EditCharacterButton.make(one.id),
            CharacterPlaylistButton.make(one.id, on=not one.wants_playlist),
        ]
    if buttons:
        pieces.append(row(*buttons))
    return layout(*pieces)


def _songs(view: CharacterView, most: int) -> Iterator[str]:
    if not view.songs:
        yield (
            "No song is theirs yet. Choose them as `character` in `/song propose`, or give them a"
            " song that is on the longlist."
        )
        return
    yield f"In songs ({len(view.songs)})"
    for episode, proposals in groupby(view.songs[:most], key=lambda pair: pair[0]):
        yield f"**Episode {texts.episode_name(episode).removeprefix('episode ')}**"
        for _, proposal in proposals:
            yield f"\u2022 {_line(view, episode, proposal)}"
    if len(view.songs) > most:
        yield f"and {len(view.songs) - most} more"


def _line(view: CharacterView, episode: Episode, proposal: Proposal) -> str:
    where = ""
    if (episode.id, proposal.song.id) in view.seated:
        where = ", **on the board**"
    elif proposal.shortlisted:
        where = ", on the shortlist"
    note = texts.shown(proposal.note, 120, links=False)
    return f"{texts.song_name(proposal.song, 60, 40)}{where}" + (f": {note}" if note else "")


def given(character: Character, proposal: Proposal) -> ui.LayoutView:
    """Return what a writer is told who gave a character a song."""
    name = texts.shown(character.name, NAME_MAX, links=False)
    return layout(f"{texts.song_name(proposal.song)} is for {name} now; its card says so.")


class CharacterMenu(Pressable, custom_id="characters:{page_number}"):
    """Opens the page of one of the characters listed."""

    page_number: int

    @classmethod
    def make(cls, page_number: int, shown: Sequence[Character]) -> "CharacterMenu":
        """Return the menu of a page of the list."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="See who somebody is in songs",
            options=[
                discord.SelectOption(label=texts.option(one.name), value=str(one.id))
                for one in shown
            ],
        )
        return cls(menu, page_number=page_number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        at = await context_of(interaction)
        chosen = CharacterId(int(self.item.values[0]))
        view = await at.services.characters.view(at.room, chosen)
        await answer(interaction, page(view, at.is_showrunner))


class CharactersTurn(Pressable, custom_id="characterspage:{page_number}"):
    """Turns the pages of the list of characters."""

    page_number: int

    @classmethod
    def make(cls, page_number: int, label: str, disabled: bool) -> "CharactersTurn":
        """Return the button that leads to a page."""
        return cls(ui.Button(label=label, disabled=disabled), page_number=page_number)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        at = await context_of(interaction)
        everyone = await at.services.characters.all(at.room)
        counts = await at.services.characters.counts(at.room)
        await replace(interaction, everybody(at.room, everyone, counts, self.page_number))


class GiveMenu(Pressable, custom_id="givesong:{character_id}"):
    """Gives a character a song of the current episode that is nobody's yet."""

    character_id: CharacterId

    @classmethod
    def make(cls, character: Character, free: Sequence[Proposal]) -> "GiveMenu":
        """Return the menu of the newest such songs."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Give them a song from the longlist",
            options=[
                discord.SelectOption(
                    label=texts.option(one.song.title),
                    description=texts.option(one.song.artist) or None,
                    value=str(one.id),
                )
                for one in free[:PER_PAGE]
            ],
        )
        return cls(menu, character_id=character.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Give it to them, and show the page as it is then."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        at = await context_of(interaction)
        song = ProposalId(int(self.item.values[0]))
        await at.services.characters.assign(at.person, at.room, song, self.character_id)
        view = await at.services.characters.view(at.room, self.character_id)
        await replace(interaction, page(view, at.is_showrunner))


class EditCharacterButton(Pressable, custom_id="editcharacter:{character_id}"):
    """Opens the form for a character's name and backstory."""

    character_id: CharacterId

    @classmethod
    def make(cls, character_id: CharacterId) -> "EditCharacterButton":
        """Return the button for a character."""
        return cls(ui.Button(label="Edit"), character_id=character_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with what is there."""
        at = await context_of(interaction)
        at.services.rooms.require_showrunner(at.person, at.room)
        character = await at.services.characters.get(at.room, self.character_id)
        await interaction.response.send_modal(CharacterForm(character))


class CharacterForm(Form):
    """A character's name and backstory."""

    def __init__(self, character: Character) -> None:
        super().__init__(texts.option(character.name, 45))
        self._character_id = character.id
        self.ask("name", "Name", most=NAME_MAX, given=character.name)
        self.ask(
            "backstory",
            "Backstory",
            most=BACKSTORY_MAX,
            given=character.backstory,
            lines=True,
            required=False,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save it, and show the page."""
        at = await context_of(interaction)
        view = await at.services.characters.edit(
            at.person, at.room, self._character_id, self.text("name"), self.text("backstory")
        )
        await replace(interaction, page(view, at.is_showrunner))


class CharacterPlaylistButton(Pressable, custom_id="characterplaylist:{character_id}:{on}"):
    """Has a character's songs kept in a playlist, or no more."""

    character_id: CharacterId
    on: bool

    @classmethod
    def make(cls, character_id: CharacterId, *, on: bool) -> "CharacterPlaylistButton":
        """Return the button for a character."""
        label = "Keep a playlist" if on else "Keep no playlist"
        return cls(ui.Button(label=label), character_id=character_id, on=on)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what is wanted, and show the page."""
        at = await context_of(interaction)
        view = await at.services.characters.set_playlist(
            at.person, at.room, self.character_id, self.on
        )
        await replace(interaction, page(view, at.is_showrunner))
