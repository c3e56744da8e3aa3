"""The status of the shared playlist, and the replies to linking and syncing it."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import discord
from discord import ui

from bot.domain.allowance import Limit
from bot.domain.errors import RateLimited
from bot.domain.model import Song, SongId
from bot.services.playlists.shared import LinkedPlaylist
from bot.services.ports.repositories.spotify import APPEND
from bot.services.ports.statuses import PlaylistStatus
from cogs.ui import promised
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import TEXT_MAX, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.custom_ids import Converter
from cogs.ui.kit.look_alikes import told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer
from cogs.ui.kit.song_lists import in_brackets
from cogs.ui.rounds.replies import text_blocks

SHOWN = (15, 8, 4, 2)
"""Songs to list of each kind; the first limit is used with which the message fits."""

_WHY = {
    "taken_out": "somebody removed it, so it stays out",
    "dead": "no longer on Spotify, or Spotify doesn't accept it",
    "": "the next sync brings it",
}


def address(playlist_id: str) -> str:
    """Return the address of a playlist."""
    return f"https://open.spotify.com/playlist/{playlist_id}"


def linked_reply(view: LinkedPlaylist) -> ui.LayoutView:
    """Return the reply to a linked playlist, or the question before a public one is linked."""
    facts = view.facts
    name = f"[{texts.safe(facts.name, 80, links=False) or 'the playlist'}]({address(facts.id)})"
    owner = texts.safe(facts.owner_name, 60, links=False)
    if view.needs_confirmation:
        return layout(
            f"{name} by {owner} is **public**: anybody can find it, and sees which songs an episode"
            " is built on before it is aired. Its owner can make it private in Spotify. Link it"
            " anyway?",
            row(PublicButton.make(facts.id)),
        )
    lines = [
        f"Linked: {name} by {owner}, with {texts.count(facts.total or 0, 'song')} so far.",
        (
            "Songs that get through a vote are added at its end. I never remove or move what others"
            " put there, and a song that somebody removes stays out."
        ),
    ]
    if view.replaces:
        lines.append(
            f"The [playlist so far]({address(view.replaces)}) stays as it is; I no longer touch it."
        )
    return layout("\n".join(lines))


def sync_reply() -> ui.LayoutView:
    """Return the reply to a requested sync."""
    return layout(
        "The playlist is syncing. `/playlist status` says how it stands; if Spotify"
        " asks us to wait, it says until when."
    )


def playlist_status(view: PlaylistStatus) -> ui.LayoutView:
    """Return the status of the playlist: the songs in place, missing, and extra."""
    if view.playlist_id is None:
        trouble = [errors.error_text(view.trouble)] if view.trouble is not None else []
        lines = (_none_yet(view), *trouble, *_waiting_line(view), *_shortlist(view))
        return layout("\n".join(lines))
    screens = (_compared(view, view.playlist_id, most) for most in SHOWN)
    return next(
        (screen for screen in screens if screen.content_length() <= TEXT_MAX), layout(_mode(view))
    )


def _compared(view: PlaylistStatus, playlist_id: str, most: int) -> ui.LayoutView:
    lines = [f"## [The shared playlist]({address(playlist_id)})", _mode(view), *_waiting_line(view)]
    if view.trouble is not None:
        lines.append(
            f"I can't check it now. {errors.error_text(view.trouble)} This is what the last sync"
            " left:"
        )
    elif view.read_at:
        lines.append(f"This is how it was at {texts.instant(view.read_at)}.")
    if view.searches_until:
        lines.append(errors.error_text(RateLimited(view.searches_until, Limit.LOOKUPS)))
    if view.public:
        lines.append(
            "**It is public:** anybody can find it, and sees the songs of episodes that are not"
            " aired. Its owner can make it private in Spotify, in the playlist's menu (the three"
            " dots)."
        )
    total = len(view.wanted)
    lines.append(f"**In place: {view.in_place} of {texts.count(total, 'song')}**")
    missing = [(song, _WHY.get(why, why)) for song, why in view.missing]
    rest: list[str] = []
    if view.extra and view.mode != APPEND:
        rest.append("The next sync removes those: this playlist holds what is on the boards.")
    lists = (
        ("Missing", missing),
        ("Can't be added", [(song, "entered by hand") for song in view.by_hand]),
        ("Extra songs", [(song, "") for song in view.extra]),
    )
    every = [
        Song(SongId(number), song)
        for number, song in enumerate(song for _, songs in lists for song, _ in songs)
    ]
    apart = told_apart(every)
    names = iter([_name(song, apart[song.id]) for song in every])
    sections = [
        _section(head, [(next(names), why) for _, why in songs], most) for head, songs in lists
    ]
    return text_blocks(lines, *sections, (*rest, *_shortlist(view)))


def _shortlist(view: PlaylistStatus) -> Iterable[str]:
    shortlist = view.shortlist
    if shortlist is not None:
        name, songs = texts.episode_name(shortlist.episode), texts.count(shortlist.wanted, "song")
        yield (
            f"[The shortlist of {name}]({shortlist.url}) to listen to: {shortlist.in_place} of"
            f" {songs} in place. Last synced {texts.relative(shortlist.synced_at)}."
        )


def _none_yet(view: PlaylistStatus) -> str:
    if view.wanted:
        return "There's no playlist yet. The next sync makes it."
    return (
        "There's no playlist yet. I make one when the first vote closes, or the showrunner links"
        " one with `/playlist link`."
    )


def _mode(view: PlaylistStatus) -> str:
    mode = (
        "People edit it too, so I only add songs."
        if view.mode == APPEND
        else "I keep it the same as the boards: their songs, in order."
    )
    synced = (
        f"Last synced {texts.relative(view.synced_at)}." if view.synced_at else "Not synced yet."
    )
    return f"{mode} {synced}"


def _waiting_line(view: PlaylistStatus) -> Iterable[str]:
    for effect in view.waiting[:1]:
        due = texts.relative(effect.due_at)
        yield f"A sync waits; the next try is {due}: {promised.why(effect.last_error)}."


def _name(song: Song, apart: str) -> str:
    artists = texts.safe(song.artist, 40, links=False)
    title = texts.safe(song.title, 60, links=False) or texts.BLANK
    return f"{title} {texts.DASH} {artists}{in_brackets(apart)}"


def _section(head: str, songs: Sequence[tuple[str, str]], most: int) -> list[str]:
    if not songs:
        return []
    lines = [f"**{head}**"]
    lines += [f"- {name}: {why}" if why else f"- {name}" for name, why in songs[:most]]
    if len(songs) > most:
        lines.append(f"- and {len(songs) - most} more")
    return lines


PlaylistId = Annotated[str, Converter("[0-9A-Za-z]{22}", str, str)]
"""The Spotify id of a playlist, in a custom id."""


class PublicButton(Pressable, custom_id="playlist:public:{playlist_id}"):
    """Links a playlist although it is public."""

    playlist_id: PlaylistId

    @classmethod
    def make(cls, playlist_id: str) -> "PublicButton":
        """Return the button for a playlist."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Link it although it is public",
            style=discord.ButtonStyle.danger,
        )
        return cls(button, playlist_id=playlist_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Link the playlist."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        await defer(interaction)
        linked = await ctx.services.playlists.link(
            ctx.person, ctx.room, address(self.playlist_id), even_if_public=True
        )
        await answer(interaction, linked_reply(linked))
