"""The addresses for whoever watches: `/healthz`, `/readyz` and `/metrics`."""

import asyncio
import errno
import logging
from collections.abc import Callable, Mapping

from aiohttp import web
from msgspec import Struct

from bot.backup_files import BackupState
from bot.closing import CLOSE_WITHIN
from bot.domain.errors import ConfigError, StorageError
from bot.services.ports.pulse import Pulse, Pulsed
from bot.watch.meters import Meters

log = logging.getLogger(__name__)


class Gateway(Struct, frozen=True):
    """The process's connections to Discord.

    Attributes:
        online: Whether people can reach it.
        latencies: Of each shard, in seconds.
        held: How many shards they reach it on.
    """

    online: bool
    latencies: Mapping[int, float]
    held: int


class Watched(Struct, frozen=True):
    """What is watched.

    Attributes:
        database: Asked beside the bot, on a connection of its own.
        gateway: Returns how it is connected at the moment.
        now: Returns the present in UTC seconds.
        daily_calls: How many calls to Spotify are allowed in 24 hours.
        backups: Returns how the copies of the database are.
    """

    database: Pulsed
    gateway: Callable[[], Gateway]
    now: Callable[[], float]
    daily_calls: int
    backups: Callable[[], BackupState] = BackupState


class WatchSite:
    """Answers on one port of one address."""

    def __init__(self, watched: Watched, meters: Meters) -> None:
        self._watched = watched
        self._meters = meters
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        # Whoever looks while it closes may wait for a database that hangs.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_WITHIN)

    async def open(self, host: str, port: int) -> None:
        """Begin to answer; port 0 is any that is free.

        Raises:
            ConfigError: The port or the address cannot be used.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as fault:
            await self._runner.cleanup()
            raise ConfigError([_why_not(host, port, fault)]) from fault
        log.info("health and metrics: http://%s:%d/metrics", host, self.port)

    @property
    def port(self) -> int:
        """The port it answers on."""
        number: int = self._runner.addresses[0][1]
        return number

    async def close(self) -> None:
        """Answer no more; safe to call twice."""
        await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        if not self._watched.gateway().online:
            return web.Response(status=503, text="not connected to Discord\n")
        if await self._pulse() is None:
            return web.Response(status=503, text="the database can't be read\n")
        return web.Response(text="ready\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        gateway = self._watched.gateway()
        self._meters.set_gateway(gateway.latencies, gateway.held)
        self._meters.set_backups(self._watched.backups(), self._watched.now())
        pulse = await self._pulse()
        self._meters.set_pulse(pulse, self._watched.now(), self._watched.daily_calls)
        return web.Response(
            body=self._meters.text(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _pulse(self) -> Pulse | None:
        try:
            return await asyncio.to_thread(self._watched.database.pulse, self._watched.now())
        except StorageError as fault:
            log.warning("the database could not be read for whoever watches: %s", fault)
            return None


def _why_not(host: str, port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRNOTAVAIL:
        to_do = "Write one that it has, or leave it empty, and only this machine is told"
        return f"METRICS_HOST: this machine has no address {host}. {to_do}"
    reason = fault.strerror or type(fault).__name__
    what = f"METRICS_PORT: port {port} of {host} can't be used ({reason})"
    return f"{what}. Write another port, or leave it empty"
