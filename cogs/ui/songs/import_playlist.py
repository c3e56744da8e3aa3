"""A whole playlist onto the longlist: what is answered, and the message that shows how it goes."""

import discord
from discord import ui

from bot.domain.imports import Import, ImportFault, ImportState
from bot.domain.model import Episode
from bot.services.ports.read_models import ImportView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.songs.longlist import open_longlist

AGAIN = "`/song import` with the same link"
_LEFT_OUT = "songs Spotify no longer has, local files or podcast episodes"
_BROKEN_OFF = {
    ImportFault.CLOSED: (
        "Spotify does not let the connected account read this playlist any more. Ask its owner to"
        f" make that account a collaborator of it; {AGAIN} then goes on from here."
    ),
    ImportFault.GONE: (
        "Spotify says that there is no such playlist any more. If that was a mistake, its owner can"
        f" recover it in their Spotify account; {AGAIN} then goes on from here."
    ),
    ImportFault.OVER: (
        "The episode was locked or archived meanwhile, so nothing more comes onto its longlist."
        f" Once the showrunner has it open again, {AGAIN} goes on from here."
    ),
    ImportFault.NONE: f"It was broken off. {AGAIN} goes on from here.",
}


async def import_playlist(
    interaction: discord.Interaction, episode_number: str | None, words: str
) -> None:
    """Begin to import a playlist, and say what it is.

    Raises:
        RoomError: As the services say.
    """
    at = await context_of(interaction)
    episode = await at.episode(episode_number)
    view = await at.services.imports.begin(at.person, at.room, episode, words)
    await answer(interaction, begun(view))


def begun(view: ImportView) -> ui.LayoutView:
    """Return what the showrunner is told who asked for an import."""
    one, name = view.import_, texts.episode_name(view.episode)
    songs = texts.count(one.total, "song")
    if one.place:
        told = f"Going on with {_title(one)} where it was broken off, at {one.place} of {songs}"
    else:
        told = f"Importing {_title(one)}, {songs}"
    return layout(
        f"{told}, onto the longlist of {name}. A message in the channel shows how far it has come;"
        " nobody has to wait for it. Songs on the longlist already are not added again, and the"
        " imported ones get no cards of their own."
    )


def import_message(view: ImportView) -> ui.LayoutView:
    """Return the message in the channel: how far it has come, or how it ended."""
    one = view.import_
    told = {
        ImportState.RUNNING: _running,
        ImportState.DONE: _done,
        ImportState.FAILED: _failed,
    }[one.state]
    buttons: list[Piece] = [ImportedButton.make(one.id)]
    if one.state is ImportState.RUNNING:
        buttons.append(StopImportButton.make(one.id))
    return layout(told(one, view.episode), row(*buttons))


def status_line(view: ImportView) -> str:
    """Return an import under way in one line."""
    one = view.import_
    waits = f", goes on {texts.instant(one.waits_until)}" if one.waits_until else ""
    name = texts.episode_name(view.episode)
    return f"Importing {_title(one, 60)} for {name}: {one.place} of {one.total} songs{waits}"


def _running(one: Import, episode: Episode) -> str:
    lines = [
        f"**Importing {_title(one)}** onto the longlist of {texts.episode_name(episode)}",
        f"{one.place} of {texts.count(one.total, 'song')} read: {_counts(one)}",
    ]
    if one.waits_until:
        lines.append(
            f"Spotify asks us to wait; it goes on by itself {texts.instant(one.waits_until)}."
        )
    return "\n".join(lines)


def _done(one: Import, episode: Episode) -> str:
    name = texts.episode_name(episode)
    lines = [f"**Imported {_title(one)}** onto the longlist of {name}", _counts(one).capitalize()]
    if one.left_out:
        lines.append(f"Left out: {_LEFT_OUT}.")
    if one.changed:
        lines.append(
            "The playlist was changed while it was read, so a song may be missing:"
            f" {AGAIN} brings what is."
        )
    lines.append(
        "See them all with `/song list`, and say what one tells you with `/song note`. The"
        " showrunner picks the shortlist with `/shortlist pick`."
    )
    return "\n".join(lines)


def _failed(one: Import, episode: Episode) -> str:
    name = texts.episode_name(episode)
    return "\n".join(
        (
            f"**The import of {_title(one)}** onto the longlist of {name} has stopped",
            f"{one.place} of {texts.count(one.total, 'song')} read: {_counts(one)}",
            _BROKEN_OFF[one.fault],
        )
    )


def _counts(one: Import) -> str:
    facts = [f"{one.added} new", f"{one.present} there already"]
    if one.left_out:
        facts.append(f"{one.left_out} left out")
    return " · ".join(facts)


def _title(one: Import, limit: int = 100) -> str:
    return texts.quoted(one.name, limit) if one.name.strip() else "a playlist"


def stopped(view: ImportView) -> ui.LayoutView:
    """Return what the showrunner is told who broke an import off."""
    one = view.import_
    if one.state is ImportState.DONE:
        return layout(f"The import of {_title(one)} was over already: {_counts(one)}.")
    return layout(
        f"Stopped importing {_title(one)} at {one.place} of {texts.count(one.total, 'song')}. What"
        f" it brought stays on the longlist; {AGAIN} goes on from here."
    )


class StopImportButton(Pressable, custom_id="importstop:{import_id}"):
    """Breaks an import off."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "StopImportButton":
        """Return the button for an import."""
        return cls(ui.Button(label="Stop"), import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Break it off."""
        at = await context_of(interaction)
        view = await at.services.imports.stop(at.person, at.room, self.import_id)
        await answer(interaction, stopped(view))


class ImportedButton(Pressable, custom_id="imported:{import_id}"):
    """Opens the longlist that a playlist is imported onto."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "ImportedButton":
        """Return the button for an import."""
        return cls(ui.Button(label="See the longlist"), import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the longlist privately."""
        at = await context_of(interaction)
        view = await at.services.imports.of_room(at.room, self.import_id)
        await open_longlist(interaction, at, view.episode)
