"""Rounds, their rules and their candidates."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from bot.domain.model.ids import EpisodeId, MessageId, RoomId, RoundId, SongId, UserId
from bot.domain.model.rooms import CASTING_WINDOW, GRACE
from bot.domain.model.songs import Song

SEATS = 6
MIN_CANDIDATES = 2
MAX_CANDIDATES = 25
"""Discord's limit for the options of one menu."""
REASON_MAX = 200


class RoundState(StrEnum):
    """The states of a round; `bot.domain.lifecycle` says which moves between them are legal."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CASTING = "casting"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Cause(StrEnum):
    """Why a round is in its state, or closes at another time than planned.

    A round is paused by `HAND`, or because the bot cannot write to its `CHANNEL`. It is held for
    lack of a `QUORUM`, or because it was `OVERDUE`. The close of an open round moves because it was
    `EXTENDED` (or shortened) by hand, for lack of a `QUORUM`, by the `GRACE` after downtime of the
    bot, or `EARLY` because everybody has voted.
    """

    NONE = ""
    HAND = "hand"
    CHANNEL = "channel"
    EXTENDED = "extended"
    QUORUM = "quorum"
    OVERDUE = "overdue"
    GRACE = "grace"
    EARLY = "early"


class Rules(Struct, frozen=True):
    """The rules of a round, fixed when it is scheduled.

    `method` names one of `bot.domain.counting.METHODS`. `max_picks` and `max_stars` limit ballots
    of picks, `budget` and `per_song` ballots of points. `scrutineers` may see the ballots, without
    names, where nobody else may. The rest is as in `RoomSettings`.
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
    scrutineers: tuple[UserId, ...] = ()

    @property
    def limits(self) -> dict[str, int]:
        """The limits of ballots by name; each form of ballot uses some of them."""
        return {
            "max_picks": self.max_picks,
            "max_stars": self.max_stars,
            "budget": self.budget,
            "per_song": self.per_song,
        }


class Candidate(Struct, frozen=True):
    """A song as it was when the round froze it: its proposer (for the own-song rule) and note."""

    song: Song
    proposer_id: UserId
    note: str


class Round(Struct, frozen=True):
    """One scheduled vote over frozen candidates.

    `candidates` are in ballot order, 2 to 25 of them (none while the round waits). `opens_at` and
    `closes_at` are UTC seconds; `closes_wall` is the close as wall time in `timezone`. `seed` is
    empty until the opening, `outcome` None until the close. `message_id` is the ballot message.

    In a plan, `follows` is the round before this one; `instead_of` is the cancelled one in whose
    place it is. While this one `waits` for it to close, it
    has no candidates; then it gets those that were seated. A paused round has `time_left` (seconds)
    in place of a close. An early close keeps the planned one in `closes_latest`. `quorum_extended`
    and `graced_at` record that this close was already extended in that way. `remind_at` is the next
    reminder, and `reminded` how long (seconds) before the close the last one was. `event_id` is its
    scheduled event.

    A round that was closed by hand and is not counted yet, or that was cancelled by hand, has
    `stopped_at` (UTC seconds), and in `stopped_in` the state it was in; that of a cancelled one is
    forgotten once it can't be brought back.

    `closed_at` is when voting ended. A tie waits for `casting` until `casting_until`: the songs in
    the order chosen, or `lot` if nobody chose in time. `pinned` and `vetoed` map songs to reasons;
    that of a pin may be empty. `retold` is how often what its songs tell us has changed since it
    was scheduled.
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
    decision_message_id: MessageId | None = None
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
    stopped_at: int | None = None
    stopped_in: RoundState | None = None
    instead_of: RoundId | None = None
    retold: int = 0

    @property
    def over(self) -> bool:
        """Whether it has ended: it was counted, or cancelled."""
        return self.state in (RoundState.CLOSED, RoundState.CANCELLED)

    @property
    def awaits_showrunner(self) -> bool:
        """Whether it waits for a decision of the showrunner, who did not pause it."""
        return self.state is RoundState.HELD or (
            self.state is RoundState.PAUSED and self.cause is Cause.CHANNEL
        )

    def candidate(self, song_id: SongId) -> Candidate | None:
        """Return the candidate that is this song."""
        return next((c for c in self.candidates if c.song.id == song_id), None)


class Turnout(Struct, frozen=True):
    """How many people have voted. `of` counts the roster and everybody else who voted."""

    voted: int
    of: int
