"""From what a writer typed to a proposal: choosing among matches, or entering it by hand."""

from dataclasses import dataclass

import discord
from discord import ui

from bot.domain import hints, links
from bot.domain.errors import InvalidInput
from bot.domain.hints import Hint
from bot.domain.links import Link
from bot.domain.model import (
    NOTE_MAX,
    TITLE_MAX,
    Character,
    Episode,
    EpisodeId,
    Recording,
    Song,
    SongId,
)
from bot.services.songs.lookup import SEARCH_PREFIX, LookupResult
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_of
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer, replace
from cogs.ui.songs.card import NOTE_LABEL, proposed

NOTE_PIECE = 901
"""The piece of a message that keeps what a writer said the song tells us."""
WORDS_PIECE = 902
"""The piece that keeps what they typed to find it."""
WHOSE_PIECE = 903
"""The piece that keeps whose song they say it is."""
MATCHES = 10
SERVICES = {
    "apple": "Apple Music",
    "youtube": "YouTube",
    "deezer": "Deezer",
    "tidal": "Tidal",
    "soundcloud": "SoundCloud",
    "spotify": "Spotify",
}
TYPED_MAX = 1000


@dataclass(frozen=True, slots=True)
class Said:
    """What a writer says of a song besides which it is: what it tells us, and whose it is."""

    note: str = ""
    whose: str = ""


NOTHING = Said()


def matches_page(episode: Episode, found: LookupResult, said: Said) -> ui.LayoutView:
    """Return the matches to choose from, with the way to enter the song by hand.

    What was typed stays in the message, so that it survives whatever happens meanwhile.
    """
    words = found.words.removeprefix(SEARCH_PREFIX)
    pieces: list[Piece | str] = [
        _found_text(episode, found),
        "You typed:",
        _keep(words, WORDS_PIECE),
    ]
    pieces += _kept(said)
    if found.songs:
        pieces.append(row(ChooseMenu.make(episode.id, found)))
    label = "None of these: enter it by hand" if found.songs else "Enter it by hand"
    pieces.append(row(ByHandButton.make(episode.id, label)))
    return layout(*pieces)


def _kept(said: Said) -> list[Piece | str]:
    pieces: list[Piece | str] = []
    if said.note:
        pieces += [f"{NOTE_LABEL}:", _keep(said.note, NOTE_PIECE)]
    if said.whose:
        pieces += ["For:", _keep(said.whose, WHOSE_PIECE)]
    return pieces


def _keep(text: str, piece_id: int) -> Piece:
    tidy = texts.cut(texts.clean(text), TYPED_MAX)
    return ui.TextDisplay(texts.escape(tidy) or texts.ELLIPSIS, id=piece_id)


def _found_text(episode: Episode, found: LookupResult) -> str:
    name = texts.episode_name(episode)
    if found.trouble is not None:
        return f"Not proposed for {name} yet. {errors.present(found.trouble)}"
    if not found.songs:
        return (
            f"Not proposed for {name} yet: Spotify has nothing that fits. Try other words with"
            " `/song propose`, or enter the song by hand."
        )
    return f"Which one do you propose for {name}?"


async def propose(
    interaction: discord.Interaction,
    at: Context,
    episode: Episode,
    song: Song | Recording,
    said: Said,
    character: Character | None = None,
) -> None:
    """Propose a song, and tell the writer; without a character, the one that was said is found.

    Raises:
        RuleError: As the service says.
    """
    if character is None and said.whose:
        character = await at.services.characters.find(at.room, said.whose)
    proposal = await at.services.proposals.propose(
        at.person, at.room, episode, song, said.note, character.id if character else None
    )
    kin = await at.services.related.of(at.room, proposal)
    await replace(interaction, proposed(episode, proposal, kin))


async def propose_words(
    interaction: discord.Interaction, episode_number: str | None, words: str, said: Said
) -> None:
    """Propose what a writer typed or pasted, or let them choose what they mean.

    Raises:
        RuleError: As the services say.
    """
    at = await context_of(interaction)
    character = None
    if said.whose:
        # LookupResult before anything is looked up; and a choice of autocomplete is an id, no name.
        character = await at.services.characters.find(at.room, said.whose)
        said = Said(said.note, character.name)
    await propose_for(interaction, at, await at.episode(episode_number), words, said, character)


async def propose_for(
    interaction: discord.Interaction,
    at: Context,
    episode: Episode,
    words: str,
    said: Said = NOTHING,
    character: Character | None = None,
) -> None:
    """Do the same where the episode is known.

    Raises:
        RuleError: As the services say.
    """
    found = await at.services.songs.look_up(at.person, at.room, words)
    if found.elsewhere is not None:
        await answer(interaction, elsewhere_page(episode, found.elsewhere, said))
    elif found.song is not None:
        await propose(interaction, at, episode, found.song, said, character)
    else:
        await answer(interaction, matches_page(episode, found, said))


