"""Sync a playlist with what it should hold, despite lost answers, dead songs and other editors."""

from bot.domain.errors import (
    Cause,
    PlaylistGone,
    PlaylistNotWritten,
    SpotifyRefused,
    SpotifyUnavailable,
)
from bot.services.ports.repositories.spotify import MIRROR
from bot.services.ports.spotify import Made, PlaylistIntent, SyncReport, forget_made
from bot.spotify.answers import Entry
from bot.spotify.calls import Wait
from bot.spotify.plan import Holdings, Kind, Write, make_plan, took_effect
from bot.spotify.playlist_calls import PlaylistCalls
from bot.spotify.refused_songs import refused_among

CHECK_DELAYS = (2.0, 10.0, 30.0)
"""Waits (seconds) between checks whether a write has taken effect."""
PLANS_MAX = 5
"""How often a sync may write: dead songs, lost answers and other editors make it plan again."""
LOST_WRITES_MAX = 2
"""After how many writes without effect a sync gives up until the next one."""
LOOKED_UP_MAX = 20
"""How many songs a sync looks up, one call each, if the last one ended with nothing taken."""

Entries = tuple[Entry, ...]


class SyncRun:
    """One sync: read, plan, write and read back, until there is nothing left to write."""

    def __init__(
        self,
        intent: PlaylistIntent,
        playlists: PlaylistCalls,
        wait: Wait,
        made: Made = forget_made,
    ) -> None:
        self._intent = intent
        self._playlists = playlists
        self._wait = wait
        self._made = made
        # What took nothing is asked again, and not everything about it.
        self._delays = CHECK_DELAYS[:1] if intent.stuck else CHECK_DELAYS
        self._plans_max = 1 if intent.stuck else PLANS_MAX
        self._lost_max = 1 if intent.stuck else LOST_WRITES_MAX
        self._playlist_id = intent.playlist_id
        self._added = intent.added
        self._dead: frozenset[str] = frozenset()
        self._alive: frozenset[str] = frozenset()
        self._lost = 0
        self._created = False
        self._public: bool | None = None

    @property
    def playlist_id(self) -> str:
        """The id of the playlist; empty before there is one."""
        return self._playlist_id

    async def run(self) -> SyncReport:
        """Sync the playlist, and report what it holds then.

        Raises:
            SpotifyUnavailable, SpotifyRefused, RateLimited, NeedsReconnect, PlaylistGone.
            PlaylistNotWritten: Spotify answers, and takes nothing that is written.
        """
        found = await self._find_or_create()
        for written in range(self._plans_max + 1):
            found = await self._recheck_missing_songs(found)
            plan = make_plan(self._intent, found, self._added, self._dead)
            if not plan.writes:
                return self._report(found, plan.taken_out)
            if written < self._plans_max:
                found = await self._write_all(plan.writes)
        raise PlaylistNotWritten("have a playlist take what is written to it")

    async def _find_or_create(self) -> Entries:
        """Return what the playlist holds at first: nothing if it was just created."""
        if self._playlist_id:
            return await (self._look() if self._intent.asks else self._read())
        # An earlier attempt may have created it although its answer was lost, so look for it first.
        self._playlist_id = await self._playlists.find_by_marker(self._intent.marker)
        if self._playlist_id:
            await self._made(self._playlist_id)
            return await self._read()
        while True:
            try:
                intent = self._intent
                self._playlist_id = await self._playlists.create(intent.name, intent.description)
            except SpotifyUnavailable as fault:
                if await self._created_after_all():
                    await self._made(self._playlist_id)
                    return await self._read()
                self._count_lost(fault)
            else:
                self._created = True
                # Before it is filled, which may fail for days: it need not be looked for then.
                await self._made(self._playlist_id)
                return ()

    async def _look(self) -> Entries:
        """Look whether the playlist still stands, whose it is and who sees it; return its entries.

        Raises:
            PlaylistGone: It does not stand.
            SpotifyRefused: It is another account's, or the bot's own and stays public.
        """
        await self._require_playlist()
        try:
            facts, entries = await self._playlists.opened(self._playlist_id)
        except SpotifyRefused as refusal:
            if refusal.status != 404:
                raise
            raise SpotifyUnavailable(refusal.doing, refusal.status) from refusal
        self._public = facts.public
        if self._intent.mode == MIRROR:
            if facts.owner_id != await self._playlists.me():
                raise SpotifyRefused("keep a playlist", 200, "another account's", Cause.OWNER)
            await self._playlists.keep_private(self._playlist_id, public=facts.public)
        return await self._read() if entries is None else entries

    async def _created_after_all(self) -> bool:
        """Return whether a playlist whose creation was not answered exists after all."""
        for seconds in self._delays:
            await self._wait(seconds)
            self._playlist_id = await self._playlists.find_by_marker(self._intent.marker)
            if self._playlist_id:
                return True
        return False

    async def _write_all(self, writes: tuple[Write, ...]) -> Entries:
        """Make the writes until one fails, and return what the playlist holds then."""
        for write in writes:
            try:
                await self._playlists.write(self._playlist_id, write)
            except SpotifyUnavailable as fault:
                return await self._check_lost_write(write, fault)
            except SpotifyRefused as refusal:
                await self._diagnose(write, refusal)
                return await self._read()
            self._note_added(write)
        return await self._read_back(writes)

    async def _check_lost_write(self, write: Write, fault: SpotifyUnavailable) -> Entries:
        """Find out whether a write whose answer was lost took effect.

        It waits long only for additions: anything else can be repeated safely.
        """
        for seconds in self._delays if write.kind is Kind.ADD else CHECK_DELAYS[:1]:
            await self._wait(seconds)
            found = await self._read()
            if took_effect(write, found, self._intent.identities, whole=False):
                self._note_added(write)
                return found
        self._count_lost(fault)
        return found

    async def _read_back(self, writes: tuple[Write, ...]) -> Entries:
        """Read what was written; if it is not visible yet, check again a few times."""
        found = await self._read()
        if self._all_took_effect(writes, found):
            return found
        await self._require_playlist()
        for seconds in self._delays:
            await self._wait(seconds)
            found = await self._read()
            if self._all_took_effect(writes, found):
                break
        return found

    async def _diagnose(self, write: Write, refusal: SpotifyRefused) -> None:
        """Find out why a write was refused: the playlist is gone, or some of the songs are dead.

        Raises:
            PlaylistGone: The playlist is gone.
            SpotifyRefused: For another reason, which asking again will not change.
        """
        if refusal.status == 404:
            await self._require_playlist()
        if refusal.status not in {400, 404} or write.kind is Kind.REMOVE:
            raise refusal
        if refusal.cause is not Cause.OTHER or (
            self._intent.stuck and len(write.uris) > LOOKED_UP_MAX
        ):
            raise refusal
        if not await self._find_dead(write.uris) and not await self._find_refused(write):
            raise refusal

    async def _find_dead(self, uris: tuple[str, ...]) -> bool:
        """Look up the songs that have not been looked up yet; return whether any is dead."""
        unknown = [uri for uri in uris if uri not in self._alive | self._dead]
        alive = {uri for uri in unknown if await self._playlists.track_exists(uri)}
        self._alive |= alive
        self._dead |= set(unknown) - alive
        return len(alive) < len(unknown)

    async def _find_refused(self, write: Write) -> bool:
        """Add the songs of a refused write by halves; return whether it was some of the songs.

        In a playlist that is kept in order, the next plan brings them into it.
        """
        if len(write.uris) < 2:
            return False

        async def add(uris: tuple[str, ...]) -> None:
            part = Write(Kind.ADD, uris)
            await self._playlists.write(self._playlist_id, part)
            self._note_added(part)

        refused = await refused_among(write.uris, add)
        self._dead |= set(refused or ())
        return refused is not None

    async def _recheck_missing_songs(self, found: Entries) -> Entries:
        """Read the playlist again if some entries have no song, and return what it holds.

        Such an entry may be a glitch that is gone at the next read. If not, the song is probably
        dead, and nobody removed it.
        """
        if all(entry.uri for entry in found) or not self._missing(found):
            return found
        await self._wait(CHECK_DELAYS[0])
        found = await self._read()
        if not all(entry.uri for entry in found):
            await self._find_dead(tuple(uri for uri in self._missing(found) if uri in self._added))
        return found

    def _missing(self, found: Entries) -> list[str]:
        """Return the wanted songs that are missing, except those that were looked up."""
        held = Holdings(found, self._intent.identities)
        looked_up = self._alive | self._dead
        return [uri for uri in self._intent.wanted if uri not in held and uri not in looked_up]

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

    def _all_took_effect(self, writes: tuple[Write, ...], found: Entries) -> bool:
        return all(
            took_effect(write, found, self._intent.identities, whole=True) for write in writes
        )

    def _note_added(self, write: Write) -> None:
        if write.kind is not Kind.REMOVE:
            self._added |= set(write.uris)

    def _count_lost(self, fault: SpotifyUnavailable) -> None:
        """Count a write that had no effect.

        Raises:
            PlaylistNotWritten: There have been too many.
        """
        self._lost += 1
        if self._lost == self._lost_max:
            raise PlaylistNotWritten(fault.doing, fault.status) from fault

    def _report(self, found: Entries, taken_out: tuple[str, ...]) -> SyncReport:
        present = tuple(entry.uri for entry in found if entry.uri.startswith("spotify:track:"))
        wanted, held = set(self._intent.wanted), set(present)
        added = self._added | (wanted & held if self._intent.mode == MIRROR else set())
        return SyncReport(
            playlist_id=self._playlist_id,
            present=present,
            # What a person removed stays recorded, or it would be added again.
            added=frozenset(uri for uri in added if uri in wanted or uri in held),
            taken_out=taken_out,
            dead=tuple(uri for uri in dict.fromkeys(self._intent.wanted) if uri in self._dead),
            calls=self._playlists.calls_made,
            made=self._created,
            public=self._public,
        )
