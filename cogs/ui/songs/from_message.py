"""Proposing out of any message: the song links in it, and what stands beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord
from discord import app_commands, ui

from bot.domain import hints, links
from bot.domain.errors import InvalidInput
from bot.domain.hints import Hint
from bot.domain.links import Link, LinkKind
from bot.domain.model import Episode, EpisodeId
from cogs.ui.kit import texts
from cogs.ui.kit.commands import INSIDE, INSTALLED, L
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer
from cogs.ui.songs.propose import SERVICES, NameForm, propose_for

MENU_MAX = 25
_TRACK = "spotify:track:"
_HINT_MAX = 45
"""So that a menu's value holds a title, an artist and a number."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A song that a message links to, with what is known of it."""

    link: Link
    hint: Hint


def context_menu() -> app_commands.ContextMenu:
    """Return the command in the menu of every message."""
    return app_commands.ContextMenu(
        name=L("Propose for the current episode"),
        callback=propose_message,
        allowed_contexts=INSIDE,
        allowed_installs=INSTALLED,
    )


async def propose_message(interaction: discord.Interaction, message: discord.Message) -> None:
    """Propose the song a message links to; where it links to several, let the writer choose.

    Raises:
        InvalidInput: It links to none.
        RuleError: As the services say.
    """
    at = await context_of(interaction)
    await at.services.proposals.may_propose(at.person, at.room)
    episode = await at.episode(None)
    offers = offers_of(message)
    if not offers:
        raise InvalidInput("message.no_song", message.content[:200])
    if len(offers) == 1:
        await _take(interaction, at, episode, offers[0].link, offers[0].hint)
    else:
        met = await at.services.songs.linked([one.link.id for one in offers if one.link.id])
        known = {name: Hint(song.title, song.artist) for name, song in met.items()}
        named = [Offer(one.link, known.get(one.link.id, one.hint)) for one in offers]
        await answer(interaction, links_page(episode, named))


async def _take(
    interaction: discord.Interaction, at: Context, episode: Episode, link: Link, hint: Hint
) -> None:
    """Propose what a link of Spotify's leads to; of another's, ask which song it is."""
    if link.kind is LinkKind.TRACK:
        await defer(interaction)
        await propose_for(interaction, at, episode, link.url)
    else:
        await interaction.response.send_modal(NameForm(episode, hint))


def links_page(episode: Episode, offers: Sequence[Offer]) -> ui.LayoutView:
    """Return the songs of a message to choose from."""
    name = texts.episode_name(episode)
    text = f"That message links to {len(offers)} songs. Which one do you propose for {name}?"
    if len(offers) > MENU_MAX:
        text += (
            f" The first {MENU_MAX} are in the menu; paste the link of another one into"
            " `/song propose`."
        )
    return layout(text, row(LinkMenu.make(episode.id, offers[:MENU_MAX])))


def offers_of(message: discord.Message) -> list[Offer]:
    """Return the songs a message links to, in its text, its embeds, and what it forwards."""
    written = "\n".join(_texts(message))
    beside = dict(_beside(message))
    return [
        Offer(link, beside.get(links.song_key(link), Hint()).or_else(hints.of_link(link)))
        for link in links.find_songs(written)
    ]


_Part = discord.Message | discord.MessageSnapshot


def _parts(message: discord.Message) -> Iterator[_Part]:
    yield message
    yield from message.message_snapshots


def _texts(message: discord.Message) -> Iterator[str]:
    for part in _parts(message):
        yield part.content
        for embed in part.embeds:
            yield from filter(None, (embed.url, embed.title, embed.description))
            yield from (f"{one.name}\n{one.value}" for one in embed.fields)
        yield from _displayed(part.components)


def _displayed(components: Sequence[object]) -> Iterator[str]:
    """Yield the texts of a message that is made of components, as cards and results are."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _displayed(getattr(component, "children", ()))


def _beside(message: discord.Message) -> Iterator[tuple[str, Hint]]:
    """Yield what is said of songs, by what names them; what is said later is better."""
    for part in _parts(message):
        for line in part.content.splitlines():
            linked = links.find_songs(line)
            if len(linked) == 1 and (hint := hints.of_words(line)).title:
                yield links.song_key(linked[0]), hint
        for embed in part.embeds:
            link = links.parse(embed.url or "")
            if link is not None and embed.title:
                yield links.song_key(link), _of_embed(link, embed)


def _of_embed(link: Link, embed: discord.Embed) -> Hint:
    title = embed.title or ""
    if link.kind is LinkKind.TRACK:
        # Spotify's say `Artist · Album · Song · 1969` below the title.
        return Hint(title, (embed.description or "").split(" · ", maxsplit=1)[0])
    return hints.of_page(title, embed.author.name or "")


class LinkMenu(Pressable, custom_id="linked:{episode_id}"):
    """Chooses one of the songs a message links to."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, offers: Sequence[Offer]) -> "LinkMenu":
        """Return the menu; its values say all there is to know of the songs."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose a song of that message",
            options=[_option(number, offer) for number, offer in enumerate(offers, 1)],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Propose it, or ask which song it is."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        at, episode = await context_and_episode(interaction, self.episode_id)
        value = self.item.values[0]
        link = links.parse(value)
        if link is None:
            _, title, artist = value.split("|")
            link, hint = Link(LinkKind.OTHER, "", "", ""), Hint(title, artist)
        else:
            hint = Hint()
        await _take(interaction, at, episode, link, hint)


def _option(number: int, offer: Offer) -> discord.SelectOption:
    link, hint = offer.link, offer.hint
    service = SERVICES[link.service]
    artist = texts.clean(hint.artist)
    return discord.SelectOption(
        label=texts.option(hint.title) if texts.clean(hint.title) else f"A link to {service}",
        description=texts.option(f"{artist} · {service}" if artist else f"Link {number} of them"),
        value=f"{_TRACK}{link.id}" if link.id else _packed(number, hint),
    )


def _packed(number: int, hint: Hint) -> str:
    """Return the value of a song of another service: its number, what may be its title, artist."""
    title, artist = (
        texts.cut(texts.clean(text).replace("|", " "), _HINT_MAX)
        for text in (hint.title, hint.artist)
    )
    return f"{number}|{title}|{artist}"
