"""The rooms in which a simulation plays, who is in them, and the looks that people take at them."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation.crowd import Crowd, Person
from tests.simulation.deeds import Deed
from tests.simulation.plan import Plan
from tests.simulation.world import World
from tests.wire.interactions import Interaction
from tests.wire.shapes import GUILD, Json, carrying, role, text_channel

_WRITERS = ("ben", "carmen", "dev", "esther", "farid", "grace", "hugo")


@dataclass(eq=False)
class Room:
    """A channel that becomes a room.

    Attributes:
        boss: Its showrunner.
        writers: Who propose and vote in it.
        role: The role that voting is kept for; 0 where it is not kept for any.
        channels: All channels that it has had.
        settled_at: Since when (virtual seconds) the bot knows its channel and role.
    """

    name: str
    channel: int
    boss: Person
    writers: list[Person]
    role: int = 0
    channels: set[int] = field(default_factory=set)
    settled_at: float = 0.0


@dataclass(eq=False)
class Stage:
    """Everything an action needs.

    Attributes:
        memory: What invariants remember from one check to the next.
        outsider: Somebody who has no part in any room.
        supervisors: Who may be named to clear the songs of a room; they neither write nor vote.
    """

    world: World
    crowd: Crowd
    plan: Plan
    rooms: list[Room] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    outsider: Person = field(init=False)
    supervisors: list[Person] = field(init=False)

    def __post_init__(self) -> None:
        self.outsider = self.crowd.join(99, "zoe")
        self.supervisors = [self.crowd.join(97, "sylvia"), self.crowd.join(98, "tariq")]
        for number in range(self.plan.rooms):
            self._add_room(number)

    def _add_room(self, number: int) -> None:
        name, boss = (("red", "odile"), ("blue", "pascal"))[number]
        first = 10 * (number + 1)
        made = Room(name, 700 + number, self.crowd.join(first, boss, manages=True), [])
        self._open_channel(made)
        writers = self.plan.writers if number == 0 else 2
        for place in range(writers):
            called = _WRITERS[place] if number == 0 else f"b-{_WRITERS[place]}"
            made.writers.append(self.crowd.join(first + 1 + place, called))
        if self.plan.roles:
            self._make_role(made, 600 + number)
        self.rooms.append(made)

    def _open_channel(self, room: Room) -> None:
        room.channels.add(room.channel)
        made = text_channel(room.channel, room.name)
        self.world.discord.held.keep_channel(made)
        self.world.discord.gateway.emit("CHANNEL_CREATE", made)

    def give_channel(self, room: Room) -> None:
        """Make a channel for a room that has lost its own."""
        room.channel += 10
        self._open_channel(room)

    def _make_role(self, room: Room, role_id: int) -> None:
        room.role = role_id
        made = self.world.discord.held.roles[role_id] = role(role_id, f"{room.name} writers")
        self.world.discord.gateway.emit("GUILD_ROLE_CREATE", {"guild_id": str(GUILD), "role": made})
        for one in (room.boss, *room.writers):
            self.crowd.give_role(one, role_id)

    def lose_role(self, room: Room) -> None:
        """Delete the role of a room's writers, which nobody holds any more."""
        gone = {"guild_id": str(GUILD), "role_id": str(room.role)}
        del self.world.discord.held.roles[room.role]
        self.world.discord.gateway.emit("GUILD_ROLE_DELETE", gone)
        room.role = 0
        for one in (room.boss, *room.writers):
            self.crowd.give_role(one, 0)

    def give_role(self, room: Room) -> None:
        """Make a role for the writers of a room that has lost its own."""
        self._make_role(room, max(self.world.discord.held.roles) + 1)

    def deed(self, made: Interaction) -> Deed:
        """Return what became of something that somebody did."""
        return self.world.by_interaction[made.id]

    def room_of(self, channel: int) -> Room | None:
        """Return the room that a channel is or was; None for any other channel."""
        return next((one for one in self.rooms if channel in one.channels), None)

    def chatter(self, room: Room, number: int) -> None:
        """Have people talk in a room's channel, so that what was said before is far up."""
        held = self.world.discord.held
        for _ in range(number if room.channel in held.messages else 0):
            said = held.new_message(room.channel, {"content": "Anyway."})
            said["author"] = self.outsider.user.payload()
            held.messages[room.channel][int(said["id"])] = said
        self.world.trace.note("people", f"talk in channel {room.channel}: {number} messages")

    def messages(self, room: Room) -> list[Json]:
        """Return the messages of a room's channel, oldest first; none where it is not there."""
        return list(self.world.discord.held.messages.get(room.channel, {}).values())

    def find(self, room: Room, custom_id: str) -> Json | None:
        """Return the newest message of a room that carries something to press."""
        found = carrying(self.messages(room), custom_id)
        return found[-1] if found else None

    def round(self, room: Room) -> Any:
        """Return the row of the room's newest round that was not cancelled; None where none is."""
        found = self.world.rows(
            "SELECT * FROM rounds WHERE room_id = ? AND state <> 'cancelled' AND waits = 0"
            " ORDER BY id DESC LIMIT 1",
            self.id_of(room),
        )
        return found[0] if found else None

    async def settle(self, room: Room) -> None:
        """Have the bot know the channel and the role that a room has now, if it does not."""
        row = self.row(room)
        if row and not (
            row["channel_id"] == room.channel and room.role in (0, row["writers_role_id"])
        ):
            await self.set_up(room)

    async def set_up(self, room: Room) -> None:
        """Have a room set up, by the title that the bot knows it by."""
        row = self.row(room)
        given = {"title": row["title"] if row else room.name.title()}
        if room.role:
            given["writers"] = str(room.role)
        await self.crowd.do(
            room.boss, "room setup", room.channel, timezone="America/Los_Angeles", **given
        )
        room.settled_at = self.world.loop.time()

    def row(self, room: Room) -> Any:
        """Return a room's row; None where it was never set up."""
        found = self.world.rows("SELECT * FROM rooms ORDER BY id DESC")
        return next((one for one in found if one["channel_id"] in room.channels), None)

    def id_of(self, room: Room) -> int:
        """Return the id of a room in the database; 0 where it was never set up."""
        row = self.row(room)
        return 0 if row is None else row["id"]

    def count(self, sql: str, *parameters: object) -> int:
        """Return a number from the database."""
        number: int = self.world.rows(sql, *parameters)[0][0]
        return number

    def somebody(self, room: Room, draw: Random) -> Person:
        """Return somebody who may be about in a room; seldom one who has no part in it."""
        return draw.choice([room.boss, *room.writers, *room.writers, self.outsider])

    def songs(self, room: Room) -> list[Any]:
        """Return the songs of Spotify that are this room's alone to propose."""
        half = self.rooms.index(room)
        return [one for place, one in enumerate(self.world.spotify.catalogue) if place % 2 == half]

    def shown(self, room: Room, who: Person) -> list[Json]:
        """Return what somebody has on their screen: the channel, and what only they see."""
        private = [one for one in who.screens if int(one["channel_id"]) == room.channel]
        return [*self.messages(room)[-30:], *private[-20:]]
