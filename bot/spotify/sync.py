"""Bringing a playlist in line with the bot's intent, whatever happens on the way."""

import asyncio

from bot.domain.errors import PlaylistGone, SpotifyRefused, SpotifyUnavailable
from bot.services.ports.repositories.spotify import MIRROR
from bot.services.ports.world import PlaylistIntent, SyncReport
from bot.spotify.answers import Found
from bot.spotify.client import SpotifyClient
from bot.spotify.line import Wait
from bot.spotify.plan import Holdings, Kind, Write, planned, shows
from bot.spotify.shelf import Shelf

LOOKS = (2.0, 10.0, 30.0)
"""When to look again (seconds after each other) for what may have taken effect."""
ROUNDS = 5
"""How often a sync plans anew, as dead songs, lost answers and people in between make it."""
LOST = 2
"""After how many writes without effect a sync leaves it to a later one."""

Reading = tuple[Found, ...]


class PlaylistSync:
    """Implements the port `Playlists` for one account: one sync at a time."""

    configured = True

    def __init__(self, client: SpotifyClient, wait: Wait = asyncio.sleep) -> None:
        self._client = client
        self._wait = wait
        self._one_at_a_time = asyncio.Lock()

    async def sync(self, intent: PlaylistIntent) -> SyncReport:
        """Bring a playlist in line and say what is there now; safe to call again at any time.

        Raises:
            SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect, PlaylistGone.
        """
        async with self._one_at_a_time:
            return await _Errand(intent, Shelf(self._client.line), self._wait).run()

    async def rename(self, playlist_id: str, name: str, description: str) -> None:
        """Give a playlist of the account's another title and description; costs one call.

        Raises:
            SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        await Shelf(self._client.line).rename(playlist_id, name, description)

    async def upload_cover(self, playlist_id: str, picture: bytes) -> None:
        """Give a playlist of the account's another cover, a JPEG; costs one call.

        Raises:
            SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        await Shelf(self._client.line).upload_cover(playlist_id, picture)

    async def stands(self, playlist_id: str) -> bool:
        """Say whether a playlist is still in the account's library; costs one call.

        Raises:
            SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect.
        """
        return await Shelf(self._client.line).stands(playlist_id)


