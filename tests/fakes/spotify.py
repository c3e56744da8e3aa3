"""Stand-ins for Spotify."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.allowance import NOBODY, Payer
from bot.domain.errors import NotFound, SpotifyRefused, UpstreamError
from bot.domain.model import (
    AccountId,
    Recording,
)
from bot.services.ports.spotify import (
    Grant,
    Made,
    PlaylistFacts,
    PlaylistIntent,
    PlaylistPage,
    Playlists,
    SpotifyAccess,
    SpotifyApp,
    SyncReport,
    forget_made,
)


@dataclass
class FakeCatalogue:
    """A catalogue that holds a few recordings, or fails as it is told to."""

    recordings: list[Recording] = field(default_factory=list)
    trouble: Exception | None = None
    configured: bool = True
    asked: list[str] = field(default_factory=list)

    async def search(self, words: str, payer: Payer = NOBODY) -> Sequence[Recording]:
        self._ask(words)
        wanted = words.casefold()
        return [r for r in self.recordings if wanted in f"{r.title} {r.artists[0]}".casefold()][:10]

    async def track(self, track_id: str, payer: Payer = NOBODY) -> Recording:
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

    async def sync(self, intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
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

    async def facts(self, playlist_id: str, payer: Payer = NOBODY) -> PlaylistFacts:
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

    async def page(self, playlist_id: str, place: int, payer: Payer = NOBODY) -> PlaylistPage:
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
    redirect: str = "http://127.0.0.1:8888/callback"
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

    async def search(self, words: str, payer: Payer = NOBODY) -> Sequence[Recording]:
        return await self.catalogue.search(words)

    async def track(self, track_id: str, payer: Payer = NOBODY) -> Recording:
        return await self.catalogue.track(track_id)

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        await self.playlists.rename(playlist_id, name, description)

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        await self.playlists.upload_cover(playlist_id, picture)

    async def sync(self, intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
        return await self.playlists.sync(intent, made)

    async def facts(self, playlist_id: str, payer: Payer = NOBODY) -> PlaylistFacts:
        return await self.library.facts(playlist_id)

    async def page(self, playlist_id: str, place: int, payer: Payer = NOBODY) -> PlaylistPage:
        return await self.library.page(playlist_id, place)

    async def has_playlist(self, playlist_id: str, payer: Payer = NOBODY) -> bool:
        return True

    async def state(self) -> str:
        return "connected"

    async def trouble(self) -> UpstreamError | None:
        return None
