"""`python -m tests.process.bot WORLD`: the real `python -m bot run`, sent to a world elsewhere.

WORLD is the JSON of a `World`. The addresses of Discord and Spotify are all that is not as always.
"""

import json
import sys
import threading
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

# As in `bot.__main__`: a stop is clean from the first instant.
from bot.signals import SIGNALS  # isort: split


@dataclass(frozen=True, slots=True)
class World:
    """What is outside.

    Attributes:
        discord: The address of the API.
        gateway: The address of the gateway.
        spotify: The address of Spotify, without a path; empty for the real one's.
        disk_hangs: Whether the disk keeps what is written to it waiting for ever, from the first
            ballot on.
    """

    discord: str
    gateway: str
    spotify: str = ""
    disk_hangs: bool = False

    def as_json(self) -> str:
        """Return it as `main` reads it."""
        return json.dumps(asdict(self))


def main(world: World) -> None:
    """Run the bot in a world."""
    SIGNALS.listen()
    _send_to(world)
    if world.disk_hangs:
        _hang_at_ballots()
    from bot.__main__ import main as bot  # noqa: PLC0415 - after the signals

    sys.argv = ["bot", "run"]
    bot()


def _send_to(world: World) -> None:
    import discord.gateway  # noqa: PLC0415
    import discord.http  # noqa: PLC0415
    import discord.state  # noqa: PLC0415
    import yarl  # noqa: PLC0415

    from bot import running  # noqa: PLC0415
    from bot.settings import SpotifySettings  # noqa: PLC0415
    from bot.spotify.account import Account  # noqa: PLC0415

    discord.http.Route.BASE = world.discord
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(world.gateway)
    made = discord.state.ConnectionState.__init__

    def hastened(self: Any, **given: Any) -> None:
        made(self, **given, guild_ready_timeout=0.02)

    named: Any = discord.state.ConnectionState
    named.__init__ = hastened

    def account(settings: SpotifySettings) -> Account:
        login = (settings.client_id, settings.client_secret, settings.refresh_token)
        site = world.spotify
        return Account(*login, f"{site}/v1/", f"{site}/api/token", f"{site}/authorize")

    named = running
    if world.spotify:
        named.Parts = partial(named.Parts, account=account)


def _hang_at_ballots() -> None:
    import sqlite3  # noqa: PLC0415

    def hang() -> int:
        return int(threading.Event().wait())

    connect = sqlite3.connect

    def connected(*given: Any, **named: Any) -> sqlite3.Connection:
        raw: sqlite3.Connection = connect(*given, **named)
        raw.create_function("hang", 0, hang)
        has_ballots = "SELECT 1 FROM sqlite_master WHERE name = 'ballot_log'"
        if raw.execute(has_ballots).fetchone():
            raw.execute(
                "CREATE TEMP TRIGGER hang AFTER INSERT ON main.ballot_log BEGIN SELECT hang(); END"
            )
        return raw

    library: Any = sqlite3
    library.connect = connected


if __name__ == "__main__":
    main(World(**json.loads(sys.argv[1])))
