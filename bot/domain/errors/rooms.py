"""What people cannot do in a room, and what they typed that cannot be used."""

from dataclasses import dataclass, field

from bot.domain.errors.base import RuleError


@dataclass(eq=False)
class NotAllowed(RuleError):
    """The person may not do this.

    Attributes:
        needs: Who may: `showrunner`, `writer` or `manage_server`.
        removed: Whether the person was taken off the roster.
    """

    needs: str
    removed: bool = False


@dataclass(eq=False)
class NoRoom(RuleError):
    """This channel is not a room yet."""


@dataclass(eq=False)
class NotFound(RuleError):
    """What was named is not there (or belongs to another room, which looks the same).

    Attributes:
        what: A word of the glossary: `episode`, `song`, `round`, `recording`, `roster`.
        name: What the person called it; may be empty.
    """

    what: str
    name: str = ""


@dataclass(eq=False)
class InvalidInput(RuleError):
    """Something typed cannot be used.

    Attributes:
        what: A key of the presenter's table of faults, such as `link.playlist` or `title.too_long`.
        given: What the person typed, so that nothing they entered is lost.
        facts: What else the text needs.
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
    """Somebody's name cannot be taken out now.

    Attributes:
        why: What they have part in: `showrunner`, `vote` or `account`.
    """

    why: str


@dataclass(eq=False)
class NeedsTime(RuleError):
    """A time in words cannot be used as it is.

    Attributes:
        why: `unreadable`, `past`, `skipped` (daylight saving leaves it out), `doubled` (it happens
            twice), `before_opening` or `too_far`.
        given: The words.
        options: For `skipped` and `doubled`, the instants it may mean (UTC seconds), in order.
    """

    why: str
    given: str
    options: tuple[int, ...] = ()
