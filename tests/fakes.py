"""Hand-written stand-ins for what lies beyond the bot."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.errors import NotFound, SpotifyRefused
from bot.domain.model import (
    AccountId,
    MessageId,
    Recording,
    RoundState,
    UserId,
)
from bot.services.ports.announcements import Announcement, Delivery, Notice
from bot.services.ports.read_models import RoundView
from bot.services.ports.spotify import (
    Grant,
    PlaylistFacts,
    PlaylistIntent,
    PlaylistPage,
    Playlists,
    SpotifyAccess,
    SpotifyApp,
    SyncReport,
)
from bot.services.ports.world import Sleeve

N = TypeVar("N", bound=Notice)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.instant = now

    def now(self) -> float:
        return self.instant

    def move(self, seconds: float) -> None:
        self.instant += seconds


class FakeAgenda:
    """Remembers what wants looking at, and when; looks at nothing by itself."""

    def __init__(self) -> None:
        self.due: dict[str, float] = {}

    def at(self, key: str, due: float) -> None:
        self.due[key] = min(due, self.due.get(key, due))

    def next_due(self) -> float | None:
        return min(self.due.values(), default=None)

    async def start(
        self,
        look: Callable[[str], Awaitable[None]],
        sweep: Callable[[], Awaitable[None]],
        heartbeat: Callable[[], Awaitable[None]],
    ) -> None:
        """Leave it to the test to look."""

    def stop(self) -> None:
        """Do nothing: nothing was started."""

    async def idle(self) -> None:
        """Return at once."""

    def sweep_now(self) -> None:
        """Leave it to the test to look."""

    def clock_moved(self) -> None:
        """Leave it to the test to look."""


@dataclass
class FakeCatalogue:
    """A catalogue that holds a few recordings, or fails as it is told to."""

    recordings: list[Recording] = field(default_factory=list)
    trouble: Exception | None = None
    configured: bool = True
    asked: list[str] = field(default_factory=list)

    async def search(self, words: str) -> Sequence[Recording]:
        self._ask(words)
        wanted = words.casefold()
        return [r for r in self.recordings if wanted in f"{r.title} {r.artists[0]}".casefold()][:10]

    async def track(self, track_id: str) -> Recording:
        self._ask(track_id)
        for recording in self.recordings:
            if recording.uri.endswith(track_id):
                return recording
        raise NotFound("recording", track_id)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.trouble is not None:
            raise self.trouble


@dataclass
class FakePlaylists:
    """Playlists that take everything, or fail as they are told to."""

    trouble: Exception | None = None
    configured: bool = True
    intents: list[PlaylistIntent] = field(default_factory=list)
    dressing: Exception | None = None
    refused: str = ""
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    covers: dict[str, bytes] = field(default_factory=dict)

    @property
    def boards(self) -> list[PlaylistIntent]:
        """What rooms' shared playlists were to hold."""
        return [one for one in self.intents if one.marker.count("-") == 1]

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        if fault := self.trouble or self.dressing:
            raise fault
        self.names[playlist_id] = (name, description)

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        if fault := self.trouble or self.dressing:
            raise fault
        self.covers[playlist_id] = picture

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        self.intents.append(intent)
        if self.refused and self.refused in intent.marker:
            raise SpotifyRefused("sync", 403, "")
        if self.trouble is not None:
            raise self.trouble
        return SyncReport(
            playlist_id=intent.playlist_id or "p" * 22,
            present=intent.wanted,
            added=frozenset(intent.wanted),
            taken_out=(),
            dead=(),
            calls=3,
            made=not intent.playlist_id,
        )


