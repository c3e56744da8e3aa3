"""Looking recordings up on Spotify."""

import asyncio
import random
import re
from collections.abc import Callable, Sequence

from bot.domain.errors import NotFound, RateLimited, SpotifyRefused, SpotifyUnavailable
from bot.domain.model import Recording
from bot.services.ports.world import Allowance, Clock
from bot.spotify import answers
from bot.spotify.account import Account
from bot.spotify.gate import RESERVE, Gate
from bot.spotify.line import Line, Tally, Wait
from bot.spotify.workers import Workers

TIMEOUT = 10.0
"""How long (seconds) Spotify may take to connect, and between two parts of an answer."""
MAX_QUERY = 250
_ID = re.compile(r"[0-9A-Za-z]{22}")
_NO_SUCH_TRACK = (400, 404)


class SpotifyClient:
    """Implements the ports `Catalogue` and `SpotifyHealth` for one account.

    Nothing is connected, and spotipy not imported, before the first call. Close it at the end.

    Attributes:
        line: The way to Spotify, for those who do more than look up.
    """

    configured = True

    def __init__(
        self,
        account: Account,
        allowance: Allowance,
        clock: Clock,
        *,
        daily_calls: int = 500,
        timeout: float = TIMEOUT,
        wait: Wait = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._workers = Workers(account, clock, timeout)
        self._gate = Gate(allowance, clock, daily_calls)
        self.line = Line(self._workers, self._gate, wait, jitter, Tally())

    @property
    def calls(self) -> int:
        """How many calls to the Web API were made so far."""
        return self.line.total.calls

    async def search(self, words: str) -> Sequence[Recording]:
        """Return up to ten recordings that match, best first; none for no words."""
        query = " ".join(words.split())[:MAX_QUERY]
        if not query:
            return ()
        answer = await self.line.read(lambda api: api.search(query), spare=RESERVE)
        return answers.hits(answer, "search for songs")

    async def track(self, track_id: str) -> Recording:
        """Return one recording by its 22-character id.

        Raises:
            NotFound: There is no such recording.
        """
        if not _ID.fullmatch(track_id):
            raise NotFound("recording", track_id)
        try:
            answer = await self.line.read(lambda api: api.track(track_id), spare=RESERVE)
        except SpotifyRefused as refusal:
            if refusal.status in _NO_SUCH_TRACK:
                raise NotFound("recording", track_id) from refusal
            raise
        recording = answers.recording(answer)
        if recording is None:
            raise SpotifyUnavailable("look up a song")
        return recording

    async def state(self) -> str:
        """Return `reconnect`, `limited` or `connected`, without asking Spotify."""
        if self._workers.ended:
            return "reconnect"
        try:
            await self._gate.check()
        except RateLimited:
            return "limited"
        return "connected"

    async def close(self) -> None:
        """Wait for the calls that are under way, and close all connections."""
        await self._workers.close()
