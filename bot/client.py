"""The discord.py client: holds the services, loads the cogs, and registers the commands."""

import asyncio
import contextlib
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from time import monotonic
from typing import Any, Protocol

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.closing import LAST_WORDS_WITHIN
from bot.gateway import GatewayBot
from bot.lateness import Lateness
from bot.services import Ports, Services
from bot.services.patience import saved
from bot.services.ports.deliveries import begin_delivery
from bot.services.ports.watcher import Watcher
from bot.services.ports.world import Clock
from bot.services.shards.leases import Leases
from bot.token_watch import TokenWatch

log = logging.getLogger(__name__)

COMMANDS_FACT = "commands_known_to_discord"


class FactBook(Protocol):
    """Small named values that are kept across restarts."""

    async def get(self, name: str) -> str:
        """Return a fact; empty if it is not known."""
        ...

    async def set(self, name: str, value: str) -> None:
        """Store a fact."""
        ...


class Replies(Protocol):
    """What is answered where no command and no item does."""

    async def to_error(self, interaction: discord.Interaction, error: Exception, /) -> None:
        """Answer a command that failed."""
        ...

    async def to_unfinished(self, interaction: discord.Interaction, /) -> None:
        """Answer what is broken off, since the bot stops."""
        ...

    async def to_form(self, interaction: discord.Interaction, /) -> None:
        """Carry out a form that was sent."""
        ...

    async def to_press(self, interaction: discord.Interaction, /) -> None:
        """Answer a press of what no item knows; it is called with each press."""
        ...


