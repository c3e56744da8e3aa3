"""The `/playlist` commands: connecting Spotify, linking, syncing, checking and exporting."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.song_files import FileKind
from bot.services.playlists.song_lists import SongList
from cogs.ui import autocomplete
from cogs.ui.kit import options
from cogs.ui.kit.commands import L, LongText, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer, defer
from cogs.ui.playlists import connect, export, status

LISTS = [app_commands.Choice(name=L(name), value=what) for what, name in export.LISTS.items()]
KINDS = [app_commands.Choice(name=L(name), value=kind) for kind, name in export.KINDS.items()]


class PlaylistCommands(commands.Cog):
    """The commands of the shared playlist."""

    playlist = group("playlist", "The playlist this room shares")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @playlist.command(name=L("connect"), description=L("Connect this room with a Spotify account"))
    async def connect(self, interaction: discord.Interaction) -> None:
        """Show where the owner of a Spotify account agrees."""
        await connect.open_connecting(interaction)

    @playlist.command(name=L("disconnect"), description=L("Disconnect the Spotify account"))
    async def disconnect(self, interaction: discord.Interaction) -> None:
        """Disconnect the room's Spotify account."""
        ctx = await context_of(interaction)
        done = await ctx.services.authorization.disconnect(ctx.person, ctx.room)
        await answer(interaction, connect.disconnected_reply(ctx.room, done))

    @playlist.command(name=L("link"), description=L("Use a Spotify playlist of your own"))
    @app_commands.describe(playlist=L("Its link: in Spotify, Share, then Copy link to playlist"))
    async def link(self, interaction: discord.Interaction, playlist: LongText) -> None:
        """Link an existing playlist."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        await defer(interaction)
        linked = await ctx.services.playlists.link(ctx.person, ctx.room, playlist)
        await answer(interaction, status.linked_reply(linked))

    @playlist.command(name=L("sync"), description=L("Sync the playlist now"))
    @app_commands.describe(episode=L("Whose shortlist too; without it, the current one's"))
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def sync(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Request a sync of the playlists now."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        await ctx.services.playlists.request_sync(ctx.person, ctx.room, chosen)
        await answer(interaction, status.sync_reply())

    @playlist.command(name=L("export"), description=L("The songs as a file for other apps"))
    @app_commands.describe(
        what=L("Which songs"),
        kind=L("What kind of file; without it, CSV"),
        episode=L("Which episode's; without it, the current one's"),
    )
    @app_commands.rename(kind="format")
    @app_commands.choices(what=LISTS, kind=KINDS)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def export(
        self,
        interaction: discord.Interaction,
        what: str,
        kind: str = FileKind.CSV,
        episode: str | None = None,
    ) -> None:
        """Export songs as a file."""
        ctx = await context_of(interaction)
        await export.export_songs(interaction, ctx, episode, SongList(what), FileKind(kind))

    @playlist.command(
        name=L("status"), description=L("What the playlist holds and what it should hold")
    )
    @app_commands.describe(episode=L("Whose shortlist too; without it, the current one's"))
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def status(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Compare the songs in the playlist with those that should be there."""
        ctx = await context_of(interaction)
        await defer(interaction)
        chosen = await options.episode_or_none(ctx, episode)
        view = await ctx.services.playlists.status(ctx.room, chosen)
        await answer(interaction, status.playlist_status(view))
