"""Run the real bot until a signal stops it."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator

import aiohttp
import discord

from bot.app import Parts, build
from bot.domain.errors import ConfigError, DiscordUnavailable
from bot.settings import REMEDIES, Settings

log = logging.getLogger(__name__)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Cancel the current task at the first SIGINT or SIGTERM; ignore those that follow."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    stopping = False

    def stop() -> None:
        nonlocal stopping
        if task is not None and not stopping:
            stopping = True
            task.cancel()

    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # no signal handlers on Windows
            loop.add_signal_handler(name, stop)
    yield


async def run(settings: Settings) -> None:
    """Run the real bot until SIGINT or SIGTERM.

    Raises:
        ConfigError: Discord does not accept the token, or the database's address is wrong.
        StorageError: The database cannot be used.
        DiscordUnavailable: Discord cannot be reached to log in.
    """
    discord.utils.setup_logging(level=logging.getLevelName(settings.log_level))
    app = build(settings, Parts())
    await app.open()
    try:
        with stopped_by_signals():
            await app.client.start(settings.discord_token)
    except discord.LoginFailure:
        fault = f"DISCORD_TOKEN: Discord does not accept it. {REMEDIES['DISCORD_TOKEN']}"
        raise ConfigError([fault]) from None
    except (aiohttp.ClientError, OSError) as fault:
        raise DiscordUnavailable(f"log in: {fault}") from fault
    except asyncio.CancelledError:
        log.info("stopping")
    finally:
        await app.close()
