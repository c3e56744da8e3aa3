"""The `/board` commands: the songs that won, in story order, with beats and rights."""

from typing import Annotated

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.board import BEAT_MAX, CLEARANCE_NOTE_MAX, BoardAction, Clearance
from bot.domain.model import MAX_CANDIDATES, REASON_MAX
from bot.domain.rights.words import STATUS
from bot.domain.shared_slots import HOW_MAX
from bot.services.board.editing import NOTHING_SEEN
from cogs.ui import autocomplete
from cogs.ui.board import page, pairing
from cogs.ui.board.export import CHOICES, Format, send_sheet
from cogs.ui.board.lines import Done
from cogs.ui.board.locking import lock_page
from cogs.ui.kit import options
from cogs.ui.kit.commands import L, ShortText, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer

EPISODE = L("Which episode; without it, the newest with songs on it")
SONG = L("Which song on the board")
STATUSES = [
    app_commands.Choice(name=L(name), value=status.value) for status, name in STATUS.items()
]
FORMATS = [app_commands.Choice(name=L(name), value=kind) for kind, name in CHOICES.items()]
Slot = Annotated[int, app_commands.Range[int, 1, MAX_CANDIDATES]]
Beat = Annotated[str, app_commands.Range[str, 1, BEAT_MAX]]
Rights = Annotated[str, app_commands.Range[str, 1, CLEARANCE_NOTE_MAX]]
How = Annotated[str, app_commands.Range[str, 1, HOW_MAX]]
Reason = Annotated[str, app_commands.Range[str, 1, REASON_MAX]]