class NeedleDrop(GatewayBot):
    """The bot's connection to Discord. It holds no state beyond the connection.

    `draw_reference` draws the reference under which an unexpected error is logged.

    Args:
        cogs: The commands.
        items: The buttons and menus.
        replies: What is answered where no command and no item does.
        shard_count: How many shards there are; None for as many as Discord recommends.
        shard_ids: Those of this process; empty for all.
    """

    def __init__(
        self,
        *,
        cogs: Sequence[type[commands.Cog]],
        items: Sequence[type[discord.ui.DynamicItem[Any]]],
        replies: Replies,
        draw_reference: Callable[[], str],
        shard_count: int | None = None,
        shard_ids: Sequence[int] = (),
    ) -> None:
        # The bot never speaks; discord.py would warn at every start that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        self._token_watch = TokenWatch(self)
        super().__init__(
            shard_count=shard_count,
            shard_ids=list(shard_ids) or None,
            tree_cls=Commands,
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            http_trace=self._token_watch.trace,
        )
        self.services: Services
        self.clock: Clock
        self.facts: FactBook
        self.begin_work: Callable[[], Awaitable[None]]
        self.resume_work: Callable[[], Awaitable[None]]
        self.watcher: Watcher | None = None
        self._answering: dict[asyncio.Task[Any], discord.Interaction[Any]] = {}
        self._cogs_to_load, self._items, self._replies = cogs, items, replies
        self.draw_reference, self._work_begun = draw_reference, False
        self.tree.error(self._tree_error)

    def equip(
        self,
        ports: Ports,
        services: Services,
        facts: FactBook,
        begin_work: Callable[[], Awaitable[None]],
        resume_work: Callable[[], Awaitable[None]],
    ) -> None:
        """Give the client what it needs, before it connects.

        Args:
            ports: Among them the bot's clock, and which servers this process acts for.
            services: What the cogs call.
            facts: Where the client remembers which commands Discord knows.
            begin_work: Called once, when the gateway is ready: overdue work may run from then on.
            resume_work: Called when the gateway is back after an outage.
        """
        self.services, self.clock, self.attendance = services, ports.clock, ports.attendance
        self.facts, self.begin_work, self.resume_work = facts, begin_work, resume_work
        self._lateness = Lateness(self.clock.now, monotonic)

    @property
    def online(self) -> bool:
        """Whether the gateway is connected: without it nobody can vote."""
        return self._work_begun and bool(self.attendance.shares)

    @override
    def is_ready(self) -> bool:
        """Return whether work has begun; some of the shards may be another process's."""
        return self._work_begun

    @property
    def trace(self) -> aiohttp.TraceConfig:
        """Told of each request; more can listen to it before the client has begun."""
        return self._token_watch.trace

    @property
    def token_refused(self) -> asyncio.Event:
        """Set when Discord no longer accepts the token that it accepted at first."""
        return self._token_watch.refused

    async def setup_hook(self) -> None:
        """Load the cogs and items, and register the commands if they have changed."""
        self.add_dynamic_items(*self._items)
        for cog in self._cogs_to_load:
            await self.add_cog(cog(self))
        if not isinstance(self.attendance, Leases):
            await self.sync_commands()

    @override
    async def first_shard_held(self) -> None:
        """Register the commands: the holder of the first shard does it for all."""
        await self.sync_commands()

    async def sync_commands(self, *, force: bool = False) -> None:
        """Register the commands with Discord, unless it already has exactly these."""
        payloads = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        known = f"{self.application_id}:{_fingerprint(payloads)}"
        if force or await self.facts.get(COMMANDS_FACT) != known:
            await self.tree.sync()
            await saved(lambda: self.facts.set(COMMANDS_FACT, known), "the commands")

    def begin(self, interaction: discord.Interaction[Any]) -> None:
        """Note that the running task works on this interaction and answers it."""
        begin_delivery(interaction.id, late=self._lateness.of(interaction.id))
        self._note_answering(interaction)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand on forms, which discord.py knows only while it remembers them, and all presses."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._replies.to_form(interaction)
        elif interaction.type is discord.InteractionType.component:
            await self._replies.to_press(interaction)

    def _note_answering(self, interaction: discord.Interaction[Any]) -> None:
        if (task := asyncio.current_task()) is not None:
            self._answering[task] = interaction
            task.add_done_callback(partial(self._note_answered, interaction.type.name, monotonic()))

    def _note_answered(self, kind: str, began: float, task: asyncio.Task[Any]) -> None:
        self._answering.pop(task, None)
        if self.watcher is not None:
            self.watcher.answered(kind, monotonic() - began)

    async def answered(self, seconds: float) -> None:
        """Return when everybody is answered; after some seconds, say that the bot restarts.

        What is broken off then may or may not have been done.
        """
        await asyncio.sleep(0)  # let the tasks of what was just read begin
        if self._answering:
            await asyncio.wait(self._answering, timeout=seconds)
        late = dict(self._answering)
        for task in late:
            task.cancel()
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(LAST_WORDS_WITHIN / 2):
                await asyncio.gather(*map(self._replies.to_unfinished, late.values()))
        except TimeoutError:
            log.warning("not everybody could be told that the bot restarts")

    async def on_ready(self) -> None:
        """Begin work the first time all shards are ready."""
        if not self._work_begun:
            self._work_begun = True
            log.info("connected as %s; servers: %d", self.user, len(self.guilds))
            await self.begin_work()

    async def on_shard_ready(self, shard: int) -> None:
        """Resume work where a session begins anew.

        Where several processes divide the shards, work begins with the first: the others may be
        waited for as long as another process has them.
        """
        await self.on_shard_resumed(shard)
        if not self._work_begun and isinstance(self.attendance, Leases):
            await self.on_ready()

    async def on_shard_resumed(self, shard: int) -> None:
        """Resume work when a session resumes."""
        self._note_connected(shard)
        if self._work_begun:
            await self.resume_work()

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that nobody can reach the bot on a shard."""
        self.attendance.went(shard)
        if self.watcher is not None:
            self.watcher.disconnected()

    def _note_connected(self, shard: int) -> None:
        self.attendance.came(shard)
        if self.watcher is not None:
            self.watcher.connected()

    async def _tree_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self._replies.to_error(interaction, cause)


class Commands(app_commands.CommandTree[NeedleDrop]):
    """The commands. One delivered twice acts once, like buttons and forms (see `cogs.ui.kit`)."""

    async def interaction_check(self, interaction: discord.Interaction[NeedleDrop], /) -> bool:
        """Accept the command, and say that this task works on it."""
        self.client.begin(interaction)
        return True

    async def _call(self, interaction: discord.Interaction[NeedleDrop]) -> None:
        if interaction.type is not discord.InteractionType.autocomplete:
            await super()._call(interaction)
            return
        offers = _Offers(interaction)
        interaction._cs_response = offers  # type: ignore[attr-defined]  # noqa: SLF001 - see `_Offers`
        with contextlib.suppress(app_commands.AppCommandError):
            # Of a command that has changed, while the person's app still shows the old one.
            await super()._call(interaction)
        if not offers.is_done():
            await offers.autocomplete([])


class _Offers(discord.InteractionResponse[NeedleDrop]):
    """Answers autocomplete, which is answered once, and never with an error.

    Somebody who types on does not wait for an offer any more, and two processes may both make it;
    discord.py would log each refusal with a traceback.
    """

    async def autocomplete(self, choices: Sequence[app_commands.Choice[Any]]) -> None:
        try:
            await super().autocomplete(choices)
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as refusal:
            log.info("an offer came to nothing: %s", type(refusal).__name__)
            self._response_type = discord.InteractionResponseType.autocomplete_result


def _fingerprint(payloads: object) -> str:
    text = json.dumps(payloads, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
