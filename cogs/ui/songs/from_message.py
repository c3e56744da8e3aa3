"""Proposing a song from any message: finding its links and hints of title and artist."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import discord
from discord import app_commands, ui
from msgspec import Struct

from bot.domain import hints, links
from bot.domain.errors import InvalidInput
from bot.domain.hints import Hint
from bot.domain.links import Link, LinkKind
from bot.domain.model import Episode, EpisodeId
from cogs.ui.kit import texts
from cogs.ui.kit.commands import SERVER_INSTALL, SERVERS_ONLY, L
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_with_current
from cogs.ui.kit.custom_ids import words_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer
from cogs.ui.songs.propose import SERVICES, open_name_form, propose_for

MENU_MAX = 25
_TRACK = "spotify:track:"
_HINT_MAX = 45
"""Short enough for a menu's value to hold a title, an artist and a number."""


class Offer(Struct, frozen=True):
    """A link to a song in a message, with a hint of its title and artist."""

    link: Link
    hint: Hint


def context_menu() -> app_commands.ContextMenu:
    """Return the command for the menu of every message."""
    return app_commands.ContextMenu(
        name=L("Propose for the current episode"),
        callback=propose_message,
        allowed_contexts=SERVERS_ONLY,
        allowed_installs=SERVER_INSTALL,
    )


async def propose_message(interaction: discord.Interaction, message: discord.Message) -> None:
    """Propose the song that a message links to; if it has several links, let the writer choose.

    Raises:
        InvalidInput: It has no link to a song.
        RuleError: As the services say.
    """
    ctx = await context_with_current(interaction)
    await ctx.services.proposals.may_propose(ctx.person, ctx.room)
    episode = await ctx.episode(None)
    offers = offers_of(message)
    if not offers:
        raise _no_song(message)
    if len(offers) == 1:
        await _propose_or_ask(interaction, ctx, episode, offers[0].link, offers[0].hint)
    else:
        songs = await ctx.services.songs.linked(
            [offer.link.id for offer in offers if offer.link.id]
        )
        known = {name: Hint(song.title, song.artist) for name, song in songs.items()}
        named_offers = [Offer(offer.link, known.get(offer.link.id, offer.hint)) for offer in offers]
        await answer(interaction, links_page(episode, named_offers))


def _no_song(message: discord.Message) -> InvalidInput:
    """Return the error for a message without a link to a song: what it links to instead, if any."""
    written, link = message.content[:200], links.parse("\n".join(_texts(message)))
    if link is None:
        return InvalidInput("message.no_song", written)
    return InvalidInput(f"link.{link.kind}", written, {"service": link.service})


async def _propose_or_ask(
    interaction: discord.Interaction, ctx: Context, episode: Episode, link: Link, hint: Hint
) -> None:
    """Propose the song of a Spotify link; for another service, ask which song it is."""
    if link.kind is LinkKind.TRACK:
        await defer(interaction)
        await propose_for(interaction, ctx, episode, link.url)
    else:
        await open_name_form(interaction, ctx, episode, hint)


def links_page(episode: Episode, offers: Sequence[Offer]) -> ui.LayoutView:
    """Return a menu of the songs that a message links to."""
    name = texts.episode_name(episode)
    text = f"That message links to {len(offers)} songs. Which one do you propose for {name}?"
    if len(offers) > MENU_MAX:
        text += (
            f" The first {MENU_MAX} are in the menu; paste the link of another one into"
            " `/song propose`."
        )
    return layout(text, row(LinkMenu.make(episode.id, offers[:MENU_MAX])))


def offers_of(message: discord.Message) -> list[Offer]:
    """Return the songs a message links to in its text, embeds and forwarded messages."""
    written = "\n".join(_texts(message))
    known = dict(_hints(message))
    return [
        Offer(link, known.get(links.song_key(link), Hint()).or_else(hints.of_link(link)))
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
            yield from (f"{field.name}\n{field.value}" for field in embed.fields)
        yield from _component_texts(part.components)


def _component_texts(components: Sequence[object]) -> Iterator[str]:
    """Yield the texts of components, of which cards and results are made."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _component_texts(getattr(component, "children", ()))


def _hints(message: discord.Message) -> Iterator[tuple[str, Hint]]:
    """Yield hints, each with the name of its link; a later hint is better than an earlier one."""
    for part in _parts(message):
        for line in part.content.splitlines():
            linked = links.find_songs(line)
            if len(linked) == 1 and (hint := hints.of_words(line)).title:
                yield links.song_key(linked[0]), hint
        for embed in part.embeds:
            link = links.parse(embed.url or "")
            if link is not None and embed.title:
                yield links.song_key(link), _hint_of_embed(link, embed)


def _hint_of_embed(link: Link, embed: discord.Embed) -> Hint:
    title = embed.title or ""
    if link.kind is LinkKind.TRACK:
        # Spotify's embeds say `Artist · Album · Song · 1969` below the title.
        return Hint(title, (embed.description or "").split(" · ", maxsplit=1)[0])
    return hints.of_page(title, embed.author.name or "")


_Value = Annotated[
    str,
    words_of(
        rf"(?:{_TRACK}|https://open\.spotify\.com/track/)[0-9A-Za-z]{{22}}"
        r"|[0-9]{1,3}\|[^|]*\|[^|]*"
    ),
]
"""A Spotify track, or the number and the hint of a song of another service."""


class LinkMenu(Pressable, custom_id="linked:{episode_id}", values=_Value):
    """Chooses one of the songs that a message links to."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, offers: Sequence[Offer]) -> "LinkMenu":
        """Return the menu. Its values hold the links or hints, so nothing needs to be stored."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose a song of that message",
            options=[_option(number, offer) for number, offer in enumerate(offers, 1)],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Propose the song, or ask which one it is."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        value = self.item.values[0]
        link = links.parse(value)
        if link is None or link.kind is LinkKind.UNKNOWN:
            _, title, artist = value.split("|")
            link, hint = Link(LinkKind.OTHER, "", "", ""), Hint(title, artist)
        else:
            hint = Hint()
        await _propose_or_ask(interaction, ctx, episode, link, hint)


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
    """Return the menu value for a song of another service: its number, and its hint."""
    title, artist = (
        texts.cut(texts.clean(text).replace("|", " "), _HINT_MAX)
        for text in (hint.title, hint.artist)
    )
    return f"{number}|{title}|{artist}"
