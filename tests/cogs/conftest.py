"""The real client with the real services, in a simulated Discord; only Spotify is a stand-in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import discord
import pytest
import simcord

from bot.app import App, build
from bot.client import NeedleDrop
from bot.demo.settling import PromptEnv
from storage.database import Database
from tests.fakes import FakeClock
from tests.parts import SETTINGS, Outside


@dataclass
class House(Outside):
    """What is behind the client: it outlives a restart."""

    store: Database = field(kw_only=True)
    edit_every: float = field(kw_only=True)

    def built(self) -> App[NeedleDrop]:
        """Return a fresh bot over the same house, as after a restart."""
        return build(SETTINGS, self.parts(self.store, edit_every=self.edit_every))


@dataclass
class Studio:
    """A server with a channel, a showrunner and writers in it."""

    env: simcord.Env
    house: House
    now: App[NeedleDrop]
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
        await self.now.stop()
        self.now = self.house.built()
        await self.env.restart_bot(self.now.client)


@pytest.fixture
def edit_every() -> float:
    """Return the least seconds between two edits of a turnout: none, so no test waits."""
    return 0.0


@pytest.fixture
async def studio(store: Database, clock: FakeClock, edit_every: float) -> AsyncIterator[Studio]:
    house = House(clock, store=store, edit_every=edit_every)
    now = house.built()
    env = PromptEnv(now.client)
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
        await now.stop()
        await env.shutdown()
        await now.client.close()
