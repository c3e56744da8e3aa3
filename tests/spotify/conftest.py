"""The adapter on a simulated Spotify, with a clock that stands and waits that take no time."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pytest

from bot.demo.spotify.catalogue import load
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.allowance import HourOfCalls, Limit, Payer, Spent
from bot.domain.versions import identity
from bot.services.ports.allowance import Ledger, Pause
from bot.services.ports.spotify import PlaylistIntent
from bot.spotify.account import Account
from bot.spotify.calls import Calls
from bot.spotify.client import SpotifyClient
from bot.spotify.quota import Quota
from bot.spotify.standing import Standing
from bot.spotify.workers import Workers
from tests.fakes import FakeClock
from tests.wire import capture

IDENTITIES = {track.uri: identity(track.isrc, track.title) for track in load()}


@dataclass
class FakeAllowance:
    """Remembers in memory what storage would remember on disk; nobody shares it."""

    noted: dict[Limit, Pause] = field(default_factory=dict)
    by_hour: dict[int, int] = field(default_factory=dict)
    shared: bool = False

    @property
    def until(self) -> float:
        """Until when nothing may be asked."""
        return self.noted[Limit.SPOTIFY].until if self.noted else 0.0

    async def pauses(self) -> Sequence[Pause]:
        return tuple(self.noted.values())

    async def pause(self, pause: Pause) -> None:
        self.noted[pause.what] = pause

    async def ledger(self, payer: Payer, since: int, until: int) -> Ledger:
        hours = sorted(one for one in self.by_hour.items() if since <= one[0] <= until)
        spent = Spent([HourOfCalls(hour, calls) for hour, calls in hours])
        return Ledger(spent, await self.pauses())

    async def spend(
        self, payer: Payer, since: int, hour: int, allowed: Callable[[Ledger], int]
    ) -> int:
        calls = allowed(await self.ledger(payer, since, hour))
        if calls:
            self.by_hour[hour] = self.by_hour.get(hour, 0) + calls
        return calls

    async def give_back(self, payer: Payer, hour: int, calls: int) -> None:
        self.by_hour[hour] -= calls


@dataclass
class Waits:
    """Moves the clock instead of waiting, and remembers for how long."""

    clock: FakeClock
    seconds: list[float] = field(default_factory=list)
    then: Callable[[], object] | None = None

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.clock.move(seconds)
        if self.then is not None:
            self.then()


MakeClient = Callable[..., SpotifyClient]


def account_of(spotify: SimulatedSpotify) -> Account:
    return Account(
        client_id=spotify.client_id,
        client_secret=spotify.client_secret,
        refresh_token=spotify.refresh_token,
        api_url=spotify.api_url,
        token_url=spotify.token_url,
    )


def intent(
    wanted: Iterable[str],
    playlist_id: str = "",
    *,
    mode: str = "append",
    added: Iterable[str] = (),
    marker: str = "needledrop-1",
) -> PlaylistIntent:
    uris = tuple(wanted)
    return PlaylistIntent(
        playlist_id=playlist_id,
        name="The writers' room: the board",
        description=f"Kept by Needle Drop. [{marker}]",
        marker=marker,
        mode=mode,
        wanted=uris,
        identities={uri: IDENTITIES[uri] for uri in uris if uri in IDENTITIES},
        added=frozenset(added),
    )


def asked(spotify: SimulatedSpotify) -> list[str]:
    """Return the calls that arrived, such as `GET /playlists/items`, without ids."""
    return [
        f"{one.method} /" + "/".join(part for part in one.path.split("/")[2:] if len(part) != 22)
        for one in spotify.requests
    ]


@pytest.fixture
def allowance() -> FakeAllowance:
    return FakeAllowance()


@pytest.fixture
def waits(clock: FakeClock) -> Waits:
    return Waits(clock)


@pytest.fixture
async def spotify(clock: FakeClock) -> AsyncIterator[SimulatedSpotify]:
    async with SimulatedSpotify(clock=clock.now) as simulated:
        yield simulated
        keep_requests(simulated)


def keep_requests(spotify: SimulatedSpotify) -> None:
    """Append what was asked to the file that is named for it, if one is."""
    for one in spotify.requests:
        path = one.path.removeprefix("/v1")
        media = "image/jpeg" if path.endswith("/images") else "application/json"
        capture.append(
            capture.Recorded(one.method, path, path, dict(one.query), one.body, media=media)
        )


@pytest.fixture
async def make_client(
    spotify: SimulatedSpotify, clock: FakeClock, allowance: FakeAllowance, waits: Waits
) -> AsyncIterator[MakeClient]:
    """MakeAccount clients of the same account, as restarts do; all are closed at the end."""
    made: list[SpotifyClient] = []

    def make(
        account: Account | None = None,
        daily_calls: int = 500,
        timeout: float = 5,
    ) -> SpotifyClient:
        workers = Workers(account or account_of(spotify), clock, timeout)
        quota = Quota(allowance, clock, daily_calls)

        async def open_() -> Calls:
            return Calls(workers, quota, Standing(clock), waits, jitter=lambda: 0.5)

        made.append(SpotifyClient(open_, clock))
        return made[-1]

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(make_client: MakeClient) -> SpotifyClient:
    return make_client()
