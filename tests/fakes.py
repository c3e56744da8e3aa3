"""Hand-written stand-ins for what lies beyond the bot."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.errors import NotFound, SpotifyRefused
from bot.domain.imports import Import
from bot.domain.model import (
    AccountId,
    Episode,
    MessageId,
    Proposal,
    Recording,
    Room,
    RoundId,
    RoundState,
    UserId,
)
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView
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
from bot.services.ports.world import Delivery, Sleeve


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.instant = now

    def now(self) -> float:
        return self.instant

    def move(self, seconds: float) -> None:
        self.instant += seconds


class FakeAgenda:
    """Remembers what wants looking at, and when."""

    def __init__(self) -> None:
        self.due: dict[str, float] = {}

    def at(self, key: str, due: float) -> None:
        self.due[key] = min(due, self.due.get(key, due))


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
class FakeAnnouncer:
    """Remembers what it was told to say; fails as it is told to."""

    said: list[tuple[str, int]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    mentioned: list[tuple[UserId, ...]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    turnouts: list[RoundId] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    threads: list[MessageId | None] = field(default_factory=list)
    thread_trouble: list[Exception] = field(default_factory=list)

    def _say(self, what: str, subject: int, delivery: Delivery | None = None) -> MessageId:
        if self.trouble:
            raise self.trouble.pop(0)
        self.said.append((what, subject))
        if delivery is not None:
            self.deliveries.append(delivery)
        return MessageId(1000 + len(self.said))

    async def post_proposal(
        self, room: Room, episode: Episode, proposal: Proposal, delivery: Delivery
    ) -> MessageId:
        return self._say("post_proposal", proposal.id, delivery)

    async def edit_proposal(self, room: Room, episode: Episode, proposal: Proposal) -> None:
        self._say("edit_proposal", proposal.id)

    async def present_shortlist(self, view: ShortlistView, delivery: Delivery) -> MessageId:
        return self._say("present_shortlist", view.episode.id, delivery)

    async def edit_shortlist(self, view: ShortlistView) -> None:
        self._say("edit_shortlist", view.episode.id)

    async def talk_of_shortlist(self, view: ShortlistView) -> None:
        self._open(view.episode.presented_message_id)

    async def talk_of_ballot(self, view: RoundView) -> None:
        self._open(view.round.message_id)

    def _open(self, message_id: MessageId | None) -> None:
        if self.thread_trouble:
            raise self.thread_trouble.pop(0)
        self.threads.append(message_id)

    async def post_ballot(
        self, view: RoundView, mention: Sequence[UserId], delivery: Delivery
    ) -> MessageId:
        self.mentioned.append(tuple(mention))
        return self._say("post_ballot", view.round.id, delivery)

    async def edit_ballot(self, view: RoundView) -> None:
        self._say("edit_ballot", view.round.id)

    def turnout_changed(self, round_id: RoundId) -> None:
        self.turnouts.append(round_id)

    async def ask_casting(self, view: TieView, delivery: Delivery) -> MessageId:
        return self._say("ask_casting", view.round.id, delivery)

    async def edit_casting(self, view: TieView) -> None:
        self._say("edit_casting", view.round.id)

    async def ask_showrunner(self, view: TieView, delivery: Delivery) -> None:
        self._say("ask_showrunner", view.round.id, delivery)

    async def remind(self, view: RoundView, user_id: UserId, delivery: Delivery) -> None:
        self._say(f"remind {user_id}", view.round.id, delivery)

    async def tell_showrunner(self, view: RoundView, delivery: Delivery) -> None:
        self._say("tell_showrunner", view.round.id, delivery)

    async def tell_reconnect(
        self, room: Room, user_id: UserId, days_left: int, delivery: Delivery
    ) -> None:
        self._say(f"reconnect {user_id} {days_left}", room.id, delivery)

    async def show_event(self, view: RoundView, delivery: Delivery) -> int | None:
        over = view.round.state in (RoundState.CLOSED, RoundState.CANCELLED, RoundState.CASTING)
        self._say("end_event" if over else "show_event", view.round.id, delivery)
        return None if over else 77

    async def post_import(self, view: ImportView, delivery: Delivery) -> MessageId:
        self.imports.append(view.import_)
        return self._say("post_import", view.import_.id, delivery)

    async def edit_import(self, view: ImportView) -> None:
        self.imports.append(view.import_)
        self._say("edit_import", view.import_.id)

    async def post_results(self, results: Results, delivery: Delivery) -> MessageId:
        return self._say("post_results", results.round.id, delivery)

    async def edit_results(self, results: Results) -> None:
        self._say("edit_results", results.round.id)
