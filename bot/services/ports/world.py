"""What the services need of the world, as protocols. Adapters elsewhere implement them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.model import (
    AccountId,
    Episode,
    MessageId,
    Proposal,
    Recording,
    Room,
    RoundId,
    UserId,
)
from bot.domain.when import Instant
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView


class Clock(Protocol):
    """The one clock of the bot."""

    def now(self) -> float:
        """Return the present instant in UTC seconds."""
        ...


class Catalogue(Protocol):
    """Where recordings are looked up: Spotify."""

    @property
    def configured(self) -> bool:
        """Whether this installation can look anything up at all."""
        ...

    async def search(self, words: str) -> Sequence[Recording]:
        """Return up to ten recordings that match, best first.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...

    async def track(self, track_id: str) -> Recording:
        """Return one recording by its 22-character id.

        Raises:
            NotFound: There is no such recording.
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...


@dataclass(frozen=True, slots=True)
class PlaylistIntent:
    """What a playlist should hold.

    Attributes:
        playlist_id: The 22-character id, or empty to have one made (mode `mirror` only).
        name: The title of a playlist that is to be made.
        description: Its description, one line; the marker is in it.
        marker: A word by which a playlist that was made is found again when the answer to its
            creation is lost.
        mode: `append` (people edit it too: only add) or `mirror` (it is the bot's own).
        wanted: Spotify track URIs in order.
        isrcs: The ISRC of each wanted URI, where known.
        added: URIs the bot itself is known to have put there earlier.
    """

    playlist_id: str
    name: str
    description: str
    marker: str
    mode: str
    wanted: tuple[str, ...]
    isrcs: dict[str, str]
    added: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync found and did, from reading the playlist back.

    Attributes:
        playlist_id: The playlist that now holds the songs.
        present: All track URIs it holds, in order.
        added: The URIs the bot is known to have put there, also wanted ones a human took out since.
        taken_out: Wanted URIs that a human took out, which therefore stay out (append).
        dead: Wanted URIs that Spotify no longer has.
        calls: How many Web API calls it took.
        made: Whether the playlist was made just now, with title and description.
    """

    playlist_id: str
    present: tuple[str, ...]
    added: frozenset[str]
    taken_out: tuple[str, ...]
    dead: tuple[str, ...]
    calls: int
    made: bool = False


class Playlists(Protocol):
    """Where playlists are kept in line with the bot's intent: Spotify."""

    @property
    def configured(self) -> bool:
        """Whether this installation has an account to write playlists with."""
        ...

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        """Bring a playlist in line and say what is there now.

        A write whose answer was lost is never repeated blindly: the playlist is read again first.
        Safe to call again after any failure.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect,
            PlaylistGone.
        """
        ...

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Give a playlist of the account's another title and description; costs one call.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Give a playlist of the account's another cover, a JPEG; costs one call.

        Raises:
            SpotifyNotConfigured, SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        ...


@dataclass(frozen=True, slots=True)
class PlaylistFacts:
    """What Spotify says of a playlist.

    Attributes:
        id: The 22-character id.
        owner_id: The id of the account it belongs to.
        owner_name: How that account calls itself; may be its id.
        public: Whether it is seen in its owner's profile and in searches.
        collaborative: Whether people may be let edit it who do not own it.
        total: How many places it has; None where the connected account may not read them, since it
            neither owns the playlist nor collaborates on it.
    """

    id: str
    name: str
    owner_id: str
    owner_name: str
    public: bool
    collaborative: bool
    total: int | None


@dataclass(frozen=True, slots=True)
class PlaylistPage:
    """Some of what a playlist holds.

    Attributes:
        total: How many places the whole playlist has.
        recordings: The places of this page in order, 50 at most; None for what is no song of
            Spotify's: one it no longer has, a local file, a podcast episode.
    """

    total: int
    recordings: tuple[Recording | None, ...]


class Library(Protocol):
    """Where the playlists of people are read: Spotify.

    Both methods raise NotFound where there is no such playlist, and SpotifyNotConfigured,
    SpotifyUnavailable, SpotifyRefused, RateLimited and NeedsReconnect.
    """

    async def facts(self, playlist_id: str) -> PlaylistFacts:
        """Return what a playlist is, by its 22-character id; costs one call."""
        ...

    async def page(self, playlist_id: str, place: int) -> PlaylistPage:
        """Return up to 50 places of a playlist, from one on that is counted from 0; one call.

        Raises:
            SpotifyRefused: With status 403: the account neither owns it nor collaborates on it.
        """
        ...


class Allowance(Protocol):
    """What one Spotify account may still be asked, remembered across restarts."""

    async def blocked_until(self) -> float:
        """Return the instant (UTC seconds) before which no call may be made; 0 where none."""
        ...

    async def block(self, until: float) -> None:
        """Remember that no call may be made before `until` (UTC seconds)."""
        ...

    async def spend(self, day: int) -> int:
        """Count one call on `day` (days since 1970, UTC); return how many it has now."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class SpotifyApp:
    """An app in Spotify's dashboard. Never printed."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What an account is used with; `app` is None for the host's. Never printed."""

    app: SpotifyApp | None
    refresh_token: str


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What an account's owner has agreed to, and who that is. Never printed."""

    refresh_token: str
    owner_id: str
    owner_name: str


class SpotifyAccess(Catalogue, Playlists, Library, Protocol):
    """One account at Spotify. What it is asked raises what these three raise."""

    async def state(self) -> str:
        """Return `connected`, `off`, `reconnect` or `limited`, asking nobody."""
        ...

    async def stands(self, playlist_id: str) -> bool:
        """Say whether a playlist is still in the account's library; costs one call."""
        ...


class Spotify(Protocol):
    """Spotify, for as many accounts as rooms have connected."""

    @property
    def has_app(self) -> bool:
        """Whether the host has an app that rooms can connect accounts with."""
        ...

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        """Return the way to an account; None is the host's, which may not be there."""
        ...

    def address(self, app: SpotifyApp | None, nonce: str) -> str:
        """Return where an account's owner agrees; the nonce comes back with the answer."""
        ...

    async def exchange(self, app: SpotifyApp | None, code: str) -> Grant:
        """Return what a code stands for that came back from there; it is good for one attempt.

        Raises:
            InvalidInput: Spotify takes neither the code (`connect.code`), or not even the app
                (`connect.app`).
            SpotifyUnavailable, SpotifyRefused, RateLimited.
        """
        ...

    async def forget(self, account_id: AccountId) -> None:
        """Drop what is known of an account: its grant has changed or ended."""
        ...


class Vault(Protocol):
    """Keeps secrets unreadable to whoever finds the database."""

    def seal(self, text: str) -> str:
        """Return a text that only the bot can open."""
        ...

    def open(self, sealed: str) -> str:
        """Return what was sealed.

        Raises:
            StorageError: It was sealed with another key.
        """
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt at a promised effect.

    Attributes:
        id: The promise's own id; Discord is given it as the message's nonce.
        retry: Whether an earlier attempt may have taken effect: look for the message before
            sending it again.
    """

    id: int
    retry: bool


class Announcer(Protocol):
    """What services and the outbox know of Discord.

    The `post_…` methods return the id of the message that is there now.

    Raises:
        ChannelGone: The channel was deleted or may not be written to.
        DiscordUnavailable: Try again later; whether it took effect is unknown.
    """

    async def post_proposal(
        self, room: Room, episode: Episode, proposal: Proposal, delivery: Delivery
    ) -> MessageId:
        """Post a proposal's card."""
        ...

    async def edit_proposal(self, room: Room, episode: Episode, proposal: Proposal) -> None:
        """Bring a posted card up to date; one that was deleted stays away."""
        ...

    async def present_shortlist(self, view: ShortlistView, delivery: Delivery) -> MessageId:
        """Post the shortlist for the room to listen to."""
        ...

    async def edit_shortlist(self, view: ShortlistView) -> None:
        """Bring the presented shortlist up to date; one that was deleted stays away."""
        ...

    async def talk_of_shortlist(self, view: ShortlistView) -> None:
        """Open a thread on the presented shortlist, unless it has one.

        Raises:
            ThreadsForbidden: The bot may not open threads.
        """
        ...

    async def talk_of_ballot(self, view: RoundView) -> None:
        """Open a thread on a ballot message, unless it has one.

        Raises:
            ThreadsForbidden: The bot may not open threads.
        """
        ...

    async def post_ballot(
        self, view: RoundView, mention: Sequence[UserId], delivery: Delivery
    ) -> MessageId:
        """Post the ballot message, mentioning these writers."""
        ...

    async def edit_ballot(self, view: RoundView) -> None:
        """Bring the ballot message up to date now; called at the close."""
        ...

    def turnout_changed(self, round_id: RoundId) -> None:
        """Have the ballot message's turnout brought up to date soon; many calls make one edit."""
        ...

    async def ask_casting(self, view: TieView, delivery: Delivery) -> MessageId:
        """Ask in the channel, where the delegates are, for the casting vote."""
        ...

    async def edit_casting(self, view: TieView) -> None:
        """Say where the casting vote was asked for how it ended."""
        ...

    async def ask_showrunner(self, view: TieView, delivery: Delivery) -> None:
        """Ask the showrunner for the casting vote by a direct message; closed ones are let be."""
        ...

    async def remind(self, view: RoundView, user_id: UserId, delivery: Delivery) -> None:
        """Remind a writer by a direct message to vote; closed ones are let be."""
        ...

    async def tell_showrunner(self, view: RoundView, delivery: Delivery) -> None:
        """Tell the showrunner by a direct message that a round waits for them, and why."""
        ...

    async def show_event(self, view: RoundView, delivery: Delivery) -> int | None:
        """Make, change or end the scheduled event of a round; return its id while there is one.

        Raises:
            EventsForbidden: The bot may not make events in this server.
        """
        ...

    async def tell_reconnect(
        self, room: Room, user_id: UserId, days_left: int, delivery: Delivery
    ) -> None:
        """Tell who connected Spotify that it ends in so many days; with 0, that it has ended."""
        ...

    async def post_import(self, view: ImportView, delivery: Delivery) -> MessageId:
        """Post how far a playlist has come onto a longlist."""
        ...

    async def edit_import(self, view: ImportView) -> None:
        """Bring that message up to date; one that was deleted stays away."""
        ...

    async def post_results(self, results: Results, delivery: Delivery) -> MessageId:
        """Post a round's results."""
        ...

    async def edit_results(self, results: Results) -> None:
        """Bring posted results up to date: what became of the playlist."""
        ...


@dataclass(frozen=True, slots=True)
class Sleeve:
    """What the cover of a playlist says that the bot made.

    Attributes:
        kind: What the playlist is: `On the board`, `Shortlist`, `In songs`.
        title: What it is of, in large letters: a show, an episode's number, a character.
        line: A smaller line below; may be empty.
        show: The show, where the title is something else; may be empty.
    """

    kind: str
    title: str
    line: str = ""
    show: str = ""


class Artwork(Protocol):
    """Draws covers for playlists."""

    async def cover(self, sleeve: Sleeve) -> bytes:
        """Return a cover as a square JPEG, small enough for Spotify.

        Raises:
            TypesettingFailed: The fault is ours.
        """
        ...


class Covers(Protocol):
    """Where the covers of songs are had."""

    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        """Return the covers that can be had now (JPEG or PNG), by address; the others are left out.

        It takes a few seconds at most, and never fails.
        """
        ...


class Words(Protocol):
    """Reads times in words."""

    async def read(self, words: str, now: float, timezone: str) -> Instant:
        """Return the instant some words mean in a time zone (an IANA name), seen from `now`.

        Raises:
            NeedsTime: They cannot be read, or the time is past, too far off, skipped or doubled.
            InvalidInput: There is no such time zone.
        """
        ...


class Agenda(Protocol):
    """Says when to look; what is due then is for whoever looks to find out."""

    def at(self, key: str, due: float) -> None:
        """Have `key` looked at, at an instant (UTC seconds) or before; the earliest call stands."""
        ...
