"""What the services need kept, as protocols. `storage` implements them.

Everything read through `Store.read` is committed; everything done through `Store.transaction` is
done together or not at all. No Discord or Spotify call is ever made inside a transaction.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeVar

from bot.domain.ballots import Ballot, Change
from bot.domain.imports import Import
from bot.domain.model import (
    AccountId,
    Candidate,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeSummary,
    GuildId,
    MessageId,
    Note,
    Person,
    Proposal,
    ProposalId,
    Recording,
    Room,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Song,
    SongId,
    Turnout,
    UserId,
)
from bot.services.views import Waiting

T = TypeVar("T")


class EffectKind(StrEnum):
    """What a transaction can promise to the world outside."""

    POST_PROPOSAL = "proposal.post"
    EDIT_PROPOSAL = "proposal.edit"
    PRESENT_SHORTLIST = "shortlist.present"
    POST_BALLOT = "ballot.post"
    EDIT_BALLOT = "ballot.edit"
    ASK_CASTING = "casting.ask"
    ASK_SHOWRUNNER = "casting.ask_showrunner"
    EDIT_CASTING = "casting.edit"
    POST_RESULTS = "results.post"
    EDIT_RESULTS = "results.edit"
    SYNC_PLAYLIST = "playlist.sync"
    REMIND = "ballot.remind"
    TELL_SHOWRUNNER = "round.tell_showrunner"
    SHOW_EVENT = "event.show"
    TELL_RECONNECT = "spotify.tell_reconnect"
    IMPORT_SONGS = "import.songs"
    SHOW_IMPORT = "import.show"


@dataclass(frozen=True, slots=True)
class Effect:
    """A promised effect, leased to be made now.

    `attempts` counts this one. `destination` is `channel:ID`, `person:ID`, `events:GUILD` or
    `spotify:ACCOUNT`; effects of one destination are made in order. `due_at` is UTC seconds.
    """

    id: int
    kind: EffectKind
    destination: str
    subject_id: int
    room_id: RoomId
    attempts: int
    due_at: int


class PlaylistKind(StrEnum):
    """What a playlist is for: the winners of a room, or the shortlist of an episode."""

    BOARD = "board"
    SHORTLIST = "shortlist"


@dataclass(frozen=True, slots=True)
class KeptPlaylist:
    """A playlist of a room, as the last sync left it.

    `subject_id` is the room of a board, the episode of a shortlist. `owner_id` is the Spotify user
    in whose account it was made or linked; empty for the host's. `mode` is `append` (people edit it
    too) or `mirror` (it is the bot's own). `missing` leads from the URI of a wanted song that is
    not there to the reason: `taken_out` or `dead`. `synced_at` is UTC seconds, 0 before the first
    sync. `dressed` says that the bot has given it its title, description and cover.
    """

    kind: PlaylistKind
    subject_id: int
    room_id: RoomId
    playlist_id: str
    mode: str
    owner_id: str = ""
    added: frozenset[str] = frozenset()
    present: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    synced_at: int = 0
    dressed: bool = False


class AccountState(StrEnum):
    """How a connection with Spotify stands. An ended one needs connecting again."""

    CONNECTED = "connected"
    ENDED = "ended"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True, repr=False)
class SpotifyAccount:
    """A Spotify account that a room has connected. Never printed.

    `client_id` and `client_secret` are empty where the host's app is used. `client_secret` and
    `refresh_token` are sealed. `authorized_at` is UTC seconds; `reminded` how many days old the
    grant was when its end was last pointed out.
    """

    id: AccountId
    room_id: RoomId
    client_id: str
    client_secret: str
    refresh_token: str
    owner_id: str
    owner_name: str
    connected_by: UserId
    authorized_at: int
    state: AccountState = AccountState.CONNECTED
    reminded: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class ConnectionLink:
    """A link somebody was given to connect an account. Never printed.

    `nonce` comes back with the answer. `client_secret` is sealed; it and `client_id` are empty for
    the host's app. `expires_at` is UTC seconds.
    """

    nonce: str
    room_id: RoomId
    user_id: UserId
    client_id: str
    client_secret: str
    expires_at: int


Casting = Literal["lot"] | tuple[SongId, ...] | None
"""How a tie was broken: not yet or not at all, by the lot, or by the songs in the order chosen."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Something the showrunner said of a song, for the log.

    `ruling` is `pin` or `veto`, `undone` whether it was taken back, `at` UTC seconds.
    """

    song_id: SongId
    ruling: str
    undone: bool
    reason: str
    user_id: UserId
    at: int


@dataclass(frozen=True, slots=True)
class Cast:
    """A change to a ballot on its way to the disk. `at` is UTC seconds."""

    room_id: RoomId
    round_id: RoundId
    person: Person
    change: Change
    at: float


@dataclass(frozen=True, slots=True)
class Casted:
    """A change that is on the disk, with the round as it was at that moment."""

    ballot: Ballot
    round: Round
    episode: Episode


class FactBooks(Protocol):
    """Small things the bot remembers of itself."""

    async def get(self, name: str) -> str:
        """Return a fact, or an empty text."""
        ...

    async def set(self, name: str, value: str) -> None:
        """Remember a fact."""
        ...


class RoomBooks(Protocol):
    """Rooms and their rosters."""

    async def get(self, room_id: RoomId) -> Room | None:
        """Return a room."""
        ...

    async def at(self, channel_id: ChannelId) -> Room | None:
        """Return the room of a channel."""
        ...

    async def save(self, room: Room, at: int) -> None:
        """Make a room, or change one that is there."""
        ...

    async def lost(self, guild_id: GuildId, title: str) -> Room | None:
        """Return the server's room of that title whose channel was deleted."""
        ...

    async def set_channel_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Remember why the channel cannot be written to; an empty text where it can."""
        ...

    async def set_event_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Remember why no scheduled event can be made; an empty text where it can."""
        ...

    async def roster(self, room_id: RoomId) -> tuple[UserId, ...]:
        """Return the writers who count, those who joined first first."""
        ...

    async def on_roster(self, room_id: RoomId, user_id: UserId) -> bool | None:
        """Return True or False for somebody on or taken off the roster, None for a newcomer."""
        ...

    async def join(self, room_id: RoomId, user_id: UserId, at: int) -> None:
        """Put a newcomer on the roster; leave alone who is on it or was taken off."""
        ...

    async def set_on_roster(self, room_id: RoomId, user_id: UserId, on: bool, at: int) -> None:
        """Put somebody on the roster or take them off."""
        ...


class EpisodeBooks(Protocol):
    """Episodes."""

    async def get(self, episode_id: EpisodeId) -> Episode | None:
        """Return an episode."""
        ...

    async def numbered(self, room_id: RoomId, number: str) -> Episode | None:
        """Return the room's episode of that number."""
        ...

    async def current(self, room_id: RoomId) -> Episode | None:
        """Return the newest episode that is neither locked nor archived."""
        ...

    async def add(self, episode: Episode) -> bool:
        """Keep a new episode; False where the room has one of that number."""
        ...

    async def summaries(self, room_id: RoomId) -> tuple[EpisodeSummary, ...]:
        """Return all episodes, newest first."""
        ...


class ProposalBooks(Protocol):
    """Songs, and the proposals of them."""

    async def know(self, room_id: RoomId, recording: Recording) -> Song:
        """Return the song of a recording, kept from now on, and known to the room."""
        ...

    async def known(self, room_id: RoomId, words: str, most: int) -> tuple[Song, ...]:
        """Return songs the room knows whose title or artist contains the words."""
        ...

    async def known_song(self, room_id: RoomId, song_id: SongId) -> Song | None:
        """Return a song, provided the room knows it."""
        ...

    async def by_uri(self, uri: str) -> Song | None:
        """Return the song of a Spotify URI, if the bot has met it."""
        ...

    async def same_recording(self, episode_id: EpisodeId, song: Song) -> Proposal | None:
        """Return the proposal of this recording on the episode's longlist."""
        ...

    async def alike(self, episode_id: EpisodeId, song: Song) -> tuple[Song, ...]:
        """Return other songs of a longlist that may be versions of one, or by the same artist.

        Some of them may be neither; where there are very many, some are left out.
        """
        ...

    async def elsewhere(
        self, room_id: RoomId, episode_id: EpisodeId, song: Song
    ) -> tuple[EpisodeId, ...]:
        """Return the room's other episodes for which the same recording was proposed, by age."""
        ...

    async def put(self, proposal: Proposal) -> ProposalId:
        """Keep a new proposal, or bring a withdrawn one of the same song back; return its id."""
        ...

    async def put_missing(
        self,
        room_id: RoomId,
        episode_id: EpisodeId,
        recordings: Sequence[Recording],
        proposer_id: UserId,
        at: int,
    ) -> int:
        """Propose the recordings that a longlist does not have; return how many those are.

        What is the same recording is as in `same_recording`, also among the new ones. All become
        known to the room. A song that was withdrawn comes back.
        """
        ...

    async def get(self, proposal_id: ProposalId) -> Proposal | None:
        """Return a proposal, also a withdrawn one."""
        ...

    async def longlist(self, episode_id: EpisodeId) -> tuple[Proposal, ...]:
        """Return an episode's proposals in the order they were made, without withdrawn ones."""
        ...

    async def withdraw(self, proposal_id: ProposalId) -> None:
        """Take a proposal off the longlist; it is kept."""
        ...

    async def second(self, proposal_id: ProposalId, user_id: UserId, at: int) -> bool:
        """Add a second; False where this writer has seconded it before."""
        ...

    async def add_note(self, proposal_id: ProposalId, note: Note) -> None:
        """Add what a song tells a writer."""
        ...

    async def shortlist(self, episode_id: EpisodeId, proposal_id: ProposalId, on: bool) -> None:
        """Put a proposal of this episode on the shortlist, or take it off."""
        ...

    async def set_message(self, proposal_id: ProposalId, message_id: MessageId) -> None:
        """Remember the message that shows a proposal."""
        ...

    async def frozen(self, proposal_id: ProposalId) -> bool:
        """Say whether the song stands in a round that is not over."""
        ...


class ImportBooks(Protocol):
    """Whole playlists on their way onto a longlist."""

    async def get(self, import_id: int) -> Import | None:
        """Return an import."""
        ...

    async def latest(self, episode_id: EpisodeId) -> Import | None:
        """Return the import of an episode that was begun last."""
        ...

    async def running(self, room_id: RoomId) -> tuple[Import, ...]:
        """Return the room's imports that are under way, oldest first."""
        ...

    async def add(self, new: Import) -> None:
        """Keep a new import."""
        ...

    async def turn(self, before: Import, after: Import) -> bool:
        """Give an import its next state; False where it is not as it was before.

        The message that shows it stays as it is.
        """
        ...

    async def set_message(self, import_id: int, message_id: MessageId | None) -> None:
        """Remember the message that shows how far an import has come; None for a new one."""
        ...


class RoundBooks(Protocol):
    """Rounds, their candidates and the ballots in them."""

    async def get(self, round_id: RoundId) -> Round | None:
        """Return a round with its candidates."""
        ...

    async def live(self, episode_id: EpisodeId) -> RoundId | None:
        """Return the episode's round that is scheduled or under way; of a plan, the first."""
        ...

    async def latest(self, episode_id: EpisodeId, *, closed: bool = False) -> RoundId | None:
        """Return the newest round that was not cancelled, or the newest closed one.

        Of a plan under way it is the round that `live` returns.
        """
        ...

    async def latest_outcomes(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the last closed round of each episode, the oldest episode first.

        Episodes whose plan goes on are left out.
        """
        ...

    async def add(self, round_: Round, at: int) -> None:
        """Keep a new round and its candidates."""
        ...

    async def add_candidates(self, round_id: RoundId, candidates: Sequence[Candidate]) -> None:
        """Keep the candidates of a round that has none yet, in ballot order."""
        ...

    async def later(self, round_id: RoundId) -> tuple[Round, ...]:
        """Return the rounds of a plan that wait for this one, in order; they have no candidates."""
        ...

    async def next_of(self, round_id: RoundId) -> RoundId | None:
        """Return the round of a plan that votes on what this one left, or will."""
        ...

    async def open_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the room's open rounds."""
        ...

    async def due(self, now: float, most: int) -> Sequence[RoundId]:
        """Return rounds for which something is due, what has waited longest first."""
        ...

    async def next_due(self) -> int | None:
        """Return when something will be due next (UTC seconds); None where nothing is scheduled."""
        ...

    async def missed(self, since: float, now: float, oldest: float) -> Sequence[RoundId]:
        """Return the rounds whose close or casting window ended between two instants.

        Those that had their grace already, and closes before `oldest`, are left out.
        """
        ...

    async def retime(self, before: Round, after: Round) -> bool:
        """Give a round its next state and times; False where it is not as it was before."""
        ...

    async def claim_close(self, round_id: RoundId, now: int) -> bool:
        """End the voting whose time has come; False where somebody else did, or it has not.

        The round's state stays: the count, in the same transaction, says what it leads to.
        """
        ...

    async def claim_casting_end(self, round_id: RoundId, now: int) -> bool:
        """Leave a tie to the lot whose window is over; False where it is not, or no more."""
        ...

    async def end_voting(self, round_id: RoundId, was: RoundState, now: int) -> bool:
        """End the voting by hand; False where the round was not in that state."""
        ...

    async def move(self, round_id: RoundId, was: RoundState, becomes: RoundState) -> bool:
        """Move a round from one state to another; False where it was not in that state."""
        ...

    async def await_casting(self, round_id: RoundId, was: RoundState, until: int) -> bool:
        """Have a tie wait for the casting vote until an instant (UTC seconds).

        False where the round was not in that state.
        """
        ...

    async def set_casting(self, round_id: RoundId, casting: Casting) -> None:
        """Keep how a tie was broken."""
        ...

    async def set_rulings(
        self, round_id: RoundId, pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]
    ) -> None:
        """Keep which songs are pinned and which are vetoed from now on, each with its reason."""
        ...

    async def log_ruling(self, entry_id: int, round_id: RoundId, ruling: Ruling) -> None:
        """Write down that somebody pinned or vetoed a song, or took that back."""
        ...

    async def set_outcome(
        self, round_id: RoundId, outcome: Mapping[str, object], record_sha256: str
    ) -> None:
        """Keep what a round came to."""
        ...

    async def set_ballot_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the ballot message."""
        ...

    async def set_casting_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the message that asks for the casting vote."""
        ...

    async def set_results_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Remember the message with the results."""
        ...

    async def set_event(self, round_id: RoundId, event_id: int | None) -> None:
        """Remember the scheduled event that shows a round."""
        ...

    async def ballot(self, round_: Round, user_id: UserId) -> Ballot | None:
        """Return one writer's ballot as it stands."""
        ...

    async def ballots(self, round_: Round) -> Mapping[str, Ballot]:
        """Return all ballots that count by their receipts, in no order.

        They carry neither receipt nor time; equal choices share one ballot.
        """
        ...

    async def tally(self, round_: Round) -> Sequence[tuple[Ballot, int]]:
        """Return each different ballot that counts, with how many there are of it, in no order.

        It is what `ballots` says without the receipts, and much quicker where there are many.
        """
        ...

    async def turnout(self, round_: Round) -> Turnout:
        """Return how many of how many have voted."""
        ...

    async def awaited(self, round_: Round) -> tuple[UserId, ...]:
        """Return the writers of the roster who have not voted."""
        ...


class OutboxBooks(Protocol):
    """Effects promised by transactions, and what became of them."""

    async def promise(
        self, kind: EffectKind, destination: str, subject_id: int, room_id: RoomId, at: int
    ) -> None:
        """Promise an effect, in the transaction that decides it."""
        ...

    async def claim(self, now: float, lease: int) -> Effect | None:
        """Lease the next effect that is due for `lease` seconds; None where none is."""
        ...

    async def renew(self, effect_id: int, leased_until: float) -> None:
        """Keep an effect leased until an instant (UTC seconds), while work on it goes on."""
        ...

    async def done(self, effect_id: int) -> None:
        """Settle an effect that was made."""
        ...

    async def drop(self, effect_id: int, why: str) -> None:
        """Settle an effect that never can be made."""
        ...

    async def later(self, effect_id: int, due_at: float, error: str) -> None:
        """Put an effect off until an instant (UTC seconds), keeping why."""
        ...

    async def hurry(self, destination: str, now: int) -> None:
        """Have what waits for a destination tried again at once."""
        ...

    async def redirect(self, room_id: RoomId, destination: str, becomes: str) -> None:
        """Send what a room has waiting for a destination to another."""
        ...

    async def next_due(self, now: float, *, leases: bool = True) -> float | None:
        """Return when the outbox wants looking at (UTC seconds); None where nothing waits.

        Without `leases`, what somebody works on at `now` is left out.
        """
        ...

    async def waiting(self, room_id: RoomId) -> tuple[Waiting, ...]:
        """Return the room's effects that were tried and wait, oldest first, ten at most."""
        ...

    async def state_of(self, kind: EffectKind, subject_id: int) -> str | None:
        """Return `waiting`, `done` or `dropped` for the newest such effect; None for none."""
        ...


class PlaylistBooks(Protocol):
    """The playlists of rooms."""

    async def get(self, kind: PlaylistKind, subject_id: int) -> KeptPlaylist | None:
        """Return a playlist by what it is for."""
        ...

    async def save(self, playlist: KeptPlaylist) -> None:
        """Keep a playlist, or what the last sync left of it."""
        ...

    async def forget(self, kind: PlaylistKind, subject_id: int) -> None:
        """Know a playlist no more; it stays in its Spotify account."""
        ...


class AccountBooks(Protocol):
    """Spotify accounts that rooms have connected, and links given to connect one."""

    async def get(self, account_id: AccountId) -> SpotifyAccount | None:
        """Return an account."""
        ...

    async def add(self, account: SpotifyAccount) -> None:
        """Keep a new account and have its room use it."""
        ...

    async def set_token(self, account_id: AccountId, refresh_token: str) -> None:
        """Keep another sealed refresh token."""
        ...

    async def move(self, account_id: AccountId, was: AccountState, becomes: AccountState) -> bool:
        """Move an account to another state; False where it was not in the first."""
        ...

    async def leave(self, room_id: RoomId) -> None:
        """Have a room use the host's account again."""
        ...

    async def ageing(self, before: int, reminded: int) -> tuple[SpotifyAccount, ...]:
        """Return connected accounts authorised before an instant and reminded of less."""
        ...

    async def set_reminded(self, account_id: AccountId, was: int, days: int) -> bool:
        """Note that an ending grant was pointed out; False where somebody else did."""
        ...

    async def give_link(self, link: ConnectionLink) -> None:
        """Keep a link that somebody was given; one who gets another has only that one."""
        ...

    async def link(self, room_id: RoomId, user_id: UserId) -> ConnectionLink | None:
        """Return the link somebody was given for a room."""
        ...

    async def drop_link(self, nonce: str) -> bool:
        """Use a link up; False where it was used before."""
        ...


class Books(Protocol):
    """Everything that is kept, either to read or within one transaction."""

    @property
    def facts(self) -> FactBooks:
        """What the bot remembers of itself."""
        ...

    @property
    def rooms(self) -> RoomBooks:
        """Rooms and rosters."""
        ...

    @property
    def episodes(self) -> EpisodeBooks:
        """Episodes."""
        ...

    @property
    def proposals(self) -> ProposalBooks:
        """Songs and proposals."""
        ...

    @property
    def imports(self) -> ImportBooks:
        """Imports of whole playlists."""
        ...

    @property
    def rounds(self) -> RoundBooks:
        """Rounds."""
        ...

    @property
    def outbox(self) -> OutboxBooks:
        """Promised effects."""
        ...

    @property
    def playlists(self) -> PlaylistBooks:
        """Playlists."""
        ...

    @property
    def accounts(self) -> AccountBooks:
        """Spotify accounts."""
        ...


class Store(Protocol):
    """The database."""

    @property
    def read(self) -> Books:
        """What is committed. Writing through it fails."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Books]:
        """Begin a transaction; commit at the end of the block, roll back on any exception.

        Raises:
            StorageError: The database could not do it; nothing of the block is kept.
        """
        ...

    async def at_once(self, work: Callable[[Books], Coroutine[Any, Any, T]]) -> T:
        """Do a transaction in one go, and return what the work comes to.

        It is several times as quick as `transaction` and may wait for nothing but the books: the
        work is done in the database's thread.

        Raises:
            StorageError: The database could not do it; nothing of the work is kept.
        """
        ...

    async def cast(self, cast: Cast) -> Casted:
        """Merge a change into a writer's ballot; durable when it returns.

        Concurrent changes share a transaction. Whether the round takes ballots, the writer may
        vote and the change keeps the rules is decided inside it.

        Raises:
            NotFound: The room has no such round.
            NotAllowed, RoundClosed, InvalidBallot: Nothing was changed.
            StorageError: The change is not saved.
        """
        ...

    def new_id(self) -> int:
        """Return an id that no other row of any process has; later ids are larger."""
        ...
