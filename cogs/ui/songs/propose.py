"""Proposing a song: looking it up, choosing among matches, or entering it by hand."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain import hints, links
from bot.domain.errors import InvalidInput
from bot.domain.hints import Hint
from bot.domain.links import Link
from bot.domain.model import (
    Character,
    CharacterId,
    Episode,
    EpisodeId,
    Recording,
    Song,
    SongId,
)
from bot.services.songs.lookup import SEARCH_PREFIX, LookupResult
from cogs.ui.kit import errors, options, texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_with_current
from cogs.ui.kit.forms import Form, open_form
from cogs.ui.kit.look_alikes import about
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer, replace
from cogs.ui.songs.card import proposed_reply
from cogs.ui.songs.details import (
    NO_DETAILS,
    SONG_FIELDS,
    WORDS_PIECE,
    Details,
    character_id,
    character_of,
    detail_pieces,
    details_of,
    typed_piece,
)

MATCHES = 10
SERVICES = {
    "apple": "Apple Music",
    "youtube": "YouTube",
    "deezer": "Deezer",
    "tidal": "Tidal",
    "soundcloud": "SoundCloud",
    "spotify": "Spotify",
}


def matches_page(episode: Episode, found: LookupResult, details: Details) -> ui.LayoutView:
    """Return the matches to choose from, with a button to enter the song by hand.

    The message keeps what the writer typed, so that a restart loses nothing.
    """
    words = found.words.removeprefix(SEARCH_PREFIX)
    pieces: list[Piece | str] = [
        _found_text(episode, found),
        "You typed:",
        typed_piece(words, WORDS_PIECE),
    ]
    pieces += detail_pieces(details)
    if found.songs:
        pieces.append(row(ChooseMenu.make(episode.id, found)))
    label = "None of these: enter it by hand" if found.songs else "Enter it by hand"
    pieces.append(row(ByHandButton.make(episode.id, label)))
    return layout(*pieces)


def _found_text(episode: Episode, found: LookupResult) -> str:
    name = texts.episode_name(episode)
    if found.trouble is not None:
        return f"Not proposed for {name} yet. {errors.error_text(found.trouble)}"
    if not found.songs:
        return (
            f"Not proposed for {name} yet: Spotify found nothing. Try other words with"
            " `/song propose`, or enter the song by hand."
        )
    return f"Which one do you propose for {name}?"


async def propose(
    interaction: discord.Interaction,
    ctx: Context,
    episode: Episode,
    song: Song | Recording,
    details: Details,
    character: Character | None = None,
) -> None:
    """Propose a song and reply. Without a character, look up the one that the details name.

    Raises:
        RuleError: As the service says.
    """
    if character is None and details.character:
        character = await ctx.services.characters.find(ctx.room, details.character)
    proposal = await ctx.services.proposals.propose(
        ctx.person, ctx.room, episode, song, details.note, character.id if character else None
    )
    related = await ctx.services.related.of(ctx.room, proposal)
    await replace(interaction, proposed_reply(episode, proposal, related))


async def propose_words(
    interaction: discord.Interaction, episode_number: str | None, words: str, details: Details
) -> None:
    """Propose the song that a writer typed or pasted, or let them choose among matches.

    Raises:
        RuleError: As the services say.
    """
    ctx = await context_with_current(interaction)
    character = None
    if details.character:
        character = await ctx.services.characters.find(ctx.room, details.character)
        details = Details(details.note, character.name)
    episode = await ctx.episode(episode_number)
    await propose_for(interaction, ctx, episode, words, details, character)


async def propose_for(
    interaction: discord.Interaction,
    ctx: Context,
    episode: Episode,
    words: str,
    details: Details = NO_DETAILS,
    character: Character | None = None,
) -> None:
    """Propose the song for a known episode, or let the writer choose among matches.

    Raises:
        RuleError: As the services say.
    """
    words = await options.song_words(ctx, words)
    found = await ctx.services.songs.look_up(ctx.person, ctx.room, words, episode=episode)
    if found.elsewhere is not None:
        await answer(interaction, elsewhere_page(episode, found.elsewhere, details))
    elif found.song is not None:
        await propose(interaction, ctx, episode, found.song, details, character)
    else:
        await answer(interaction, matches_page(episode, found, details))


class ChooseMenu(Pressable, custom_id="choose:{episode_id}", values=SongId):
    """Chooses one of the matches."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, found: LookupResult) -> "ChooseMenu":
        """Return the menu of up to ten matches. Its values are song ids."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose the recording you mean",
            options=[
                discord.SelectOption(
                    label=texts.option(song.title),
                    description=about(song.recording),
                    value=str(song.id),
                )
                for song in found.songs[:MATCHES]
            ],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Propose the song, with the details kept in the message."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        song = await ctx.services.songs.get(ctx.room, SongId(int(self.item.values[0])))
        await propose(interaction, ctx, episode, song, details_of(self))


def elsewhere_page(episode: Episode, link: Link, details: Details) -> ui.LayoutView:
    """Return the question which song a link of another service leads to."""
    pieces: list[Piece | str] = [
        (
            f"That link leads to {SERVICES[link.service]}, and I can't open it. Say which song it"
            " is, and I'll look for it on Spotify. Not proposed for"
            f" {texts.episode_name(episode)} yet."
        ),
        "You pasted:",
        typed_piece(link.url, WORDS_PIECE),
    ]
    pieces += detail_pieces(details)
    return layout(*pieces, row(NameButton.make(episode.id)))


class NameButton(Pressable, custom_id="nameit:{episode_id}"):
    """Opens the form for the title and artist behind a link of another service."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId) -> "NameButton":
        """Return the button for an episode."""
        return cls(ui.Button(label="Say which song it is"), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what the link reveals."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        link = links.parse(self.text_of_piece(WORDS_PIECE))
        hint = hints.of_link(link) if link else Hint()
        await open_name_form(interaction, ctx, episode, hint, details_of(self))


async def open_name_form(
    interaction: discord.Interaction,
    ctx: Context,
    episode: Episode,
    hint: Hint,
    details: Details = NO_DETAILS,
) -> None:
    """Open the form for the title and artist of a song, filled in with what is known.

    Raises:
        NotAllowed: The person may not propose, so the form would be filled in for nothing.
        NotFound: There is no such character.
    """
    await ctx.services.proposals.may_propose(ctx.person, ctx.room)
    filled = {"title": hint.title, "artist": hint.artist, "note": details.note}
    chosen = await character_id(ctx, details)
    form = NameForm("Which song is it?", filled, episode_id=episode.id, character_id=chosen)
    await open_form(interaction, form)


class NameForm(Form, custom_id="nameform:{episode_id}:{character_id}"):
    """The form for the title and artist behind a link of another service."""

    fields: ClassVar = SONG_FIELDS
    episode_id: EpisodeId
    character_id: CharacterId
    """0 for none."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Search for the song, and let the writer choose among the matches."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        recording = ctx.services.songs.by_hand(self.text("title"), self.text("artist"))
        await defer(interaction)
        words = f"{SEARCH_PREFIX}{recording.title} {recording.artists[0]}"
        found = await ctx.services.songs.look_up(ctx.person, ctx.room, words, episode=episode)
        character = await character_of(ctx, self.character_id)
        details = Details(self.text("note"), character.name if character else "")
        await answer(interaction, matches_page(episode, found, details))


class ByHandButton(Pressable, custom_id="byhand:{episode_id}"):
    """Opens the form to enter a song by hand."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, label: str) -> "ByHandButton":
        """Return the button for an episode."""
        return cls(ui.Button(label=label), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what the writer typed."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await ctx.services.proposals.may_propose(ctx.person, ctx.room)
        words = self.text_of_piece(WORDS_PIECE)
        title = "" if "://" in words or words.startswith("spotify:") else words
        details = details_of(self)
        filled = {"title": title, "note": details.note}
        chosen = await character_id(ctx, details)
        form = ByHandForm(
            "Enter a song by hand", filled, episode_id=episode.id, character_id=chosen
        )
        await open_form(interaction, form)


class ByHandForm(Form, custom_id="byhandform:{episode_id}:{character_id}"):
    """The form for a song entered by hand."""

    fields: ClassVar = SONG_FIELDS
    episode_id: EpisodeId
    character_id: CharacterId
    """0 for none."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Propose the song."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        recording = ctx.services.songs.by_hand(self.text("title"), self.text("artist"))
        character = await character_of(ctx, self.character_id)
        details = Details(self.text("note"))
        await propose(interaction, ctx, episode, recording, details, character)
