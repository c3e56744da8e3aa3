"""Importing a file of songs onto the longlist: reading it, and the reply with its report."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor

import discord
from discord import ui

from bot.domain.errors import FilesForbidden, InvalidInput
from bot.domain.song_files import LeftOut, Omission, in_order, told
from bot.services.ports.read_models import ImportView
from bot.services.songs.import_sources import FileSongs
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import Context
from cogs.ui.kit.files import answer_with_files, file_piece
from cogs.ui.kit.responses import CONNECTION_ERRORS, answer
from cogs.ui.songs.import_report import REPORT_NAME, report_text, summary_lines

_DOWNLOAD_MAX = 60.0
"""Seconds to wait for Discord to hand over a file."""
_NAME_MAX = 100
"""Characters of a file's name that are kept."""
_WORKER = ThreadPoolExecutor(1, "song-files")
"""One file is read at a time, which bounds the memory that all of them take."""


async def import_file(
    interaction: discord.Interaction,
    ctx: Context,
    episode_number: str | None,
    attachment: discord.Attachment,
) -> None:
    """Start to import an attached file, and reply with what was found in it.

    Raises:
        InvalidInput: The file cannot be used.
        RoomError: As the services say.
    """
    ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
    episode = await ctx.episode(episode_number)
    songs = await _songs_of(attachment)
    there = await ctx.services.imports.present(ctx.room, episode, songs)
    present = tuple(
        Omission(entry.place, told(entry.recording), LeftOut.PRESENT)
        for entry, known in zip(songs.file.songs, there, strict=True)
        if known
    )
    view = await ctx.services.imports.begin_file(ctx.person, ctx.room, episode, songs)
    omissions = in_order((*songs.file.left_out, *present))
    spotify = ctx.services.songs.searchable(ctx.room)
    lines = [_started(view), *summary_lines(songs.file, omissions, spotify)]
    await _reply(interaction, lines, songs, omissions)


async def _songs_of(attachment: discord.Attachment) -> FileSongs:
    from bot.songfiles import require_size

    name = texts.cut(texts.clean(attachment.filename), _NAME_MAX)
    require_size(attachment.size, name)
    content = await _downloaded(attachment, name)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_WORKER, _read, content, name)


def _read(content: bytes, name: str) -> FileSongs:
    """Read a file, which may take a second; raises as `read` does."""
    from bot.songfiles import read

    return FileSongs(name, hashlib.sha256(content).hexdigest(), read(content, name))


async def _downloaded(attachment: discord.Attachment, name: str) -> bytes:
    try:
        async with asyncio.timeout(_DOWNLOAD_MAX):
            return await attachment.read()
    except (discord.HTTPException, *CONNECTION_ERRORS) as error:
        raise InvalidInput("file.unread", name) from error


async def _reply(
    interaction: discord.Interaction,
    lines: list[str],
    songs: FileSongs,
    omissions: tuple[Omission, ...],
) -> None:
    if not omissions:
        await answer(interaction, layout("\n".join(lines)))
        return
    view: ui.LayoutView = layout("\n".join(lines), file_piece(REPORT_NAME))
    try:
        report = report_text(songs.name, songs.file, omissions)
        await answer_with_files(interaction, view, {REPORT_NAME: report})
    except FilesForbidden:
        lines.append(
            "I don't have permission to attach files here, so the list of them is missing."
        )
        await answer(interaction, layout("\n".join(lines)))


def _started(view: ImportView) -> str:
    job, name = view.import_, texts.episode_name(view.episode)
    songs = texts.count(job.total, "song")
    begins = f"Importing {texts.quoted(job.name, _NAME_MAX)}, {songs}"
    if job.place:
        begins = (
            f"Resuming {texts.quoted(job.name, _NAME_MAX)} where it stopped, at {job.place}"
            f" of {songs}"
        )
    return (
        f"{begins}, onto the longlist of {name}. A message in the channel shows how far it is;"
        " nobody has to wait for it. Imported songs get no cards of their own."
    )
