"""Importing a playlist or a file onto the longlist: the replies, and the progress message."""

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.imports import LOST_MAX, Import, ImportFault, ImportState
from bot.domain.model import Episode
from bot.services.ports.read_models import ImportView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.songs.import_file import import_file
from cogs.ui.songs.import_names import import_title
from cogs.ui.songs.longlist import open_longlist
from cogs.ui.songs.taking_back import take_back_buttons, taken_lines

_SKIPPED = "songs no longer on Spotify, local files, or podcast episodes"
_FILE_SKIPPED = "lines that are in the file twice or have no song. Whoever imported it has the list"
_LOST_MAX = 60
"""Characters of a song that could not be kept: twenty of them fit a message."""
_STOP_REASONS = {
    ImportFault.CLOSED: (
        "Spotify no longer lets the connected account read this playlist. Ask its owner to"
        " make that account a collaborator of it; {again} then picks up from here."
    ),
    ImportFault.GONE: (
        "Spotify says the playlist is gone. If that was a mistake, its owner can"
        " recover it in their Spotify account; {again} then picks up from here."
    ),
    ImportFault.OVER: (
        "The episode was locked or archived in the meantime, so no more songs are added."
        " Once the showrunner has it open again, {again} picks up from here."
    ),
    ImportFault.AWAY: (
        "I tried several times and couldn't read further; `/room status` says how"
        " Spotify is. The songs added so far stay. Once it answers, {again} picks up from here."
    ),
    ImportFault.BROKEN: (
        "The same place kept failing. Whoever hosts me finds the reason in the log."
        " The songs added so far stay. {again} picks up from here; add the missing ones with"
        " `/song propose`."
    ),
    ImportFault.NONE: "It was interrupted. {again} picks up from here.",
}


async def import_songs(
    interaction: discord.Interaction,
    ctx: Context,
    episode_number: str | None,
    words: str,
    attachment: discord.Attachment | None,
) -> None:
    """Start to import a playlist or a file, and reply with its name and size.

    Raises:
        InvalidInput: It is neither (`import.nothing`), or both (`import.both`).
        RoomError: As the services say.
    """
    if attachment is not None:
        if words:
            raise InvalidInput("import.both", words)
        await import_file(interaction, ctx, episode_number, attachment)
        return
    if not words:
        raise InvalidInput("import.nothing")
    episode = await ctx.episode(episode_number)
    view = await ctx.services.imports.begin(ctx.person, ctx.room, episode, words)
    await answer(interaction, started_reply(view))


def started_reply(view: ImportView) -> ui.LayoutView:
    """Return the reply to the showrunner who started an import."""
    job, name = view.import_, texts.episode_name(view.episode)
    songs = texts.count(job.total, "song")
    if job.place:
        title = import_title(job)
        text = f"Resuming {title} where it was interrupted, at {job.place} of {songs}"
    else:
        text = f"Importing {import_title(job)}, {songs}"
    return layout(
        f"{text}, onto the longlist of {name}. A message in the channel shows how far it is; nobody"
        " has to wait for it. Songs on the longlist already are not added again, and the"
        " imported ones get no cards of their own."
    )


def import_message(view: ImportView) -> ui.LayoutView:
    """Return the message in the channel: the progress of an import, or how it ended."""
    job = view.import_
    render = {
        ImportState.RUNNING: _running,
        ImportState.DONE: _done,
        ImportState.FAILED: _failed,
        ImportState.TAKEN_BACK: _taken_back,
    }[job.state]
    buttons: list[Piece] = [ImportedButton.make(job.id)]
    if job.state is ImportState.RUNNING:
        buttons.append(StopImportButton.make(job.id))
    buttons += take_back_buttons(job)
    return layout(render(job, view.episode), row(*buttons))


def status_line(view: ImportView) -> str:
    """Return the progress of a running import in one line."""
    job = view.import_
    waits = f", resumes {texts.instant(job.waits_until)}" if job.waits_until else ""
    name = texts.episode_name(view.episode)
    return f"Importing {import_title(job, 60)} for {name}: {job.place} of {job.total} songs{waits}"


