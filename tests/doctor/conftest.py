"""A Discord that only answers questions, and what checks found."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import reduce
from operator import or_
from typing import Any

import pytest
from aiohttp import web

from bot.demo.spotify.hosting import address_of, listen, serving
from bot.demo.spotify.server import SimulatedSpotify
from bot.doctor.discord_account import DiscordApi
from bot.doctor.findings import Finding
from bot.domain.channel_permissions import NEEDED
from tests.fakes import FakeClock

Json = dict[str, Any]
TOKEN = "abc.def-" + "t" * 60
BOT, GUILD, CHANNEL, ROLE, OTHER = "900", "500", "600", "501", "502"
PLENTY = reduce(or_, NEEDED)


def role(role_id: str, permissions: int) -> Json:
    return {"id": role_id, "name": "role", "permissions": str(permissions)}


def overwrite(whom: str, *, allow: int = 0, deny: int = 0) -> Json:
    kind = 1 if whom == BOT else 0
    return {"id": whom, "type": kind, "allow": str(allow), "deny": str(deny)}


@dataclass
class FakeDiscord:
    """Answers by path out of tables that a test changes; a number in place of a body refuses."""

    clock: FakeClock
    address: str = ""
    date: str | None = None
    asked: list[str] = field(default_factory=list)
    me: Json | int = field(default_factory=lambda: {"id": BOT, "username": "needledrop"})
    application: Json | int = field(default_factory=lambda: {"id": BOT, "flags": 0})
    servers: list[Json] = field(default_factory=lambda: [{"id": GUILD, "name": "Lot 5"}])
    guild: Json | int = field(
        default_factory=lambda: {
            "id": GUILD,
            "owner_id": "1",
            "roles": [role(GUILD, 0), role(ROLE, PLENTY), role(OTHER, -1 & (1 << 50) - 1)],
        }
    )
    member: Json | int = field(default_factory=lambda: {"roles": [ROLE]})
    channel: Json | int = field(default_factory=lambda: {"id": CHANNEL, "type": 0})
    everything: int = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one question."""
        path = request.path.removeprefix("/api/v10")
        self.asked.append(path)
        headers = {"Date": self.date or formatdate(self.clock.now(), usegmt=True)}
        status, body = self._answer(path, request)
        return web.json_response(body, status=status, headers=headers)

    def _answer(self, path: str, request: web.Request) -> tuple[int, object]:
        table: dict[str, object] = {
            "/users/@me": self.me,
            "/applications/@me": self.application,
            "/users/@me/guilds": self._page(request),
            f"/guilds/{GUILD}": self.guild,
            f"/guilds/{GUILD}/members/{BOT}": self.member,
            f"/channels/{CHANNEL}": self.channel,
        }
        if self.everything:
            return self.everything, {"message": "trouble"}
        if path == "/gateway":
            return 200, {"url": "wss://gateway.invalid"}
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return 401, {"message": "401: Unauthorized", "code": 0}
        body = table.get(path, 404)
        return (body, {"message": "refused"}) if isinstance(body, int) else (200, body)

    def _page(self, request: web.Request) -> list[Json]:
        limit, after = int(request.query.get("limit", 200)), int(request.query.get("after", 0))
        return [one for one in self.servers if int(one["id"]) > after][:limit]


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[FakeDiscord]:
    listening = listen(0)
    made = FakeDiscord(clock, f"{address_of(listening)}/api/v10")
    async with serving(listening, made.serve):
        yield made


@pytest.fixture
def api(discord: FakeDiscord) -> DiscordApi:
    return DiscordApi(discord.address, TOKEN)


@pytest.fixture
def nowhere() -> str:
    """Return an address at which nobody listens."""
    listening = listen(0)
    address = address_of(listening)
    listening.close()
    return address


@pytest.fixture
async def simulated(clock: FakeClock) -> AsyncIterator[SimulatedSpotify]:
    async with SimulatedSpotify(clock=clock.now) as spotify:
        yield spotify


Look = Callable[[], AsyncIterator[Finding]]


async def found(looking: AsyncIterator[Finding]) -> list[str]:
    """Return what a check finds, as it is told."""
    return lines([finding async for finding in looking])


def lines(findings: Iterable[Finding]) -> list[str]:
    """Return findings as they are told, with single spaces."""
    return [" ".join(str(finding).split()) for finding in findings]
