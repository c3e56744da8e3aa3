"""The `/song` commands: proposing, seconding, withdrawing, notes, imports, the longlist."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.longlist import Look, Show, Sort
from cogs.ui import autocomplete
from cogs.ui.kit import options
from cogs.ui.kit.commands import EPISODE, L, LongText, Note, ShortText, group
from cogs.ui.kit.context import context_of, context_with_current
from cogs.ui.kit.responses import answer, defer
from cogs.ui.songs import (
    details,
    from_message,
    import_playlist,
    longlist,
    longlist_paging,
    notes,
    propose,
    seconds,
    taking_back,
    withdrawing,
)

SONG = L("Type a few letters and pick the song")
SORTS = [
    app_commands.Choice(name=L(name), value=int(choice))
    for choice, name in longlist_paging.SORTS.items()
]
SHOWS = [
    app_commands.Choice(name=L(name), value=int(choice))
    for choice, name in longlist_paging.SHOWS.items()
]


class SongCommands(commands.Cog):
    """The commands of songs."""

    song = group("song", "Songs for an episode")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot
        self._menu = from_message.context_menu()

    async def cog_load(self) -> None:
        """Add the command in the message menu, which a cog does not do by itself."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove that command again."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @song.command(name=L("propose"), description=L("Propose a song for an episode"))
    @app_commands.describe(
        song=L("A few words of it, or its link"),
        note=L("What it tells us: whose song is it, what happens while it plays?"),
        character=L("Whose song it is, if it is somebody's"),
        episode=EPISODE,
    )
    @app_commands.rename(note="why")
    @app_commands.autocomplete(
        song=autocomplete.songs, character=autocomplete.characters, episode=autocomplete.episodes
    )
    async def propose(
        self,
        interaction: discord.Interaction,
        song: LongText,
        note: Note = "",
        character: ShortText = "",
        episode: str | None = None,
    ) -> None:
        """Propose a song, or let the writer choose among matches."""
        await defer(interaction)
        await propose.propose_words(interaction, episode, song, details.Details(note, character))

    @song.command(
        name=L("import"), description=L("Import a whole playlist or file into the longlist")
    )
    @app_commands.describe(
        playlist=L("A Spotify playlist's link: Share, Copy link to playlist"),
        file=L("A list of songs: CSV, M3U, XSPF, JSPF, or lines of artist - title"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def import_playlist(
        self,
        interaction: discord.Interaction,
        playlist: LongText = "",
        file: discord.Attachment | None = None,
        episode: str | None = None,
    ) -> None:
        """Start to import a playlist or a file."""
        await defer(interaction)
        ctx = await context_with_current(interaction)
        await import_playlist.import_songs(interaction, ctx, episode, playlist, file)

    @song.command(name=L("take-back"), description=L("Take a whole import off the longlist again"))
    @app_commands.describe(import_=L("Which import: a playlist or a file"))
    @app_commands.rename(import_="import")
    @app_commands.autocomplete(import_=autocomplete.imports)
    async def take_back(self, interaction: discord.Interaction, import_: ShortText) -> None:
        """Ask whether an import should be taken back."""
        ctx = await context_of(interaction)
        await taking_back.open_take_back(interaction, ctx, import_)

    @song.command(name=L("second"), description=L("Second a song somebody else proposed"))
    @app_commands.describe(song=SONG, undo=L("Take your second back"))
    @app_commands.autocomplete(song=autocomplete.secondable)
    async def second(
        self, interaction: discord.Interaction, song: ShortText, undo: bool = False
    ) -> None:
        """Second a proposal, or take that back."""
        ctx = await context_with_current(interaction)
        chosen = await options.proposal(ctx, song)
        proposal = await ctx.services.proposals.second(ctx.person, ctx.room, chosen.id, undo=undo)
        episode = await ctx.episode_of(proposal)
        await answer(interaction, seconds.seconded_reply(episode, proposal, on=not undo))

    @song.command(name=L("withdraw"), description=L("Take back a song you proposed"))
    @app_commands.describe(song=SONG, undo=L("Bring back what you withdrew in the last day"))
    @app_commands.autocomplete(song=autocomplete.withdrawable)
    async def withdraw(
        self, interaction: discord.Interaction, song: ShortText, undo: bool = False
    ) -> None:
        """Ask whether to withdraw a proposal, or bring one back."""
        ctx = await context_with_current(interaction)
        if undo:
            gone = await options.withdrawn(ctx, song)
            await answer(interaction, await withdrawing.bring_back(ctx, gone))
        else:
            chosen = await options.proposal(ctx, song)
            await withdrawing.ask(interaction, ctx, chosen.id)

    @song.command(name=L("note"), description=L("Say what a song tells you"))
    @app_commands.describe(song=SONG, undo=L("Take back what you said last"))
    @app_commands.autocomplete(song=autocomplete.proposals)
    async def note(
        self, interaction: discord.Interaction, song: ShortText, undo: bool = False
    ) -> None:
        """Open the form for a note on a song, or take the last one back."""
        ctx = await context_with_current(interaction)
        chosen = await options.proposal(ctx, song)
        if undo:
            await answer(interaction, await notes.take_last_back(ctx, chosen))
        else:
            await notes.open_note_form(interaction, chosen.id)

    @song.command(name=L("list"), description=L("The longlist, ten songs to a page"))
    @app_commands.describe(
        episode=EPISODE,
        sort=L("In what order; without it, the newest first"),
        show=L("Which songs; without it, all of them"),
    )
    @app_commands.choices(sort=SORTS, show=SHOWS)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def list(
        self,
        interaction: discord.Interaction,
        episode: str | None = None,
        sort: int = Sort.NEWEST,
        show: int = Show.ALL,
    ) -> None:
        """Show the longlist."""
        ctx = await context_with_current(interaction)
        look = Look(Sort(sort), Show(show))
        await longlist.open_longlist(interaction, ctx, await ctx.episode(episode), look)
