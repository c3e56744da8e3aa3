"""Processes that divide the servers of one database among themselves."""

from dataclasses import dataclass, field

from bot.domain.model import ChannelId, Episode, GuildId, Room, Round, RoundId
from bot.domain.shards import Share
from bot.domain.structs import replace
from bot.services.rounds.closing import Closing
from bot.services.rounds.counts import RecentCounts
from bot.services.rounds.due import DueRounds
from bot.services.shards.leases import Leases
from tests.builders import recording
from tests.services.conftest import House

TOTAL = 2


def guild(shard: int, total: int = TOTAL) -> GuildId:
    """Return a server of a shard."""
    found = GuildId((shard << 22) + 77)
    assert Share(shard, total).holds(found)
    return found


@dataclass
class Process:
    """A process as far as it holds shards and keeps time. Its first beat is its own matter."""

    house: House
    holder: int
    wanted: tuple[int, ...]
    total: int = TOTAL
    lost: list[int] = field(default_factory=list)
    nodes: list[int | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        ports = self.house.app.ports
        self.leases = Leases(ports.store, ports.clock, self.total, self.wanted, self.holder)
        self.leases.on_lost = self._lose
        self.leases.on_node = self.nodes.append
        closing = Closing(ports.draw_seed, RecentCounts(), self.house.services.pseudonyms)
        self.due = DueRounds(
            ports.store, ports.clock, ports.agenda, closing, ports.draw_seed, self.leases
        )

    async def _lose(self, shard: int) -> None:
        self.lost.append(shard)
        self.leases.went(shard)

    async def start(self) -> list[int]:
        """Claim what is free, and connect it; return that."""
        held = [shard for shard in self.wanted if await self.leases.claim(shard)]
        for shard in held:
            self.leases.came(shard)
        return held

    async def beat(self) -> None:
        """Leave a sign of life, as each half minute."""
        await self.leases.renew()
        await self.due.heartbeat()

    def shards(self) -> list[int]:
        """Return what it acts for."""
        return [share.shard for share in self.leases.shares]


async def room_on(house: House, shard: int) -> Room:
    """Make a room in a server of a shard."""
    return await house.services.rooms.setup(
        house.boss,
        guild(shard),
        ChannelId(1000 + shard),
        title=f"Shard {shard}",
        timezone="America/Los_Angeles",
    )


async def vote_in(house: House, room: Room, closes: str = "in 2 hours") -> RoundId:
    """Have a vote opened in a room."""
    services = house.services
    episode: Episode = await services.episodes.create(house.boss, room, "104")
    made = [
        await services.proposals.propose(house.boss, room, episode, recording(n), "")
        for n in range(1, 5)
    ]
    on = [one.id for one in made]
    await services.shortlists.toggle(house.boss, room, episode, on=on)
    changed = await services.rooms.change_settings(
        house.boss, room, lambda settings: replace(settings, quorum=0, reminders=())
    )
    view = await services.rounds.schedule(house.boss, changed.room, episode, closes=closes, seats=2)
    await house.outbox.idle()
    return view.round.id


async def round_of(house: House, round_id: RoundId) -> Round:
    """Return a round as it is."""
    return (await house.services.rounds.view(round_id)).round


async def pass_time(house: House, seconds: int, *processes: Process) -> None:
    """Let time pass while processes are there."""
    await house.outbox.idle()
    for _ in range(seconds // 60):
        house.clock.move(60)
        for one in processes:
            await one.beat()
    house.clock.move(seconds % 60)
    for one in processes:
        await one.beat()
