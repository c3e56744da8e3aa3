"""Rounds, their rules and their candidates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.domain.model.ids import EpisodeId, MessageId, RoomId, RoundId, SongId, UserId
from bot.domain.model.rooms import CASTING_WINDOW, GRACE
from bot.domain.model.songs import Song

SEATS = 6
MIN_CANDIDATES = 2
MAX_CANDIDATES = 25
"""Discord's limit of options in one menu."""
REASON_MAX = 200


class RoundState(StrEnum):
    """The states of a round; `bot.domain.lifecycle` says which moves between them are legal."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CASTING = "casting"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Cause(StrEnum):
    """Why a round stands where it does, or closes when it does, where that was not planned.

    A round is paused by `HAND` or because its `CHANNEL` cannot be written to, held for want of a
    `QUORUM` or since it was `OVERDUE`. An open one closes at another time than it was scheduled for
    as it was `EXTENDED` (or shortened) by hand, for want of a `QUORUM`, by the `GRACE` after an
    absence of the bot, or `EARLY` since everybody has voted.
    """

    NONE = ""
    HAND = "hand"
    CHANNEL = "channel"
    EXTENDED = "extended"
    QUORUM = "quorum"
    OVERDUE = "overdue"
    GRACE = "grace"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a round's ballots may say and how many songs it seats; frozen when it is scheduled.

    `method` names one of `bot.domain.counting.METHODS`. `max_picks` and `max_stars` are for ballots
    of picks, `budget` and `per_song` for ballots of points. The rest is as in `RoomSettings`.
    """

    method: str = "approval"
    seats: int = SEATS
    max_picks: int = SEATS
    max_stars: int = 2
    budget: int = 10
    per_song: int = 5
    own_songs_votable: bool = False
    casting_window: int = CASTING_WINDOW
    quorum: int = 0
    reminders: tuple[int, ...] = ()
    early_close: bool = False
    grace: int = GRACE
    event: bool = False

    @property
    def limits(self) -> dict[str, int]:
        """The limits of ballots by name; each form of ballot says which of them are its own."""
        return {
            "max_picks": self.max_picks,
            "max_stars": self.max_stars,
            "budget": self.budget,
            "per_song": self.per_song,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A song as a round froze it: its proposer (for the own-song rule) and what it tells us."""

    song: Song
    proposer_id: UserId
    note: str


@dataclass(frozen=True, slots=True)
class Round:
    """One scheduled vote over frozen candidates.

    `candidates` are in ballot order, 2 to 25 of them (none yet in one that waits). `opens_at` and
    `closes_at` are UTC seconds; `closes_wall` and `timezone` are the words of the clock on the wall
    they came from. `seed` is empty until the opening, `outcome` None until the close. `message_id`
    is the ballot message.

    In a plan, `follows` is the round before this one, which `waits` until that one has closed: then
    it gets the survivors as its candidates. A paused round has `time_left` (seconds) in place of a
    close. An early close leaves the one it replaced in `closes_latest`. `quorum_extended` and
    `graced_at` say that either was given once for this close. `remind_at` is the next reminder, and
    `reminded` how long (seconds) before the close the last one was. `event_id` is the event shown.

    `closed_at` is when voting ended. A tie then waits for `casting` until `casting_until`: the
    songs in the order chosen, or `lot` where nobody chose in time. `pinned` and `vetoed` give the
    reason for each such song; a pin's may be empty.
    """

    id: RoundId
    episode_id: EpisodeId
    room_id: RoomId
    state: RoundState
    rules: Rules
    opens_at: int
    closes_at: int
    closes_wall: str
    timezone: str
    candidates: tuple[Candidate, ...]
    scheduled_by: UserId
    seed: str = ""
    opened_at: int | None = None
    closed_at: int | None = None
    message_id: MessageId | None = None
    results_message_id: MessageId | None = None
    record_sha256: str = ""
    outcome: Mapping[str, object] | None = None
    pinned: Mapping[SongId, str] = field(default_factory=dict)
    vetoed: Mapping[SongId, str] = field(default_factory=dict)
    casting: Literal["lot"] | tuple[SongId, ...] | None = None
    casting_until: int | None = None
    casting_message_id: MessageId | None = None
    follows: RoundId | None = None
    waits: bool = False
    cause: Cause = Cause.NONE
    time_left: int | None = None
    closes_latest: int | None = None
    remind_at: int | None = None
    reminded: int | None = None
    quorum_extended: bool = False
    graced_at: int | None = None
    event_id: int | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended: it was counted, or cancelled."""
        return self.state in (RoundState.CLOSED, RoundState.CANCELLED)

    @property
    def awaits_showrunner(self) -> bool:
        """Whether it stands still until the showrunner decides, through no doing of theirs."""
        return self.state is RoundState.HELD or (
            self.state is RoundState.PAUSED and self.cause is Cause.CHANNEL
        )

    def candidate(self, song_id: SongId) -> Candidate | None:
        """Return the candidate that is this song."""
        return next((one for one in self.candidates if one.song.id == song_id), None)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of how many have voted. `of` counts the roster and everybody who voted."""

    voted: int
    of: int
