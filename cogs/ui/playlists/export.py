"""Exporting songs as files that players and other services read."""

import asyncio

import discord
from discord import ui

from bot.domain.model import Episode
from bot.domain.song_files import FileKind
from bot.services.playlists.song_lists import ListedSongs, SongList
from cogs.ui.kit import options, texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import Context
from cogs.ui.kit.files import answer_with_files, file_piece
from cogs.ui.kit.responses import defer

LISTS = {
    SongList.LONGLIST: "The longlist of an episode",
    SongList.SHORTLIST: "The shortlist of an episode",
    SongList.BOARD: "The board of an episode",
    SongList.SEASON: "The boards of all episodes",
}
"""What can be exported, as the command offers it."""
KINDS = {
    FileKind.CSV: "CSV: for other music services",
    FileKind.M3U8: "M3U8: for players",
    FileKind.XSPF: "XSPF: for players, with all codes",
    FileKind.JSPF: "JSPF: for ListenBrainz and programs",
    FileKind.TEXT: "Text: one song to a line",
}
"""The kinds of file, as the command offers them."""
_HINTS = {
    FileKind.CSV: (
        "Soundiiz, TuneMyMusic and similar services turn it into a playlist. To open it in a"
        " spreadsheet, import its columns as text; otherwise a title such as 7/11 becomes a date."
    ),
    FileKind.M3U8: "A player finds the songs it has; the others keep their links.",
    FileKind.XSPF: "VLC and other players open it.",
    FileKind.JSPF: "ListenBrainz imports it, and other programs read it.",
    FileKind.TEXT: "Paste it anywhere: artist, then title.",
}


async def export_songs(
    interaction: discord.Interaction,
    ctx: Context,
    episode_number: str | None,
    what: SongList,
    kind: FileKind,
) -> None:
    """Answer privately with a list of songs as a file.

    Raises:
        InvalidInput: The list has no songs.
        FilesForbidden: The bot may not attach files here.
    """
    from bot.songfiles import write

    await defer(interaction)
    episode = await _episode(ctx, episode_number, what)
    listed = await ctx.services.song_lists.songs(ctx.room, episode, what)
    content = await asyncio.to_thread(write, kind, listed.title, listed.songs)
    number = texts.file_word(episode.number) if episode else "season"
    name = f"needle-drop-{number}-{what}.{kind}"
    if what is SongList.SEASON:
        name = f"needle-drop-season.{kind}"
    message = export_message(listed, episode, kind, name)
    await answer_with_files(interaction, message, {name: content})


async def _episode(ctx: Context, number: str | None, what: SongList) -> Episode | None:
    if what is SongList.SEASON:
        return None
    if what is SongList.BOARD:
        return await options.board_episode(ctx, number)
    return await ctx.episode(number)


def export_message(
    listed: ListedSongs, episode: Episode | None, kind: FileKind, name: str
) -> ui.LayoutView:
    """Return the message for a file of songs."""
    of = f" of {texts.episode_name(episode)}" if episode else " of all episodes"
    head = {SongList.SEASON: "The boards"}.get(listed.what, f"The {listed.what}")
    lines = [f"**{head}{of}**: {texts.count(len(listed.songs), 'song')}. {_HINTS[kind]}"]
    unlinked = sum(not song.uri for song in listed.songs)
    if unlinked and kind is not FileKind.TEXT:
        verb = "has" if unlinked == 1 else "have"
        lines.append(
            f"{texts.count(unlinked, 'song')} {verb} no link, since somebody entered"
            f" {'it' if unlinked == 1 else 'them'} by hand; title and artist are in the file."
        )
    lines.append("`/song import` reads the file again, in any room.")
    return layout("\n".join(lines), file_piece(name))
