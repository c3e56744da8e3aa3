"""The real client with the real services, in a simulated Discord; only Spotify is a stand-in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
import simcord

from bot.client import NeedleDrop
from bot.clock import LoopTimer
from bot.outbox import Outbox
from bot.services import Ports, Services, assemble
from bot.services.effects.handlers import Effects
from bot.words import TimesInWords
from cogs.outbound.announcer import DiscordAnnouncer
from cogs.outbound.scheduled_events import DiscordEvents
from cogs.registry import COGS, ITEMS, answer_error
from storage.database import Database
from tests.builders import recording
from tests.fakes import (
    FakeAgenda,
    FakeArtwork,
    FakeCatalogue,
    FakeClock,
    FakeCovers,
    FakeLibrary,
    FakePlaylists,
    FakeSpotify,
    FakeVault,
)

SEED = "0" * 32


class Facts:
    """What the client remembers."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    async def get(self, name: str) -> str:
        return self.known.get(name, "")

    async def set(self, name: str, value: str) -> None:
        self.known[name] = value


@dataclass
class House:
    """What is behind the client."""

    store: Database
    clock: FakeClock
    agenda: FakeAgenda
    catalogue: FakeCatalogue
    library: FakeLibrary
    spotify: FakeSpotify
    facts: Facts
    edit_every: float


@dataclass
class Equipped:
    """A client with everything it asks."""

    client: NeedleDrop
    services: Services
    outbox: Outbox
    announcer: DiscordAnnouncer


def equipped(house: House) -> Equipped:
    """Return a fresh client over the same house, as after a restart."""
    client = NeedleDrop(cogs=COGS, items=ITEMS, on_error=answer_error)
    announcer = DiscordAnnouncer(client, FakeCovers())
    ports = Ports(
        store=house.store,
        clock=house.clock,
        words=TimesInWords(),
        timer=LoopTimer(),
        agenda=house.agenda,
        draw_seed=lambda: SEED,
        announcer=announcer,
        events=DiscordEvents(client, house.clock),
        spotify=house.spotify,
        vault=FakeVault(),
        covers=FakeCovers(),
        artwork=FakeArtwork(),
        edit_every=house.edit_every,
    )
    services = assemble(ports)
    effects = Effects(ports, services)
    outbox = Outbox(house.store, house.clock, house.agenda, effects.make, jitter=lambda: 0.5)
    house.store.on_promise = outbox.wake

    async def started() -> None:
        outbox.start()

    client.equip(services, house.clock, house.facts, started, started)
    return Equipped(client, services, outbox, announcer)


@dataclass
class Studio:
    """A server with a channel, a showrunner and writers in it."""

    env: simcord.Env
    house: House
    now: Equipped
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    boss: simcord.MemberActor
    writers: list[simcord.MemberActor]

    async def work_off(self) -> None:
        """Let the outbox make everything that is due now."""
        await self.now.outbox.idle()
        await self.env.settle()

    async def restart(self) -> None:
        """Stop the client and start a fresh one over the same database."""
        await self.now.outbox.stop()
        await self.now.services.ballot_messages.close()
        self.now = equipped(self.house)
        await self.env.restart_bot(self.now.client)


@pytest.fixture
def edit_every() -> float:
    """Return the least seconds between two edits of a turnout: none, so no test waits."""
    return 0.0


@pytest.fixture
async def studio(store: Database, clock: FakeClock, edit_every: float) -> AsyncIterator[Studio]:
    catalogue = FakeCatalogue([recording(n) for n in range(1, 30)])
    library = FakeLibrary()
    spotify = FakeSpotify(catalogue, FakePlaylists(), library)
    house = House(store, clock, FakeAgenda(), catalogue, library, spotify, Facts(), edit_every)
    now = equipped(house)
    env = simcord.Env(now.client)
    await env.start()
    try:
        clock.instant = env.now().timestamp()
        guild = env.create_guild("Lot 5")
        channel = guild.create_text_channel("writers-room")
        manage = guild.create_role("Producers", permissions=discord.Permissions(manage_guild=True))
        boss = guild.add_member(env.create_user("boss"), roles=[manage])
        writers = [guild.add_member(env.create_user(f"writer{n}")) for n in range(1, 5)]
        made = Studio(env, house, now, guild, channel, boss, writers)
        yield made
        now = made.now
    finally:
        await now.outbox.stop()
        await now.services.ballot_messages.close()
        await env.shutdown()
        await now.client.close()