def _running(job: Import, episode: Episode) -> str:
    lines = [
        f"**Importing {import_title(job)}** onto the longlist of {texts.episode_name(episode)}",
        f"{job.place} of {texts.count(job.total, 'song')} read: {_counts(job)}",
    ]
    if job.waits_until:
        lines.append(
            f"Spotify asks us to wait; it resumes automatically {texts.instant(job.waits_until)}."
        )
    return "\n".join(lines)


def _done(job: Import, episode: Episode) -> str:
    name = texts.episode_name(episode)
    lines = [
        f"**Imported {import_title(job)}** onto the longlist of {name}",
        _counts(job).capitalize(),
    ]
    if job.left_out > len(job.lost):
        lines.append(f"Left out: {_FILE_SKIPPED if job.from_file else _SKIPPED}.")
    lines += _lost(job)
    if job.changed:
        lines.append(
            "The playlist changed while I was reading it, so a song may be missing:"
            f" {_again(job)} brings what is."
        )
    lines.append(
        "See them all with `/song list`, and say what one tells you with `/song note`. The"
        " showrunner picks the shortlist with `/shortlist pick`."
    )
    return "\n".join(lines)


def _failed(job: Import, episode: Episode) -> str:
    name = texts.episode_name(episode)
    return "\n".join(
        (
            f"**The import of {import_title(job)}** onto the longlist of {name} has stopped",
            f"{job.place} of {texts.count(job.total, 'song')} read: {_counts(job)}",
            *_lost(job),
            _STOP_REASONS[job.fault].format(again=_again(job)),
        )
    )


def _taken_back(job: Import, episode: Episode) -> str:
    name = texts.episode_name(episode)
    head = f"**The import of {import_title(job)}** onto the longlist of {name} was taken back"
    return "\n".join((head, *taken_lines(job)))


def _lost(job: Import) -> list[str]:
    """Return the line that names the songs that could not be kept; none where all were."""
    if not job.lost:
        return []
    named = "; ".join(
        f"number {place}" + (f" ({texts.safe(what, _LOST_MAX)})" if what else "")
        for place, what in job.lost
    )
    more = " and maybe more" if len(job.lost) == LOST_MAX else ""
    lost = f"Couldn't be kept, because they have characters that can't be stored: {named}{more}."
    return [f"{lost} Add them by hand with `/song propose`."]


def _counts(job: Import) -> str:
    facts = [f"{job.added} new", f"{job.present} there already"]
    if job.left_out:
        facts.append(f"{job.left_out} left out")
    return " · ".join(facts)


def _again(job: Import) -> str:
    return f"`/song import` with the same {'file' if job.from_file else 'link'}"


def stopped_reply(view: ImportView) -> ui.LayoutView:
    """Return the reply to the showrunner who stopped an import."""
    job = view.import_
    if job.state is ImportState.DONE:
        return layout(f"The import of {import_title(job)} was already done: {_counts(job)}.")
    if job.state is ImportState.TAKEN_BACK:
        return layout(f"The import of {import_title(job)} was already taken back.")
    songs = texts.count(job.total, "song")
    return layout(
        f"Stopped importing {import_title(job)} at {job.place} of {songs}. What it brought stays"
        f" on the longlist; {_again(job)} picks up from here.",
        *(row(one) for one in take_back_buttons(job)),
    )


class StopImportButton(Pressable, custom_id="importstop:{import_id}"):
    """Stops an import."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "StopImportButton":
        """Return the button for an import."""
        return cls(ui.Button(label="Stop"), import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Stop the import."""
        ctx = await context_of(interaction)
        view = await ctx.services.imports.stop(ctx.person, ctx.room, self.import_id)
        await answer(interaction, stopped_reply(view))


class ImportedButton(Pressable, custom_id="imported:{import_id}"):
    """Opens the longlist that a playlist is imported onto."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "ImportedButton":
        """Return the button for an import."""
        return cls(ui.Button(label="See the longlist"), import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the longlist privately."""
        ctx = await context_of(interaction)
        view = await ctx.services.imports.of_room(ctx.room, self.import_id)
        await open_longlist(interaction, ctx, view.episode)
