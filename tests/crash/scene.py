"""Set up the database: a room for each way a round can go."""

from dataclasses import dataclass

from bot.domain.model import ChannelId, GuildId, MessageId, Room, RoomId, RoomSettings, UserId
from storage.database import Database
from tests.builders import NOW, make_episode, make_proposals

LANES = 4
"""How many people vote at the same time in each process."""
WORKERS = 2
EPISODES = ("101", "102")
LISTENED = "103"
"""The episode whose shortlist the room listens to, and never votes on."""
SHARDS = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """A room in which rounds go a certain way.

    `cuts` plans several rounds in a row, `level` makes ties (everybody picks the same two songs),
    `sleepers` are on the roster and never vote.
    """

    settings: RoomSettings
    songs: int = 4
    seats: int = 2
    cuts: str = ""
    level: bool = False
    sleepers: int = 0


def _settings(
    *,
    casting_window: int = 0,
    quorum: int = 0,
    reminders: tuple[int, ...] = (),
    early_close: bool = False,
    events: bool = False,
) -> RoomSettings:
    return RoomSettings(
        casting_window=casting_window,
        quorum=quorum,
        reminders=reminders,
        early_close=early_close,
        grace=2,
        events=events,
    )


KINDS = (
    Kind(_settings()),
    Kind(_settings(casting_window=2), seats=1, level=True),
    Kind(_settings(early_close=True, reminders=(1,)), sleepers=1),
    Kind(_settings(quorum=90), sleepers=40),
    Kind(_settings(), songs=6, cuts="6, 4, 2"),
    Kind(_settings(events=True, casting_window=1, reminders=(1,)), songs=5, sleepers=2),
)


def guild(place: int) -> GuildId:
    """Return the server of the room of `KINDS[place]`: every other one is on the other shard."""
    return GuildId((place % SHARDS) << 22 | 5)


def channel(place: int) -> ChannelId:
    """Return the channel of the room of `KINDS[place]`."""
    return ChannelId(10 + place)


def voters(slot: int, lane: int) -> range:
    """Return the people who vote in one lane of a process, and nowhere else."""
    first = 1000 + 100 * slot + 10 * lane
    return range(first, first + 3)


async def make(store: Database) -> None:
    """Create the rooms, each with episodes that have a shortlist."""
    for place, kind in enumerate(KINDS):
        room = Room(
            id=RoomId(store.new_id()),
            guild_id=guild(place),
            channel_id=channel(place),
            title=f"Room {place}",
            timezone="America/Los_Angeles",
            showrunner_id=UserId(1 + place),
            settings=kind.settings,
        )
        async with store.transaction(None) as unit:
            await unit.rooms.save(room, NOW)
            for sleeper in range(kind.sleepers):
                await unit.rooms.join(room.id, UserId(2000 + sleeper), NOW)
        for number in EPISODES:
            episode = await make_episode(store, room, number)
            await make_proposals(store, room, episode, kind.songs)
        heard = await make_episode(store, room, LISTENED)
        await make_proposals(store, room, heard, kind.songs)
        async with store.transaction(None) as unit:
            await unit.episodes.set_presented(heard.id, MessageId(500 + place))