class BoardCommands(commands.Cog):
    """The commands of boards."""

    root = group("board", "The songs that got through, in story order")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @root.command(name=L("show"), description=L("The board: what plays when, and why"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def show(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show a board."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        view = await ctx.services.boards.view(ctx.room, chosen, reader=ctx.person)
        board = page.board_page(view, ctx.is_showrunner, edits_rights=ctx.is_rights_editor)
        await answer(interaction, board)

    @root.command(name=L("place"), description=L("Give a song its slot, its scene, its character"))
    @app_commands.describe(
        song=SONG,
        slot=L("In which slot, counted from 1"),
        beat=L("The scene: where in the story it plays"),
        character=L("Whose song it is"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(
        song=autocomplete.seated, character=autocomplete.characters, episode=autocomplete.episodes
    )
    async def place(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        slot: Slot | None = None,
        beat: Beat = "",
        character: ShortText = "",
        episode: str | None = None,
    ) -> None:
        """Place a song; with no other option, open its form."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        song_id = await options.board_song(ctx, chosen, song)
        if slot is None and not beat and not character:
            await page.open_board_form(interaction, ctx, chosen, song_id)
            return
        await page.place(ctx, chosen, song_id, slot, beat, character)
        done = Done(BoardAction.EDIT if slot is None else BoardAction.PLACE, song_id)
        view = await ctx.services.boards.view(ctx.room, chosen, reader=ctx.person)
        await answer(interaction, page.board_page(view, ctx.is_showrunner, song_id, done))

    @root.command(name=L("swap"), description=L("Swap a song for a runner-up"))
    @app_commands.describe(
        out=L("Which song comes off"),
        called_up=L("Which song replaces it; runners-up first"),
        episode=EPISODE,
    )
    @app_commands.rename(called_up="in")
    @app_commands.autocomplete(
        out=autocomplete.seated, called_up=autocomplete.runners_up, episode=autocomplete.episodes
    )
    async def swap(
        self,
        interaction: discord.Interaction,
        out: ShortText,
        called_up: ShortText,
        episode: str | None = None,
    ) -> None:
        """Swap two songs."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        falls = await options.board_song(ctx, chosen, out)
        steps_in = await options.runner_up(ctx, chosen, called_up)
        view = await ctx.services.boards.swap(ctx.person, ctx.room, chosen, falls, steps_in)
        done = Done(BoardAction.SWAP, falls, steps_in)
        await answer(interaction, page.board_page(view, ctx.is_showrunner, steps_in, done))

    @root.command(name=L("add"), description=L("Add a song from outside the vote"))
    @app_commands.describe(
        song=L("Which song of the longlist"), reason=L("Why; everybody sees it"), episode=EPISODE
    )
    @app_commands.autocomplete(song=autocomplete.addable, episode=autocomplete.episodes)
    async def add(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        reason: Reason,
        episode: str | None = None,
    ) -> None:
        """Add a song of the longlist, one more than the seats."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        wanted = await options.longlisted(ctx, chosen, song)
        boards = ctx.services.boards
        added = await boards.add_song(ctx.person, ctx.room, chosen, wanted, reason)
        view = await boards.view(ctx.room, chosen, reader=ctx.person)
        done = Done(BoardAction.ADD, added)
        await answer(interaction, page.board_page(view, ctx.is_showrunner, added, done))

    @root.command(name=L("remove"), description=L("Take a song off without replacing it"))
    @app_commands.describe(song=SONG, reason=L("Why; everybody sees it"), episode=EPISODE)
    @app_commands.autocomplete(song=autocomplete.seated, episode=autocomplete.episodes)
    async def remove(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        reason: Reason,
        episode: str | None = None,
    ) -> None:
        """Take a song off the board, one less than the seats."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        song_id = await options.board_song(ctx, chosen, song)
        view = await ctx.services.boards.remove_song(ctx.person, ctx.room, chosen, song_id, reason)
        done = Done(BoardAction.REMOVE, song_id)
        await answer(interaction, page.board_page(view, ctx.is_showrunner, done=done))

    @root.command(name=L("pair"), description=L("Put two songs in one slot"))
    @app_commands.describe(
        song=SONG,
        other=L("Which song shares its slot, and follows it"),
        how=L("How the two meet; everyone sees it"),
        undo=L("Take them apart: each has its own slot again"),
        episode=EPISODE,
    )
    @app_commands.rename(other="with")
    @app_commands.autocomplete(
        song=autocomplete.seated, other=autocomplete.seated, episode=autocomplete.episodes
    )
    async def pair(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        other: ShortText = "",
        how: How = "",
        undo: bool = False,
        episode: str | None = None,
    ) -> None:
        """Put two songs into one slot, or take them apart; with no other option, open the form."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        song_id = await options.board_song(ctx, chosen, song)
        if not other and not undo:
            await pairing.open_pair_form(interaction, ctx, chosen, song_id, how)
            return
        beside = await options.board_song(ctx, chosen, other) if other else None
        done = await pairing.pair(ctx, chosen, song_id, beside, how, undo=undo)
        view = await ctx.services.boards.view(ctx.room, chosen)
        await answer(interaction, page.board_page(view, ctx.is_showrunner, song_id, done))

    @root.command(name=L("clearance"), description=L("Update a song's rights"))
    @app_commands.describe(
        song=SONG,
        status=L("Where they stand"),
        note=L("Who you asked, what they said"),
        episode=EPISODE,
    )
    @app_commands.choices(status=STATUSES)
    @app_commands.autocomplete(song=autocomplete.seated, episode=autocomplete.episodes)
    async def clearance(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        status: str,
        note: Rights = "",
        episode: str | None = None,
    ) -> None:
        """Record the state of a song's rights."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        song_id = await options.board_song(ctx, chosen, song)
        view = await ctx.services.boards.set_clearance(
            ctx.person, ctx.room, chosen, song_id, Clearance(status), note
        )
        done = Done(BoardAction.CLEARANCE, song_id)
        board = page.board_page(view, ctx.is_showrunner, song_id, done, edits_rights=True)
        await answer(interaction, board)

    @root.command(name=L("lock"), description=L("Lock an episode"))
    @app_commands.describe(undo=L("Unlock it"), episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def lock(
        self, interaction: discord.Interaction, undo: bool = False, episode: str | None = None
    ) -> None:
        """Lock an episode with its board, or unlock it."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        boards, target = ctx.services.boards, (ctx.person, ctx.room, chosen)
        view = await boards.lock(*target, locked=not undo, seen=NOTHING_SEEN)
        done = Done(BoardAction.UNLOCK)
        unlocked = page.board_page(view, ctx.is_showrunner, done=done) if undo else None
        await answer(interaction, unlocked or lock_page(view, ctx.is_showrunner))

    @root.command(name=L("export"), description=L("The clearance sheet of the board, as a file"))
    @app_commands.describe(
        file=L("What kind of file; without it, PDF"),
        confidential=L("With fees, contacts and notes; only for those who clear the songs"),
        episode=EPISODE,
    )
    @app_commands.rename(file="format")
    @app_commands.choices(file=FORMATS)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def export(
        self,
        interaction: discord.Interaction,
        file: str = Format.PDF,
        confidential: bool = False,
        episode: str | None = None,
    ) -> None:
        """Export the clearance sheet as a file."""
        ctx = await context_of(interaction)
        chosen = await options.board_episode(ctx, episode)
        await send_sheet(interaction, ctx, chosen, Format(file), confidential=confidential)
