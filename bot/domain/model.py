"""The nouns of the glossary, frozen. Instants are UTC seconds; the application makes the ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NewType

RoomId = NewType("RoomId", int)
EpisodeId = NewType("EpisodeId", int)
SongId = NewType("SongId", int)
ProposalId = NewType("ProposalId", int)
RoundId = NewType("RoundId", int)
UserId = NewType("UserId", int)
RoleId = NewType("RoleId", int)
ChannelId = NewType("ChannelId", int)
GuildId = NewType("GuildId", int)
MessageId = NewType("MessageId", int)
AccountId = NewType("AccountId", int)
CharacterId = NewType("CharacterId", int)

SHORTLIST_SIZE = 12
SEATS = 6
MIN_CANDIDATES = 2
MAX_CANDIDATES = 25
"""Discord's limit of options in one menu."""
TITLE_MAX = 300
NOTE_MAX = 1000
REASON_MAX = 200
CASTING_WINDOW = 12 * 3600
"""For how long (seconds) a tie waits for the casting vote."""
QUORUM = 50
"""How many percent of those who may vote have to, unless the room says otherwise."""
REMINDERS = (24 * 3600, 2 * 3600)
"""How long (seconds) before the close those who have not voted are reminded, longest first."""
GRACE = 15 * 60
"""For how long (seconds) a vote stays open whose close passed while the bot was away."""

ID_END = 2**63
"""Ids are smaller, ours and Discord's; a larger number means nothing."""


def read_id(text: str) -> int:
    """Return the id a text is; 0, which nothing has, where it is none."""
    number = int(text) if text.isdecimal() and len(text) <= 19 else 0
    return number if number < ID_END else 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does something in a room, with what Discord says of them at that moment."""

    user_id: UserId
    roles: frozenset[int] = frozenset()
    manages_server: bool = False


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """What a room may choose. A change never alters a round that is already scheduled.

    `casting_window` is for how long (seconds) a tie waits for the casting vote; with 0 the lot
    decides at once. `quorum` is in percent of those who may vote, 0 for none. `reminders` are
    seconds before the close, longest first, and `grace` is in seconds. `method` names one of
    `bot.domain.counting.METHODS`; `closes` is a time in words that is offered first, or empty.
    """

    own_songs_votable: bool = False
    proposers_hidden: bool = False
    casting_window: int = CASTING_WINDOW
    quorum: int = QUORUM
    reminders: tuple[int, ...] = REMINDERS
    early_close: bool = False
    grace: int = GRACE
    method: str = "approval"
    closes: str = ""
    events: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """One show's writers' room: a Discord channel, its people and its choices.

    `channel_trouble` is `deleted` or `forbidden` while the channel cannot be written to, and
    `event_trouble` is `forbidden` while scheduled events cannot be made; else both are empty. So
    it is with `thread_trouble` and threads.
    `spotify_account` is the account the room has connected; None where it uses the host's.
    """

    id: RoomId
    guild_id: GuildId
    channel_id: ChannelId
    title: str
    timezone: str
    showrunner_id: UserId
    delegates_role_id: RoleId | None = None
    writers_role_id: RoleId | None = None
    settings: RoomSettings = field(default_factory=RoomSettings)
    channel_trouble: str = ""
    event_trouble: str = ""
    thread_trouble: str = ""
    spotify_account: AccountId | None = None


class EpisodeState(StrEnum):
    """Where an episode stands. The newest one neither locked nor archived is the current one."""

    ACTIVE = "active"
    LOCKED = "locked"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Episode:
    """What the music is for. `number` is text: `104`, `1x04`.

    `presented_message_id` is the message that presented its shortlist last, and the id of the
    thread on that message.
    """

    id: EpisodeId
    room_id: RoomId
    number: str
    title: str
    state: EpisodeState
    created_at: int
    presented_message_id: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the show, who is in its songs. `backstory` may be empty.

    `wants_playlist` says that their songs are kept in a playlist.
    """

    id: CharacterId
    room_id: RoomId
    name: str
    backstory: str
    created_by: UserId
    created_at: int
    wants_playlist: bool = False


@dataclass(frozen=True, slots=True)
class EpisodeSummary:
    """An episode with how far it has come.

    `on_board` counts the songs on its board, `cleared` and `denied` those of them whose rights are;
    where only lists and rounds were asked about, they are 0.
    """

    episode: Episode
    longlisted: int
    shortlisted: int
    rounds: int
    live_round: "RoundState | None"
    on_board: int = 0
    cleared: int = 0
    denied: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as a catalogue describes it, before it is a song of ours.

    `uri`, `isrc`, `album`, `cover_url` are empty and `duration_ms` is 0 for one entered by hand.
    """

    title: str
    artists: tuple[str, ...]
    uri: str = ""
    isrc: str = ""
    album: str = ""
    duration_ms: int = 0
    cover_url: str = ""


@dataclass(frozen=True, slots=True)
class Song:
    """A recording the bot knows, under one id however often it is proposed."""

    id: SongId
    recording: Recording

    @property
    def title(self) -> str:
        """The title as the catalogue or the writer gave it, uncut and unescaped."""
        return self.recording.title

    @property
    def artist(self) -> str:
        """All artists in one line."""
        return ", ".join(self.recording.artists)


@dataclass(frozen=True, slots=True)
class Note:
    """What a song tells one writer, in their words."""

    user_id: UserId
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A song put forward for an episode.

    `notes` are oldest first, the proposer's own usually the first. `seconds` counts the writers
    who seconded it. `shortlisted` says whether it is on the shortlist as it stands now.
    `character_id` is whose song it is in the story, `character` their name.
    """

    id: ProposalId
    episode_id: EpisodeId
    song: Song
    proposer_id: UserId
    proposed_at: int
    seconds: int = 0
    shortlisted: bool = False
    withdrawn: bool = False
    notes: tuple[Note, ...] = ()
    message_id: MessageId | None = None
    character_id: CharacterId | None = None
    character: str = ""

    @property
    def note(self) -> str:
        """What the song tells the room, all notes in one text; empty where nobody said."""
        return " · ".join(note.text for note in self.notes)


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
