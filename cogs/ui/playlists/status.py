"""The shared playlist: linked, synced, and how it differs from what it should hold."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import discord
from discord import ui

from bot.domain.model import Recording
from bot.services.playlists.shared import LinkedPlaylist
from bot.services.ports.read_models import PlaylistStatus
from bot.services.ports.repositories.spotify import APPEND
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import TEXT_MAX, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.custom_ids import Converter
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer
from cogs.ui.rounds.replies import blocks

SHOWN = (15, 8, 4, 2)
"""Songs named of each kind, as many as there is room for; a longer list says how many more."""

_WHY = {
    "taken_out": "somebody took it out, so it stays out",
    "dead": "Spotify has it no more",
    "": "the next sync brings it",
}


def address(playlist_id: str) -> str:
    """Return where a playlist is."""
    return f"https://open.spotify.com/playlist/{playlist_id}"


def linked(view: LinkedPlaylist) -> ui.LayoutView:
    """Return what a showrunner is told who links a playlist, or what has to be confirmed first."""
    facts = view.facts
    name = f"[{texts.shown(facts.name, 80, links=False) or 'the playlist'}]({address(facts.id)})"
    owner = texts.shown(facts.owner_name, 60, links=False)
    if view.needs_confirmation:
        return layout(
            f"{name} by {owner} is **public**: anybody can find it, and sees which songs an episode"
            " is built on before it is aired. Its owner can make it private in Spotify. Link it all"
            " the same?",
            row(PublicButton.make(facts.id)),
        )
    lines = [
        f"Linked: {name} by {owner}, with {texts.count(facts.total or 0, 'song')} so far.",
        (
            "Songs that get through a vote are added at its end. I never take out or move what"
            " others put there, and a song that somebody takes out stays out."
        ),
    ]
    if view.replaces:
        lines.append(
            f"The [playlist so far]({address(view.replaces)}) stays as it is; I don't touch it any"
            " more."
        )
    return layout("\n".join(lines))


def syncing() -> ui.LayoutView:
    """Return what a showrunner is told who asks for a sync."""
    return layout(
        "The playlist is being brought in line. `/playlist status` says how it stands; if Spotify"
        " asks us to wait, it says until when."
    )


def status(view: PlaylistStatus) -> ui.LayoutView:
    """Return what the playlist holds, what is missing, and what is there besides."""
    if view.playlist_id is None:
        return layout("\n".join((_none_yet(view), *_waits(view), *_shortlist(view))))
    screens = (_compared(view, view.playlist_id, most) for most in SHOWN)
    return next((one for one in screens if one.content_length() <= TEXT_MAX), layout(_mode(view)))


def _compared(view: PlaylistStatus, playlist_id: str, most: int) -> ui.LayoutView:
    lines = [f"## [The shared playlist]({address(playlist_id)})", _mode(view), *_waits(view)]
    if view.trouble is not None:
        lines.append(
            f"I can't look into it now. {errors.present(view.trouble)} This is how the last sync"
            " left it:"
        )
    total = len(view.wanted)
    lines.append(f"**In place: {view.in_place} of {texts.count(total, 'song')}**")
    missing = [(song, _WHY.get(why, why)) for song, why in view.missing]
    rest: list[str] = []
    if view.extra and view.mode != APPEND:
        rest.append("The next sync takes those out: this playlist holds what is on the boards.")
    return blocks(
        lines,
        _listed("Missing", missing, most),
        _listed("Never in it", [(song, "entered by hand") for song in view.by_hand], most),
        _listed("There besides", [(song, "") for song in view.extra], most),
        (*rest, *_shortlist(view)),
    )


def _shortlist(view: PlaylistStatus) -> Iterable[str]:
    one = view.shortlist
    if one is not None:
        name, songs = texts.episode_name(one.episode), texts.count(one.wanted, "song")
        yield (
            f"[The shortlist of {name}]({one.url}) to listen to: {one.in_place} of {songs} in"
            " place."
            f" Last synced {texts.ago(one.synced_at)}."
        )


def _none_yet(view: PlaylistStatus) -> str:
    if view.wanted:
        return "There is no playlist yet. It is made with the next sync."
    return (
        "There is no playlist yet. One is made when the first vote has closed; or have the songs go"
        " into one of yours with `/playlist link`."
    )


def _mode(view: PlaylistStatus) -> str:
    kept = (
        "People keep it too, so songs are only added."
        if view.mode == APPEND
        else "It is kept by me: its songs are those on the boards, in order."
    )
    synced = f"Last synced {texts.ago(view.synced_at)}." if view.synced_at else "Not synced yet."
    return f"{kept} {synced}"


def _waits(view: PlaylistStatus) -> Iterable[str]:
    for one in view.waiting[:1]:
        yield f"A sync waits; the next try is {texts.ago(one.due_at)}. `/room status` says why."


def _listed(head: str, songs: Sequence[tuple[Recording, str]], most: int) -> list[str]:
    if not songs:
        return []
    lines = [f"**{head}**"]
    for song, why in songs[:most]:
        artists = texts.shown(", ".join(song.artists), 40, links=False)
        name = f"{texts.shown(song.title, 60, links=False) or texts.BLANK} {texts.DASH} {artists}"
        lines.append(f"- {name}: {why}" if why else f"- {name}")
    if len(songs) > most:
        lines.append(f"- and {len(songs) - most} more")
    return lines


PlaylistId = Annotated[str, Converter("[0-9A-Za-z]{22}", str, str)]
"""A playlist's id of Spotify's, as a custom id carries it."""


class PublicButton(Pressable, custom_id="playlist:public:{playlist_id}"):
    """Links a playlist although anybody can find it."""

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
        """Link it."""
        at = await context_of(interaction)
        at.services.rooms.require_showrunner(at.person, at.room)
        await defer(interaction)
        linked_now = await at.services.playlists.link(
            at.person, at.room, address(self.playlist_id), even_if_public=True
        )
        await answer(interaction, linked(linked_now))