@dataclass
class FakeLibrary:
    """Playlists to read, by id, a place a recording or None; fails as it is told to.

    `trouble` is raised in turn, an item a call; None lets a call through. Who does not own one is
    told no more than its name.
    """

    playlists: dict[str, list[Recording | None]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    public: set[str] = field(default_factory=set)
    trouble: list[Exception | None] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    meanwhile: Callable[[int], Awaitable[None]] | None = None

    async def facts(self, playlist_id: str) -> PlaylistFacts:
        places = await self._ask(playlist_id, -1)
        total = None if playlist_id in self.closed else len(places)
        return PlaylistFacts(
            playlist_id,
            "Songs *of* ours",
            "dana",
            "Dana",
            public=playlist_id in self.public,
            collaborative=False,
            total=total,
        )

    async def page(self, playlist_id: str, place: int) -> PlaylistPage:
        places = await self._ask(playlist_id, place)
        if playlist_id in self.closed:
            raise SpotifyRefused("read a playlist", 403, "Forbidden")
        return PlaylistPage(len(places), tuple(places[place : place + 50]))

    async def _ask(self, playlist_id: str, place: int) -> list[Recording | None]:
        self.asked.append((playlist_id, place))
        if self.meanwhile is not None:
            await self.meanwhile(place)
        if self.trouble and (trouble := self.trouble.pop(0)) is not None:
            raise trouble
        if playlist_id not in self.playlists:
            raise NotFound("playlist", playlist_id)
        return self.playlists[playlist_id]


@dataclass
class FakeSpotify:
    """One account for all: a catalogue, playlists and a library; remembers what was asked of it."""

    catalogue: FakeCatalogue
    playlists: Playlists
    library: FakeLibrary
    has_app: bool = True
    grant: Grant = field(default_factory=lambda: Grant("refresh-1", "owner-1", "Dana"))
    refusal: Exception | None = None
    exchanged: list[str] = field(default_factory=list)
    asked_for: list[AccountId | None] = field(default_factory=list)
    forgotten: list[AccountId] = field(default_factory=list)

    @property
    def configured(self) -> bool:
        return self.catalogue.configured and self.playlists.configured

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        self.asked_for.append(account_id)
        return self

    def address(self, app: SpotifyApp | None, nonce: str) -> str:
        return f"https://accounts.example/authorize?client={app and app.client_id}&state={nonce}"

    async def exchange(self, app: SpotifyApp | None, code: str) -> Grant:
        self.exchanged.append(code)
        if self.refusal is not None:
            raise self.refusal
        return self.grant

    async def forget(self, account_id: AccountId) -> None:
        self.forgotten.append(account_id)

    async def close(self) -> None:
        """Do nothing: nothing is connected."""

    async def search(self, words: str) -> Sequence[Recording]:
        return await self.catalogue.search(words)

    async def track(self, track_id: str) -> Recording:
        return await self.catalogue.track(track_id)

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        await self.playlists.rename(playlist_id, name, description)

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        await self.playlists.upload_cover(playlist_id, picture)

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        return await self.playlists.sync(intent)

    async def facts(self, playlist_id: str) -> PlaylistFacts:
        return await self.library.facts(playlist_id)

    async def page(self, playlist_id: str, place: int) -> PlaylistPage:
        return await self.library.page(playlist_id, place)

    async def stands(self, playlist_id: str) -> bool:
        return True

    async def state(self) -> str:
        return "connected"


class FakeVault:
    """Seals so that a test can see that it was."""

    def seal(self, text: str) -> str:
        return f"sealed<{text[::-1]}>"

    def open(self, sealed: str) -> str:
        return sealed.removeprefix("sealed<").removesuffix(">")[::-1]


@dataclass
class FakeCovers:
    """Covers that are there, by address; remembers who asked."""

    covers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        self.asked += urls
        return {url: self.covers[url] for url in urls if url in self.covers}

    async def close(self) -> None:
        """Do nothing: nothing is connected."""


def jpeg(words: str) -> bytes:
    """Return what passes for a picture that says something."""
    return b"\xff\xd8\xff" + words.encode()


@dataclass
class FakeArtwork:
    """Covers that say in their bytes what they are of."""

    drawn: list[Sleeve] = field(default_factory=list)

    async def cover(self, sleeve: Sleeve) -> bytes:
        self.drawn.append(sleeve)
        return jpeg(f"{sleeve.kind} {sleeve.title}")


@dataclass
class FakeAlarm:
    """Something to be called at an instant, unless it is cancelled."""

    at: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


class FakeTimer:
    """Real time that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = 0.0
        self.alarms: list[FakeAlarm] = []

    def time(self) -> float:
        return self.instant

    def call_later(self, delay: float, callback: Callable[[], None]) -> FakeAlarm:
        alarm = FakeAlarm(self.instant + delay, callback)
        self.alarms.append(alarm)
        return alarm

    def move(self, seconds: float) -> None:
        self.instant += seconds
        due = [one for one in self.alarms if one.at <= self.instant]
        self.alarms = [one for one in self.alarms if one.at > self.instant]
        for alarm in due:
            if not alarm.cancelled:
                alarm.callback()


@dataclass
class FakeAnnouncer:
    """Remembers what it was told to say, whatever it is; fails as it is told to.

    `said` holds a verb and a type, or what became of an event, with the id of what it is about:
    `("post BallotMessage", 7)`, `("tell VoteReminder to 101", 7)`, `("show event", 7)`. The lists
    beside it hold the announcements themselves, also those that failed.
    """

    said: list[tuple[str, int]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    posted: list[Announcement] = field(default_factory=list)
    told: list[tuple[UserId, Notice]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    deleted: set[MessageId] = field(default_factory=set)
    threads: list[MessageId | None] = field(default_factory=list)
    thread_trouble: list[Exception] = field(default_factory=list)

    async def post(self, announcement: Announcement, delivery: Delivery) -> MessageId:
        self.posted.append(announcement)
        self._say(f"post {type(announcement).__name__}", announcement, delivery)
        return MessageId(1000 + len(self.said))

    async def edit(self, announcement: Announcement) -> MessageId | None:
        message_id = announcement.message_id
        if message_id is None or message_id in self.deleted:
            return None
        self._say(f"edit {type(announcement).__name__}", announcement)
        return message_id

    async def tell(self, user_id: UserId, notice: Notice, delivery: Delivery) -> None:
        self.told.append((user_id, notice))
        self._say(f"tell {type(notice).__name__} to {user_id}", notice, delivery)

    async def open_thread(self, announcement: Announcement) -> None:
        if self.thread_trouble:
            raise self.thread_trouble.pop(0)
        self.threads.append(announcement.message_id)

    async def show(self, view: RoundView, delivery: Delivery) -> int | None:
        over = view.round.over or view.round.state is RoundState.CASTING
        self._note("end event" if over else "show event", view.round.id, delivery)
        return None if over else 77

    def of_type(self, kind: type[N]) -> list[N]:
        """Return what was said of one type, in order."""
        return [notice for notice in self.notices if isinstance(notice, kind)]

    def _say(self, what: str, notice: Notice, delivery: Delivery | None = None) -> None:
        self.notices.append(notice)
        self._note(what, notice.subject_id, delivery)

    def _note(self, what: str, subject: int, delivery: Delivery | None) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.said.append((what, subject))
        if delivery is not None:
            self.deliveries.append(delivery)
