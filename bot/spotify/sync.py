"""Bringing a playlist in line with the bot's intent, whatever happens on the way."""

from bot.domain.errors import PlaylistGone, SpotifyRefused, SpotifyUnavailable
from bot.services.ports.repositories.spotify import MIRROR
from bot.services.ports.spotify import PlaylistIntent, SyncReport
from bot.spotify.answers import Entry
from bot.spotify.calls import Wait
from bot.spotify.plan import Holdings, Kind, Write, make_plan, shows
from bot.spotify.playlist_calls import PlaylistCalls

LOOKS = (2.0, 10.0, 30.0)
"""When to look again (seconds after each other) for what may have taken effect."""
PLANS = 5
"""How often a sync may plan: dead songs, lost answers and people in between make it plan again."""
LOST_WRITES = 2
"""After how many writes without effect a sync leaves the rest to a later one."""

Entries = tuple[Entry, ...]


class SyncRun:
    """One sync: reads, plans, writes, and reads back until nothing is left to be written."""

    def __init__(self, intent: PlaylistIntent, playlists: PlaylistCalls, wait: Wait) -> None:
        self._intent = intent
        self._playlists = playlists
        self._wait = wait
        self._playlist_id = intent.playlist_id
        self._added = intent.added
        self._dead: frozenset[str] = frozenset()
        self._alive: frozenset[str] = frozenset()
        self._lost = 0
        self._created = False

    async def run(self) -> SyncReport:
        """Bring the playlist in line, and return what it holds then.

        Raises:
            SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect, PlaylistGone.
        """
        found = await self._find_or_create()
        for _ in range(PLANS):
            found = await self._recheck_blanks(found)
            plan = make_plan(self._intent, found, self._added, self._dead)
            if not plan.writes:
                return self._report(found, plan.taken_out)
            found = await self._write_all(plan.writes)
        raise SpotifyUnavailable("have a playlist take what is written to it")

    async def _find_or_create(self) -> Entries:
        """Return what the playlist holds at first: nothing, where it was just created."""
        if self._playlist_id:
            return await self._read()
        # An earlier attempt may have created it without our knowing, so every one looks first.
        self._playlist_id = await self._playlists.find_by_marker(self._intent.marker)
        if self._playlist_id:
            return await self._read()
        while True:
            try:
                intent = self._intent
                self._playlist_id = await self._playlists.create(intent.name, intent.description)
            except SpotifyUnavailable as fault:
                if await self._created_after_all():
                    return await self._read()
                self._count_lost(fault)
            else:
                self._created = True
                return ()

    async def _created_after_all(self) -> bool:
        """Return whether a playlist turns up whose creation was not answered."""
        for seconds in LOOKS:
            await self._wait(seconds)
            self._playlist_id = await self._playlists.find_by_marker(self._intent.marker)
            if self._playlist_id:
                return True
        return False

    async def _write_all(self, writes: tuple[Write, ...]) -> Entries:
        """Make the writes, up to one that fails, and return what the playlist holds then."""
        for write in writes:
            try:
                await self._playlists.write(self._playlist_id, write)
            except SpotifyUnavailable as fault:
                return await self._check_lost(write, fault)
            except SpotifyRefused as refusal:
                await self._explain(write, refusal)
                return await self._read()
            self._note_added(write)
        return await self._read_back(writes)

    async def _check_lost(self, write: Write, fault: SpotifyUnavailable) -> Entries:
        """Find out whether a write whose answer was lost took effect.

        Only adding is waited for at length: anything else may be written again without harm.
        """
        for seconds in LOOKS if write.kind is Kind.ADD else LOOKS[:1]:
            await self._wait(seconds)
            found = await self._read()
            if shows(write, found, self._intent.isrcs, whole=False):
                self._note_added(write)
                return found
        self._count_lost(fault)
        return found

    async def _read_back(self, writes: tuple[Write, ...]) -> Entries:
        """Read what was written; where it does not show yet, look again a few times."""
        found = await self._read()
        if self._all_show(writes, found):
            return found
        await self._require_playlist()
        for seconds in LOOKS:
            await self._wait(seconds)
            found = await self._read()
            if self._all_show(writes, found):
                break
        return found

    async def _explain(self, write: Write, refusal: SpotifyRefused) -> None:
        """Find out why a write was refused: the playlist is gone, or some of the songs are dead.

        Raises:
            PlaylistGone: The playlist is gone.
            SpotifyRefused: For another reason, which asking again will not change.
        """
        if refusal.status == 404:
            await self._require_playlist()
        if refusal.status not in {400, 404} or write.kind is Kind.REMOVE:
            raise refusal
        if not await self._find_dead(write.uris):
            raise refusal

    async def _find_dead(self, uris: tuple[str, ...]) -> bool:
        """Look up each song that was not yet; return whether any is dead."""
        unknown = [uri for uri in uris if uri not in self._alive | self._dead]
        alive = {uri for uri in unknown if await self._playlists.track_exists(uri)}
        self._alive |= alive
        self._dead |= set(unknown) - alive
        return len(alive) < len(unknown)

    async def _recheck_blanks(self, found: Entries) -> Entries:
        """Return what the playlist holds, having looked again at entries without a song.

        Such an entry may be a slip of Spotify's, gone at the next reading; otherwise the song is
        probably dead, and nobody took it out.
        """
        if all(entry.uri for entry in found) or not self._missing(found):
            return found
        await self._wait(LOOKS[0])
        found = await self._read()
        if not all(entry.uri for entry in found):
            await self._find_dead(tuple(uri for uri in self._missing(found) if uri in self._added))
        return found

    def _missing(self, found: Entries) -> list[str]:
        """Return the wanted songs that are not there, without those that were looked up."""
        held = Holdings(found, self._intent.isrcs)
        settled = self._alive | self._dead
        return [uri for uri in self._intent.wanted if uri not in held and uri not in settled]

    async def _read(self) -> Entries:
        try:
            return await self._playlists.entries(self._playlist_id)
        except SpotifyRefused as refusal:
            if refusal.status != 404:
                raise
            await self._require_playlist()
            raise SpotifyUnavailable(refusal.doing, refusal.status) from refusal

    async def _require_playlist(self) -> None:
        if not await self._playlists.exists(self._playlist_id):
            raise PlaylistGone(self._playlist_id)

    def _all_show(self, writes: tuple[Write, ...], found: Entries) -> bool:
        return all(shows(write, found, self._intent.isrcs, whole=True) for write in writes)

    def _note_added(self, write: Write) -> None:
        if write.kind is not Kind.REMOVE:
            self._added |= set(write.uris)

    def _count_lost(self, fault: SpotifyUnavailable) -> None:
        """Count a write that had no effect.

        Raises:
            SpotifyUnavailable: The fault, where it is one too many.
        """
        self._lost += 1
        if self._lost == LOST_WRITES:
            raise fault

    def _report(self, found: Entries, taken_out: tuple[str, ...]) -> SyncReport:
        present = tuple(entry.uri for entry in found if entry.uri.startswith("spotify:track:"))
        wanted, held = set(self._intent.wanted), set(present)
        added = self._added | (wanted & held if self._intent.mode == MIRROR else set())
        return SyncReport(
            playlist_id=self._playlist_id,
            present=present,
            # What a human took out stays known: otherwise it would be added again.
            added=frozenset(uri for uri in added if uri in wanted or uri in held),
            taken_out=taken_out,
            dead=tuple(uri for uri in dict.fromkeys(self._intent.wanted) if uri in self._dead),
            calls=self._playlists.made,
            made=self._created,
        )
