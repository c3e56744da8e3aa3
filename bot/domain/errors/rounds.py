"""What cannot be done with a round, a ballot or a record."""

from dataclasses import dataclass

from bot.domain.errors.base import RuleError


@dataclass(eq=False)
class IllegalMove(RuleError):
    """A round cannot make this move from the state it is in.

    Attributes:
        move: The verb that was asked for.
        state: The state the round is in.
        possible: The verbs that are legal from there, in alphabetical order.
    """

    move: str
    state: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class RoundClosed(RuleError):
    """The round takes no ballots.

    Attributes:
        state: The state it is in: `scheduled`, `paused`, `closed`, `cancelled`, …
        episode: The number of its episode.
    """

    state: str
    episode: str


@dataclass(eq=False)
class RoundLive(RuleError):
    """The episode already has a round that is scheduled or under way."""

    episode: str
    state: str


@dataclass(eq=False)
class RoundTooSmall(RuleError):
    """A round needs 2 to 25 candidates, and more candidates than seats."""

    candidates: int
    seats: int


@dataclass(eq=False)
class InvalidBallot(RuleError):
    """A ballot breaks a rule of its round.

    Attributes:
        rule: `too_many_picks`, `too_many_stars`, `too_many_points`, `too_many_on_song`,
            `negative_points`, `unknown_song`, `own_song`, `star_not_picked`, `repeated`, `stale`
            (it is not the ranking that the change was made for) or `wrong_method`.
        limit: The number the rule speaks of, where it has one.
    """

    rule: str
    limit: int = 0


@dataclass(eq=False)
class InvalidRuling(RuleError):
    """A pin or a veto cannot be set, or cannot be taken back.

    Attributes:
        rule: `too_many_pins` (there are as many pins as seats), `pinned` or `vetoed` (the song is
            that already), `not_pinned` or `not_vetoed` (there is nothing to take back), or
            `no_reason` (a veto needs one).
        title: The song's title.
        limit: How many seats there are.
    """

    rule: str
    title: str
    limit: int = 0


@dataclass(eq=False)
class InvalidCasting(RuleError):
    """A casting vote does not fit the tie.

    Attributes:
        seats: How many of the tied songs can be seated.
        tied: How many songs are tied.
    """

    seats: int
    tied: int


@dataclass(eq=False)
class BadRecord(RuleError):
    """A record cannot be counted.

    Attributes:
        where: The ballot or the field at fault, as a reader would name it.
        rule: The rule it breaks, in plain words.
    """

    where: str
    rule: str
