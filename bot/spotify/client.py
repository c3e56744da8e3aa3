"""The client of one Spotify account: look up songs, read playlists, sync the bot's own."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from typing_extensions import override

from bot.domain.allowance import NOBODY, Payer, Use
from bot.domain.errors import (
    Cause,
    NeedsReconnect,
    NotFound,
    RateLimited,
    SpotifyRefused,
    SpotifyUnavailable,
    UpstreamError,
)
from bot.domain.model import Recording
from bot.services.ports.spotify import (
    Made,
    PlaylistFacts,
    PlaylistIntent,
    PlaylistPage,
    SpotifyAccess,
    SyncReport,
    forget_made,
)
from bot.services.ports.world import Clock
from bot.services.remembered import Remembered
from bot.spotify import answers
from bot.spotify.calls import Calls, Request
from bot.spotify.playlist_calls import PlaylistCalls
from bot.spotify.sync import SyncRun

MAX_QUERY = 250
SEARCH_GOOD_FOR = 3600.0
"""How long (seconds) what was found is shown to whoever looks for the same."""
CALLS_TO_SYNC = 3
"""How many calls a sync mostly takes that changes a playlist: read, write, read what is there."""
CALLS_TO_MAKE = 5
"""The same for one that makes it: look for it, make it, look at it, write, read what is there."""
_ID = re.compile(r"[0-9A-Za-z]{22}")


class SpotifyClient(SpotifyAccess):
    """Makes the calls of one account, which is opened on first use.

    Lookups leave the last calls of a day to syncs.

    Args:
        open_: Opens the account; raises NeedsReconnect or SpotifyNotConfigured.
        clock: The bot's clock.
        configured: Whether there is an account to open.
    """

    def __init__(
        self,
        open_: Callable[[], Coroutine[Any, Any, Calls]],
        clock: Clock,
        *,
        configured: bool = True,
    ) -> None:
        self._open = open_
        self._searches: Remembered[Sequence[Recording]] = Remembered(clock, SEARCH_GOOD_FOR)
        self._tracks: Remembered[Recording] = Remembered(clock, SEARCH_GOOD_FOR)
        self._opening: asyncio.Task[Calls] | None = None
        self._configured = configured
        self._one_sync_at_a_time = asyncio.Lock()

    @property
    @override
    def configured(self) -> bool:
        return self._configured

    @override
    async def search(self, words: str, payer: Payer = NOBODY) -> Sequence[Recording]:
        query = " ".join(words.split())[:MAX_QUERY]

        async def ask() -> Sequence[Recording]:
            calls = (await self._calls()).for_use(Use(payer, lookup=True))
            answer = await calls.read(lambda api: api.search(query))
            return answers.search_results(answer, "search for songs")

        return await self._searches.get(query.casefold(), ask) if query else ()

    @override
    async def track(self, track_id: str, payer: Payer = NOBODY) -> Recording:
        async def ask() -> Recording:
            answer = await self._look_up(
                payer, "recording", track_id, lambda api: api.track(track_id)
            )
            recording = answers.recording(answer)
            if recording is None and answers.is_withdrawn(answer):
                raise NotFound("recording", track_id)
            if recording is None:
                raise SpotifyUnavailable("look up a song")
            return recording

        return await self._tracks.get(track_id, ask)

    @override
    async def facts(self, playlist_id: str, payer: Payer = NOBODY) -> PlaylistFacts:
        answer = await self._look_up(
            payer, "playlist", playlist_id, lambda api: api.playlist(playlist_id)
        )
        facts = answers.playlist_facts(answer)
        if facts is None:
            raise SpotifyUnavailable("look up a playlist")
        if facts.total is None:
            calls = (await self._calls()).for_use(Use(payer, lookup=True))
            if facts.owner_id == await PlaylistCalls(calls).me():
                raise SpotifyRefused("read a playlist", 403, "the account's own", Cause.READING)
        return facts

    @override
    async def page(self, playlist_id: str, place: int, payer: Payer = NOBODY) -> PlaylistPage:
        answer = await self._look_up(
            payer, "playlist", playlist_id, lambda api: api.songs(playlist_id, place)
        )
        page = answers.page(answer, "read a playlist")
        lost = [(at, answers.unreadable(one)) for at, one in enumerate(page.entries)]
        return PlaylistPage(
            page.total,
            tuple(map(answers.song, page.entries)),
            tuple((at, artists) for at, artists in lost if artists is not None),
        )

    @override
    async def sync(self, intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
        calls = (await self._calls()).for_use(Use(intent.payer))
        mostly = CALLS_TO_SYNC if intent.playlist_id else CALLS_TO_MAKE
        async with self._one_sync_at_a_time, calls.taking(mostly) as calls:
            playlists = PlaylistCalls(calls)
            run = SyncRun(intent, playlists, calls.wait, made)
            try:
                return await run.run()
            except SpotifyRefused as refusal:
                raise await playlists.explained(refusal, run.playlist_id) from refusal

    @override
    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        calls = await self._calls()
        await calls.write(lambda api: api.rename(playlist_id, name, description))

    @override
    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        calls = await self._calls()
        await calls.write(lambda api: api.upload_cover(playlist_id, picture))

    @override
    async def has_playlist(self, playlist_id: str, payer: Payer = NOBODY) -> bool:
        calls = (await self._calls()).for_use(Use(payer, lookup=True))
        return await PlaylistCalls(calls).exists(playlist_id)

    @override
    async def trouble(self) -> UpstreamError | None:
        if not self._configured:
            return None
        try:
            calls = await self._calls()
            if calls.workers.grant_ended:
                return NeedsReconnect()
            await calls.quota.look(Use(lookup=True))
        except (NeedsReconnect, RateLimited) as trouble:
            return trouble
        return await calls.standing.trouble()

    async def close(self) -> None:
        """Wait for the calls in progress, and close the connections."""
        if self._opening is not None and not self._opening.cancelled():
            await asyncio.wait([self._opening])
            if self._opening.exception() is None:
                await self._opening.result().close()

    async def _look_up(self, payer: Payer, what: str, id_: str, request: Request) -> object:
        """Return what Spotify answers about something with a 22-character id.

        Raises:
            NotFound: There is no such thing.
        """
        calls = (await self._calls()).for_use(Use(payer, lookup=True))
        if not _ID.fullmatch(id_):
            raise NotFound(what, id_)
        try:
            return await calls.read(request)
        except SpotifyRefused as refusal:
            if refusal.not_there:
                raise NotFound(what, id_) from refusal
            raise

    async def _calls(self) -> Calls:
        """Open the account once for all concurrent callers, and again if that failed."""
        failed = (
            self._opening is not None
            and self._opening.done()
            and (self._opening.cancelled() or self._opening.exception() is not None)
        )
        if self._opening is None or failed:
            self._opening = asyncio.create_task(self._open())
        return await asyncio.shield(self._opening)
