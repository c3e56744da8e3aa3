"""The discord.py client: holds the services, loads the cogs, tells Discord of the commands."""

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.ext import commands

from bot.services import Services
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)

COMMANDS_FACT = "commands_known_to_discord"
REMEMBERED = 1000
"""Of how many interactions it is known that they came already."""


class FactBook(Protocol):
    """Small things remembered across restarts."""

    async def get(self, name: str) -> str:
        """Return a fact, or an empty text."""
        ...

    async def set(self, name: str, value: str) -> None:
        """Remember a fact."""
        ...


class NeedleDrop(commands.Bot):
    """The bot as Discord sees it. It holds no state of its own beyond the connection.

    `online` says whether the gateway is there: without it nobody can vote. `draw_reference` draws
    the word under which an error is logged that nobody foresaw.
    """

    def __init__(
        self,
        *,
        cogs: Sequence[type[commands.Cog]],
        items: Sequence[type[discord.ui.DynamicItem[Any]]],
        on_error: Callable[[discord.Interaction, Exception], Awaitable[None]],
        draw_reference: Callable[[], str],
    ) -> None:
        # The bot never speaks; discord.py would warn at every start that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=(),
            tree_cls=Commands,
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
        )
        self.services: Services
        self.clock: Clock
        self.facts: FactBook
        self.started: Callable[[], Awaitable[None]]
        self.back: Callable[[], Awaitable[None]]
        self.online = False
        self.draw_reference = draw_reference
        self._came: dict[int, None] = {}
        self._cogs_to_load = cogs
        self._items = items
        self._announced = False
        self.tree.error(self._tree_error)
        self._present_error = on_error

    def equip(
        self,
        services: Services,
        clock: Clock,
        facts: FactBook,
        started: Callable[[], Awaitable[None]],
        back: Callable[[], Awaitable[None]],
    ) -> None:
        """Give the client what it needs, before it connects.

        Args:
            services: What the cogs ask.
            clock: The one clock.
            facts: Where the client remembers which commands Discord knows.
            started: Called once, when the gateway is ready: overdue work may run from then on.
            back: Called when the gateway is there again after it was not.
        """
        self.services, self.clock, self.facts = services, clock, facts
        self.started, self.back = started, back

    async def setup_hook(self) -> None:
        """Load the cogs and items; tell Discord of the commands where they changed."""
        self.add_dynamic_items(*self._items)
        for cog in self._cogs_to_load:
            await self.add_cog(cog(self))
        await self.sync_commands()

    async def sync_commands(self, *, force: bool = False) -> None:
        """Tell Discord of the commands, unless it knows exactly these already."""
        described = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        known = f"{self.application_id}:{_fingerprint(described)}"
        if force or await self.facts.get(COMMANDS_FACT) != known:
            await self.tree.sync()
            await self.facts.set(COMMANDS_FACT, known)

    def comes_first(self, interaction: discord.Interaction[Any]) -> bool:
        """Say whether an interaction has not come before: Discord may deliver one twice."""
        if interaction.id in self._came:
            log.info("interaction %s came again and is ignored", interaction.id)
            return False
        self._came[interaction.id] = None
        if len(self._came) > REMEMBERED:
            del self._came[next(iter(self._came))]
        return True

    async def on_ready(self) -> None:
        """Begin with the overdue work, once, however often the gateway is ready again."""
        self.online = True
        if self._announced:
            await self.back()
            return
        self._announced = True
        log.info("connected as %s, in %d servers", self.user, len(self.guilds))
        await self.started()

    async def on_resumed(self) -> None:
        """Go on where the gateway was left."""
        self.online = True
        await self.back()

    async def on_disconnect(self) -> None:
        """Note that nobody can reach the bot."""
        self.online = False

    async def _tree_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self._present_error(interaction, cause)


class Commands(app_commands.CommandTree[NeedleDrop]):
    """The commands. One that comes twice acts once, as presses and forms do (see `cogs.ui.kit`)."""

    async def interaction_check(self, interaction: discord.Interaction[NeedleDrop], /) -> bool:
        """Let only the first of several deliveries through."""
        return self.client.comes_first(interaction)


def _fingerprint(described: object) -> str:
    text = json.dumps(described, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
