"""Notices that Discord no longer accepts the bot's token."""

import asyncio
import logging
from types import SimpleNamespace

import aiohttp
import discord

log = logging.getLogger(__name__)


class TokenWatch:
    """Looks at every answer of Discord's, since the token may be reset at any time.

    The gateway is closed then, sooner or later; until that, all else is refused.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._asking: asyncio.Task[None] | None = None
        self.refused = asyncio.Event()
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._look_at)

    async def _look_at(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        # Answers to interactions go by tokens of their own.
        by_ours = {"interactions", "webhooks"}.isdisjoint(request.url.parts)
        asking = self._asking is not None and not self._asking.done()
        if request.response.status == 401 and by_ours and self._client.user and not asking:
            self._asking = asyncio.create_task(self._ask(), name="token")

    async def _ask(self) -> None:
        """Ask whether Discord accepts the token still: one refusal alone may be an outage."""
        try:
            await self._client.http.request(discord.http.Route("GET", "/users/@me"))
        except discord.HTTPException as refusal:
            if refusal.status == 401:
                self.refused.set()
        except (aiohttp.ClientError, OSError) as fault:
            log.warning("whether the token is good could not be asked: %r", fault)
