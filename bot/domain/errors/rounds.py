"""Errors about rounds, ballots and records."""

from dataclasses import dataclass

from bot.domain.errors.base import RuleError


@dataclass(eq=False)
class IllegalMove(RuleError):
    """A round cannot make this move in its current state.

    Attributes:
        move: The verb of the move.
        state: The current state.
        possible: The verbs that are legal in this state, in alphabetical order.
    """

    move: str
    state: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class RoundMoved(RuleError):
    """The round is in another state than the person saw when they decided about it."""


@dataclass(eq=False)
class RoundReplaced(RuleError):
    """A cancelled round can't be brought back.

    Another vote of its episode was scheduled or began since, somebody who had a ballot or a song
    in it was forgotten, or a song of it is withdrawn.

    Attributes:
        episode: The number of its episode.
        withdrawn: The title of that song; empty if it is something else.
    """

    episode: str
    withdrawn: str = ""


@dataclass(eq=False)
class RoundClosed(RuleError):
    """The round does not take ballots now.

    Attributes:
        state: The state it is in: `scheduled`, `paused`, `closed`, `cancelled`, …
        episode: The number of its episode.
        until: For one that was closed by hand, when it is counted (UTC seconds).
    """

    state: str
    episode: str
    until: int = 0


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
            `negative_points`, `unknown_song`, `own_song`, `star_not_picked`, `repeated`,
            `not_offered` (the menu did not offer that), `stale` (the ranking has changed since the
            writer saw it), `unsure` (it takes back all that was chosen, and nobody asked the
            writer), `wrong_method`, `cast_formerly` (they voted in this round before they were
            forgotten), `no_star` (there is nothing to say why), or `line_too_long`.
        limit: The number in the rule, if it has one.
    """

    rule: str
    limit: int = 0


@dataclass(eq=False)
class InvalidRuling(RuleError):
    """A pin or a veto cannot be set or undone.

    Attributes:
        rule: `too_many_pins` (there are as many pins as seats), `pinned` or `vetoed` (the song
            already is), `not_pinned` or `not_vetoed` (there is nothing to undo), or `no_reason` (a
            veto needs one).
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
        where: The faulty ballot or field, as a reader would name it.
        rule: The rule it breaks, in plain words.
    """

    where: str
    rule: str