class _Errand:
    """One sync: reads, plans, writes, and reads back until nothing is left to be written."""

    def __init__(self, intent: PlaylistIntent, shelf: Shelf, wait: Wait) -> None:
        self._intent = intent
        self._shelf = shelf
        self._wait = wait
        self._playlist_id = intent.playlist_id
        self._added = intent.added
        self._dead: frozenset[str] = frozenset()
        self._alive: frozenset[str] = frozenset()
        self._lost = 0
        self._made = False

    async def run(self) -> SyncReport:
        found = await self._begin()
        for _ in range(ROUNDS):
            found = await self._without_doubt(found)
            plan = planned(self._intent, found, self._added, self._dead)
            if not plan.writes:
                return self._report(found, plan.taken_out)
            found = await self._carry_out(plan.writes)
        raise SpotifyUnavailable("have a playlist take what is written to it")

    async def _begin(self) -> Reading:
        """Return what the playlist holds at first; one that was just made holds nothing."""
        if self._playlist_id:
            return await self._read()
        # An earlier attempt may have made it without our knowing, so every one looks first.
        self._playlist_id = await self._shelf.marked(self._intent.marker)
        if self._playlist_id:
            return await self._read()
        while True:
            try:
                intent = self._intent
                self._playlist_id = await self._shelf.make(intent.name, intent.description)
            except SpotifyUnavailable as fault:
                if await self._made_after_all():
                    return await self._read()
                self._lose(fault)
            else:
                self._made = True
                return ()

    async def _made_after_all(self) -> bool:
        """Say whether a playlist whose making was not answered turns up."""
        for seconds in LOOKS:
            await self._wait(seconds)
            self._playlist_id = await self._shelf.marked(self._intent.marker)
            if self._playlist_id:
                return True
        return False

    async def _carry_out(self, writes: tuple[Write, ...]) -> Reading:
        """Make the writes as far as they go, and return what the playlist holds then."""
        for write in writes:
            try:
                await self._shelf.write(self._playlist_id, write)
            except SpotifyUnavailable as fault:
                return await self._look_for(write, fault)
            except SpotifyRefused as refusal:
                await self._understand(write, refusal)
                return await self._read()
            self._took_effect(write)
        return await self._read_back(writes)

    async def _look_for(self, write: Write, fault: SpotifyUnavailable) -> Reading:
        """Find out whether a write whose answer was lost took effect.

        Only adding is waited for at length: anything else may be written again without harm.
        """
        for seconds in LOOKS if write.kind is Kind.ADD else LOOKS[:1]:
            await self._wait(seconds)
            found = await self._read()
            if shows(write, found, self._intent.isrcs, whole=False):
                self._took_effect(write)
                return found
        self._lose(fault)
        return found

    async def _read_back(self, writes: tuple[Write, ...]) -> Reading:
        """Read what was written; where it does not show, find out whether anybody will see it."""
        found = await self._read()
        if self._all_show(writes, found):
            return found
        await self._must_stand()
        for seconds in LOOKS:
            await self._wait(seconds)
            found = await self._read()
            if self._all_show(writes, found):
                break
        return found

    async def _understand(self, write: Write, refusal: SpotifyRefused) -> None:
        """Find out why a write was refused: the playlist is gone, or songs of it are dead.

        Raises:
            PlaylistGone: It is.
            SpotifyRefused: For another reason, which asking again will not change.
        """
        if refusal.status == 404:
            await self._must_stand()
        if refusal.status not in {400, 404} or write.kind is Kind.REMOVE:
            raise refusal
        if not await self._bury(write.uris):
            raise refusal

    async def _bury(self, uris: tuple[str, ...]) -> bool:
        """Look each song up that was not yet; say whether any is dead."""
        unknown = [uri for uri in uris if uri not in self._alive | self._dead]
        alive = {uri for uri in unknown if await self._shelf.alive(uri)}
        self._alive |= alive
        self._dead |= set(unknown) - alive
        return len(alive) < len(unknown)

    async def _without_doubt(self, found: Reading) -> Reading:
        """Return what the playlist holds, having looked into places without a song.

        Such a place may be a slip of Spotify's, gone at the next reading; otherwise the song is
        probably dead, and nobody took it out.
        """
        if all(one.uri for one in found) or not self._absent(found):
            return found
        await self._wait(LOOKS[0])
        found = await self._read()
        if not all(one.uri for one in found):
            await self._bury(tuple(uri for uri in self._absent(found) if uri in self._added))
        return found

    def _absent(self, found: Reading) -> list[str]:
        """Return the wanted songs that are not there, without those that were looked up."""
        held = Holdings(found, self._intent.isrcs)
        settled = self._alive | self._dead
        return [uri for uri in self._intent.wanted if uri not in held and uri not in settled]

    async def _read(self) -> Reading:
        try:
            return await self._shelf.found(self._playlist_id)
        except SpotifyRefused as refusal:
            if refusal.status != 404:
                raise
            await self._must_stand()
            raise SpotifyUnavailable(refusal.doing, refusal.status) from refusal

    async def _must_stand(self) -> None:
        if not await self._shelf.stands(self._playlist_id):
            raise PlaylistGone(self._playlist_id)

    def _all_show(self, writes: tuple[Write, ...], found: Reading) -> bool:
        return all(shows(write, found, self._intent.isrcs, whole=True) for write in writes)

    def _took_effect(self, write: Write) -> None:
        if write.kind is not Kind.REMOVE:
            self._added |= set(write.uris)

    def _lose(self, fault: SpotifyUnavailable) -> None:
        """Count a write that had no effect.

        Raises:
            SpotifyUnavailable: The fault, where it is one too many.
        """
        self._lost += 1
        if self._lost == LOST:
            raise fault

    def _report(self, found: Reading, taken_out: tuple[str, ...]) -> SyncReport:
        present = tuple(one.uri for one in found if one.uri.startswith("spotify:track:"))
        wanted, held = set(self._intent.wanted), set(present)
        added = self._added | (wanted & held if self._intent.mode == MIRROR else set())
        return SyncReport(
            playlist_id=self._playlist_id,
            present=present,
            # What a human took out stays known: otherwise it would be added again.
            added=frozenset(uri for uri in added if uri in wanted or uri in held),
            taken_out=taken_out,
            dead=tuple(uri for uri in dict.fromkeys(self._intent.wanted) if uri in self._dead),
            calls=self._shelf.calls,
            made=self._made,
        )
