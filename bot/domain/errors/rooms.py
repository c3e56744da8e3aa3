"""Errors about what people may do in a room, and about what they typed."""

from dataclasses import dataclass, field

from bot.domain.errors.base import RuleError


@dataclass(eq=False)
class NotAllowed(RuleError):
    """The person may not do this.

    Attributes:
        needs: Who may: `showrunner`, `supervisor`, `writer`, `roster`, `scrutineer` of the vote,
            `member` of the server or `manage_server`.
        removed: Whether the person was removed from the roster.
        role_id: The role that the person lacks, if it is about one.
        clears: Whether it is for writers, and the person clears songs.
    """

    needs: str
    removed: bool = False
    role_id: int | None = None
    clears: bool = False


@dataclass(eq=False)
class NoRoom(RuleError):
    """This channel is not a room yet.

    Attributes:
        elsewhere: The channels of the rooms that its server has.
    """

    elsewhere: tuple[int, ...] = ()


@dataclass(eq=False)
class RoleGone(RuleError):
    """Nobody may do this, since the room's role for it was deleted.

    Attributes:
        needs: As in `NotAllowed`.
    """

    needs: str


@dataclass(eq=False)
class UnfitChannel(RuleError):
    """A channel cannot be a room, since it holds no messages of its own.

    Attributes:
        channel_id: The channel.
    """

    channel_id: int


@dataclass(eq=False)
class RoomElsewhere(RuleError):
    """The server has a room of that title in another channel.

    Attributes:
        room_id: That room.
        channel_id: Its channel.
        title: Its title.
    """

    room_id: int
    channel_id: int
    title: str


@dataclass(eq=False)
class ChannelTaken(RuleError):
    """The channel holds a room already, which is not empty."""

    title: str


@dataclass(eq=False)
class NotFound(RuleError):
    """Something does not exist, or belongs to another room.

    Attributes:
        what: A word of the glossary, such as `episode`, `song` or `round`.
        name: The name that the person gave; may be empty.
    """

    what: str
    name: str = ""


@dataclass(eq=False)
class SeveralFound(RuleError):
    """What somebody typed fits more than one thing.

    Attributes:
        what: As in `NotFound`.
        name: What they typed.
        found: What it fits, as people would name each.
    """

    what: str
    name: str
    found: tuple[str, ...]


@dataclass(eq=False)
class InvalidInput(RuleError):
    """Something typed cannot be used.

    Attributes:
        what: A key of the table of error texts, such as `link.playlist` or `title.too_long`.
        given: What the person typed, so that it is not lost.
        facts: Other values for the text.
    """

    what: str
    given: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class DuplicateCharacter(RuleError):
    """The room already has a character of that name."""

    name: str


@dataclass(eq=False)
class CannotForget(RuleError):
    """Somebody's name cannot be removed now.

    Attributes:
        why: What they take part in: `showrunner`, `vote` or `account`.
    """

    why: str


@dataclass(eq=False)
class NeedsTime(RuleError):
    """A time in words cannot be used.

    Attributes:
        why: `unreadable`, `past`, `skipped` (daylight saving leaves it out), `doubled` (it happens
            twice), `before_opening`, `soon` (a vote would end at once), `too_far`, or
            `no_such_day` (no calendar has it).
        given: The words.
        options: For `skipped` and `doubled`, its possible instants (UTC seconds), in order.
        written: The same as they can be typed, where that is known.
    """

    why: str
    given: str
    options: tuple[int, ...] = ()
    written: tuple[str, ...] = ()
