"""The rooms in which a simulation plays, who is in them, and the looks that people take at them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation.crowd import Crowd, Person
from tests.simulation.plan import Plan
from tests.simulation.world import World
from tests.wire.shapes import Json, role, text_channel, walk

_WRITERS = ("ben", "carmen", "dev", "esther", "farid", "grace", "hugo")


@dataclass(eq=False)
class Room:
    """A channel that becomes a room.

    Attributes:
        boss: Its showrunner.
        writers: Who propose and vote in it.
        role: The role that voting is kept for; 0 where it is not kept for any.
    """

    name: str
    channel: int
    boss: Person
    writers: list[Person]
    role: int = 0


@dataclass(eq=False)
class Stage:
    """Everything an action needs.

    Attributes:
        memory: What invariants remember from one check to the next.
        outsider: Somebody who has no part in any room.
    """

    world: World
    crowd: Crowd
    plan: Plan
    rooms: list[Room] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    outsider: Person = field(init=False)

    def __post_init__(self) -> None:
        self.outsider = self.crowd.join(99, "zoe", "outsider")
        for number in range(self.plan.rooms):
            self._add_room(number)

    def _add_room(self, number: int) -> None:
        name, boss = (("red", "odile"), ("blue", "pascal"))[number]
        first = 10 * (number + 1)
        channel = 700 + number
        self.world.discord.held.keep_channel(text_channel(channel, name))
        made = Room(name, channel, self.crowd.join(first, boss, "showrunner", manages=True), [])
        writers = self.plan.writers if number == 0 else 2
        for place in range(writers):
            called = _WRITERS[place] if number == 0 else f"b-{_WRITERS[place]}"
            made.writers.append(self.crowd.join(first + 1 + place, called, "writer"))
        if self.plan.roles:
            role_id = 600 + number
            self.world.discord.held.roles[role_id] = role(role_id, f"{name} writers")
            for one in (made.boss, *made.writers):
                self.crowd.give_role(one, role_id)
            made.role = role_id
        self.rooms.append(made)

    def messages(self, room: Room) -> list[Json]:
        """Return the messages of a room's channel, oldest first; none where it is not there."""
        return list(self.world.discord.held.messages.get(room.channel, {}).values())

    def find(self, room: Room, custom_id: str) -> Json | None:
        """Return the newest message of a room that carries something to press."""
        for message in reversed(self.messages(room)):
            if any(one.get("custom_id") == custom_id for one in walk(message["components"])):
                return message
        return None

    def round(self, room: Room) -> Any:
        """Return the row of the room's newest round that was not cancelled; None where none is."""
        found = self.world.rows(
            "SELECT r.* FROM rounds r JOIN rooms o ON o.id = r.room_id WHERE o.channel_id = ?"
            " AND r.state <> 'cancelled' AND r.waits = 0 ORDER BY r.id DESC LIMIT 1",
            room.channel,
        )
        return found[0] if found else None

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


def options(component: Json) -> Iterator[str]:
    """Yield the values that a menu offers."""
    for one in component.get("options", ()):
        yield one["value"]
