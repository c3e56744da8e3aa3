"""What a line of the table says: who may, what follows, and how it is done."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tests.wire.people import Values

IN_THE_ROOM = (
    "outsider",
    "struck",
    "writer",
    "scrutineer",
    "supervisor",
    "delegate",
    "showrunner",
    "admin",
)
"""Whoever sees the room's channel.

An outsider is in the server without the writers' role. Somebody struck was taken off the roster,
and has lost the role of music supervisors. A scrutineer was named for the votes, a supervisor has
that role, and an admin manages the server. Nobody has a role or a right that is not named here.
"""
PEOPLE = (*IN_THE_ROOM, "stranger", "left")
"""And the showrunner of another room, and a writer and delegate who has left the server."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who may, and what the others are told that it needs."""

    people: frozenset[str]
    needs: str = ""


ANYONE = Who(frozenset(IN_THE_ROOM))
WRITERS = Who(frozenset({"writer"}), "writer")
SHOWRUNNERS = Who(frozenset({"showrunner", "delegate"}), "showrunner")
RIGHTS_EDITORS = Who(SHOWRUNNERS.people | {"supervisor"}, "supervisor")
MANAGERS = Who(frozenset({"admin"}), "manage_server")
PROPOSER_OR_SHOWRUNNER = Who(WRITERS.people | SHOWRUNNERS.people, "writer")
READERS_OF_RECORDS = Who(PROPOSER_OR_SHOWRUNNER.people | {"scrutineer"}, "roster")
SCRUTINEERS = Who(frozenset({"scrutineer"}), "scrutineer")


class Does(Enum):
    """What becomes of it for those who may."""

    SHOWS = "shows"
    CHANGES = "changes"
    ASKS = "asks"
    """Opens a form."""
    EITHER = "either"
    """Changes what is kept of whoever does it, if anything is."""


SHOWS, CHANGES, ASKS, EITHER = Does


@dataclass(frozen=True, slots=True)
class Command:
    """A command; braces in its options stand for things of the room."""

    name: str
    options: Mapping[str, Values] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """A button, or a menu with the values that are chosen in it."""

    custom_id: str
    values: Sequence[str] | None = None
    people: bool = False
    said: Mapping[int, str] = field(default_factory=dict)
    """What components of its message say, by their ids."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form, opened by somebody who may, and sent by somebody."""

    opened: Command | Press
    by: str
    typed: Mapping[str, str]


Way = Command | Press | Sent


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        who: Who may.
        does: What follows.
        way: How it is done.
        public: Whether the room sees the answer; otherwise, only who did it does.
        direct: Whether it stands in direct messages, too.
        alone: The error by which it is refused in a direct message otherwise.
        but: Who is refused nevertheless, and by the name of which error.
    """

    who: Who
    does: Does
    way: Way
    public: bool = False
    direct: bool = False
    alone: str = "NoRoom"
    but: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> bool:
        """Whether it names things of the room, which are not there in another."""
        return not {*_NAME.findall(" ".join(texts(self.way)))} <= {*OF_THE_WORLD}


OF_THE_WORLD = ("track", "playlist", "playlist_id", "newcomer", "landed")
"""What is named in the table and belongs to no room."""
_NAME = re.compile(r"{(\w+)}")


def texts(way: Way) -> Iterator[str]:
    """Yield every text of what somebody does that may name a thing."""
    match way:
        case Command(_, options):
            yield from map(str, options.values())
        case Press(custom_id, values):
            yield from (custom_id, *(values or ()))
        case Sent(opened):
            yield from texts(opened)