def _said(pressed: Pressable) -> Said:
    """Return what the message keeps that something was pressed on."""
    return Said(pressed.kept_text(NOTE_PIECE), pressed.kept_text(WHOSE_PIECE))


class ChooseMenu(Pressable, custom_id="choose:{episode_id}"):
    """Chooses one of the matches."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, found: LookupResult) -> "ChooseMenu":
        """Return the menu of up to ten matches; the values are ids of songs."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose the recording you mean",
            options=[
                discord.SelectOption(
                    label=texts.option(song.title),
                    description=_about(song.recording),
                    value=str(song.id),
                )
                for song in found.songs[:MATCHES]
            ],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Propose it, with what was said of it before."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        at, episode = await context_and_episode(interaction, self.episode_id)
        song = await at.services.songs.get(at.room, SongId(int(self.item.values[0])))
        await propose(interaction, at, episode, song, _said(self))


def _about(recording: Recording) -> str:
    facts = (", ".join(recording.artists), texts.duration(recording.duration_ms), recording.album)
    return texts.option(" · ".join(fact for fact in facts if fact))


def elsewhere_page(episode: Episode, link: Link, said: Said) -> ui.LayoutView:
    """Return what is said to the link of another service: which song is it?"""
    pieces: list[Piece | str] = [
        (
            f"That link leads to {SERVICES[link.service]}, and I can't open it. Say which song it"
            " is, and I look for it on Spotify. Not proposed for"
            f" {texts.episode_name(episode)} yet."
        ),
        "You pasted:",
        _keep(link.url, WORDS_PIECE),
    ]
    pieces += _kept(said)
    return layout(*pieces, row(NameButton.make(episode.id)))


class NameButton(Pressable, custom_id="nameit:{episode_id}"):
    """Opens the form that asks which song a link of another service leads to."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId) -> "NameButton":
        """Return the button for an episode."""
        return cls(ui.Button(label="Say which song it is"), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with what the link says."""
        _, episode = await context_and_episode(interaction, self.episode_id)
        link = links.parse(self.kept_text(WORDS_PIECE))
        hint = hints.of_link(link) if link else Hint()
        await interaction.response.send_modal(NameForm(episode, hint, _said(self)))


class NameForm(Form):
    """Which song it is that a link of another service leads to."""

    def __init__(self, episode: Episode, hint: Hint, said: Said = NOTHING) -> None:
        super().__init__("Which song is it?")
        self._episode = episode
        self._whose = said.whose
        self.ask("title", "Title", most=TITLE_MAX, given=hint.title)
        self.ask("artist", "Artist", most=TITLE_MAX, given=hint.artist)
        self.ask("note", NOTE_LABEL, most=NOTE_MAX, given=said.note, lines=True, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Look for it, and let the writer confirm what was found."""
        at = await context_of(interaction)
        named = at.services.songs.by_hand(self.text("title"), self.text("artist"))
        await defer(interaction)
        words = f"{SEARCH_PREFIX}{named.title} {named.artists[0]}"
        found = await at.services.songs.look_up(at.person, at.room, words)
        said = Said(self.text("note"), self._whose)
        await answer(interaction, matches_page(self._episode, found, said))


class ByHandButton(Pressable, custom_id="byhand:{episode_id}"):
    """Opens the form to enter a song by hand."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, label: str) -> "ByHandButton":
        """Return the button for an episode."""
        return cls(ui.Button(label=label), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with what was typed."""
        _, episode = await context_and_episode(interaction, self.episode_id)
        words = self.kept_text(WORDS_PIECE)
        title = "" if "://" in words or words.startswith("spotify:") else words
        await interaction.response.send_modal(ByHandForm(episode, title, _said(self)))


class ByHandForm(Form):
    """A song entered by hand."""

    def __init__(self, episode: Episode, title: str, said: Said) -> None:
        super().__init__("Enter a song by hand")
        self._episode = episode
        self._whose = said.whose
        self.ask("title", "Title", most=TITLE_MAX, given=title)
        self.ask("artist", "Artist", most=TITLE_MAX)
        self.ask("note", NOTE_LABEL, most=NOTE_MAX, given=said.note, lines=True, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Propose it."""
        at = await context_of(interaction)
        recording = at.services.songs.by_hand(self.text("title"), self.text("artist"))
        said = Said(self.text("note"), self._whose)
        await propose(interaction, at, self._episode, recording, said)
