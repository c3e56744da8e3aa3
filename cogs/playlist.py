"""`/playlist`: the playlist a room shares, which the winners go into."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui import autocomplete
from cogs.ui.kit import options
from cogs.ui.kit.commands import L, Words, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer, defer
from cogs.ui.playlists import connect, status


class PlaylistCommands(commands.Cog):
    """The commands of the shared playlist."""

    playlist = group("playlist", "The playlist this room shares")

    def __init__(self, bot: commands.Bot) -> None:
        self.bot = bot

    @playlist.command(name=L("connect"), description=L("Connect this room with a Spotify account"))
    async def connect(self, interaction: discord.Interaction) -> None:
        """Show where the owner of an account agrees."""
        await connect.open_connecting(interaction)

    @playlist.command(name=L("disconnect"), description=L("Use the connected account no more"))
    async def disconnect(self, interaction: discord.Interaction) -> None:
        """Forget the account this room has connected."""
        at = await context_of(interaction)
        owner = await at.services.authorization.disconnect(at.person, at.room)
        await answer(interaction, connect.disconnected(at.room, owner))

    @playlist.command(name=L("link"), description=L("Have the songs go into a playlist of yours"))
    @app_commands.describe(playlist=L("Its link: in Spotify, Share, then Copy link to playlist"))
    async def link(self, interaction: discord.Interaction, playlist: Words) -> None:
        """Link a playlist that people keep."""
        at = await context_of(interaction)
        at.services.rooms.require_showrunner(at.person, at.room)
        await defer(interaction)
        linked = await at.services.playlists.link(at.person, at.room, playlist)
        await answer(interaction, status.linked(linked))

    @playlist.command(name=L("sync"), description=L("Bring the playlist in line now"))
    @app_commands.describe(episode=L("Whose shortlist too; without it, the current one's"))
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def sync(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Have the playlists synced, whatever they wait for."""
        at = await context_of(interaction)
        meant = await at.episode(episode)
        await at.services.playlists.request_sync(at.person, at.room, meant)
        await answer(interaction, status.syncing())

    @playlist.command(
        name=L("status"), description=L("What is in the playlist, and what should be")
    )
    @app_commands.describe(episode=L("Whose shortlist too; without it, the current one's"))
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def status(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Compare what the playlist holds with what it should."""
        at = await context_of(interaction)
        await defer(interaction)
        meant = await options.episode_or_none(at, episode)
        view = await at.services.playlists.status(at.room, meant)
        await answer(interaction, status.status(view))
