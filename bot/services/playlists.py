"""The playlist a room shares: the winners of every episode, kept in line with the rounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain import links
from bot.domain.errors import InvalidInput, NotFound, SpotifyNotConfigured, UpstreamError
from bot.domain.links import LinkKind
from bot.domain.model import Person, Recording, Room, RoomId, Round, RoundId
from bot.domain.permissions import require_showrunner
from bot.services.books.outbox import EffectKind, OutboxBooks
from bot.services.books.spotify import KeptPlaylist, PlaylistKind
from bot.services.cuts import seated
from bot.services.destinations import channel, spotify
from bot.services.ports import Clock, PlaylistFacts, PlaylistIntent, Spotify
from bot.services.store import Store
from bot.services.views import PlaylistStatus, Waiting

MIRROR = "mirror"
APPEND = "append"
TAKEN_OUT = "taken_out"
DEAD = "dead"


@dataclass(frozen=True, slots=True)
class LinkedPlaylist:
    """A playlist that people keep, and that the winners go into.

    `asks` says that it is not linked yet: anybody can find it, so that has to be wanted. `replaces`
    is the id of the playlist the winners went into before; empty where there was none.
    """

    room: Room
    facts: PlaylistFacts
    asks: bool = False
    replaces: str = ""


class SharedPlaylists:
    """Link the shared playlist, sync it, and say what became of it."""

    def __init__(self, store: Store, clock: Clock, spotify_: Spotify) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify_

    async def link(
        self, person: Person, room: Room, words: str, *, although_public: bool = False
    ) -> LinkedPlaylist:
        """Have the winners go into a playlist that people keep themselves; they are only added.

        A playlist that anybody can find is linked only `although_public`: the songs of an episode
        that has not been aired would be seen there. Until then the answer asks.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: It is no playlist's link (`playlist.no_link`), one that leads nowhere
                (`playlist.dead`), or one that the account may not change (`playlist.closed`).
            UpstreamError: What keeps Spotify from saying what the playlist is.
        """
        require_showrunner(person, room)
        found = links.parse(words.strip())
        if found is None or found.kind is not LinkKind.PLAYLIST:
            raise InvalidInput("playlist.no_link", words)
        try:
            facts = await self._spotify.of(room.spotify_account).facts(found.id)
        except NotFound:
            raise InvalidInput("playlist.dead", words) from None
        if facts.total is None:
            named: dict[str, object] = {"title": facts.name, "owner": facts.owner_name}
            raise InvalidInput("playlist.closed", words, named)
        if facts.public and not although_public:
            return LinkedPlaylist(room, facts, asks=True)
        before = await self._kept(room)
        now = int(self._clock.now())
        async with self._store.transaction() as books:
            if before is None or before.playlist_id != facts.id:
                await books.playlists.save(await self._fresh(room, facts.id))
            await self._promise(books.outbox, room, await self._newest(room), now)
        replaced = before.playlist_id if before and before.playlist_id != facts.id else ""
        return LinkedPlaylist(room, facts, replaces=replaced)

    async def request_sync(self, person: Person, room: Room) -> None:
        """Have the playlist brought in line soon, whatever it waited for.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: No round of the room has closed, so nothing belongs into it.
            SpotifyNotConfigured: There is no account.
        """
        require_showrunner(person, room)
        if not self._spotify.of(room.spotify_account).configured:
            raise SpotifyNotConfigured
        newest = await self._newest(room)
        if newest is None:
            raise NotFound("results")
        now = int(self._clock.now())
        async with self._store.transaction() as books:
            await self._promise(books.outbox, room, newest, now)
            await books.outbox.hurry(spotify(room), now)

    async def status(self, room: Room) -> PlaylistStatus:
        """Compare what the playlist should hold with what it holds at this moment.

        Where Spotify cannot be asked, what it held after the last sync is taken.

        Raises:
            SpotifyNotConfigured: There is no account.
        """
        if not self._spotify.of(room.spotify_account).configured:
            raise SpotifyNotConfigured
        kept = await self._kept(room)
        songs = await self._wanted(room)
        waiting = [
            one
            for one in await self._store.read.outbox.waiting(room.id)
            if one.what == EffectKind.SYNC_PLAYLIST
        ]
        if kept is None:
            return PlaylistStatus(room, None, tuple(songs), waiting=tuple(waiting))
        trouble: UpstreamError | NotFound | None = None
        there: tuple[Recording | None, ...] = ()
        try:
            there = await self._holds(room, kept.playlist_id)
        except (UpstreamError, NotFound) as fault:
            trouble = fault
        return compared(room, kept, songs, there, tuple(waiting), trouble)

    async def _kept(self, room: Room) -> KeptPlaylist | None:
        return await self._store.read.playlists.get(PlaylistKind.BOARD, room.id)

    async def _fresh(self, room: Room, playlist_id: str) -> KeptPlaylist:
        """Return a playlist of people's that nothing was put into yet."""
        account = room.spotify_account
        owner = await self._store.read.accounts.get(account) if account is not None else None
        return KeptPlaylist(
            PlaylistKind.BOARD,
            room.id,
            room.id,
            playlist_id,
            APPEND,
            owner_id=owner.owner_id if owner else "",
        )

    async def _holds(self, room: Room, playlist_id: str) -> tuple[Recording | None, ...]:
        places: list[Recording | None] = []
        library = self._spotify.of(room.spotify_account)
        while True:
            page = await library.page(playlist_id, len(places))
            places += page.recordings
            if not page.recordings or len(places) >= page.total:
                return tuple(places)

    async def _newest(self, room: Room) -> RoundId | None:
        """Return the round whose results speak of the playlist, if any has closed."""
        outcomes = await self._store.read.rounds.latest_outcomes(room.id)
        return outcomes[-1] if outcomes else None

    async def _promise(
        self, outbox: OutboxBooks, room: Room, round_id: RoundId | None, now: int
    ) -> None:
        if round_id is not None:
            await outbox.promise(EffectKind.SYNC_PLAYLIST, spotify(room), round_id, room.id, now)

    async def _wanted(self, room: Room) -> list[Recording]:
        """Return the winners of all episodes, oldest first, also those entered by hand."""
        read = self._store.read
        return [
            song.recording
            for round_id in await read.rounds.latest_outcomes(room.id)
            if (round_ := await read.rounds.get(round_id)) is not None
            for song in seated(round_)
        ]

    async def sync(self, room_id: RoomId, round_id: RoundId) -> None:
        """Bring the room's playlist in line with all its outcomes; have the results say so.

        Safe to repeat. What is wanted is worked out anew each time, so that of several syncs that
        wait the first does the work.

        Raises:
            UpstreamError: What keeps Spotify from it.
        """
        room = await self._store.read.rooms.get(room_id)
        if room is None:
            raise NotFound("room")
        account = self._spotify.of(room.spotify_account)
        kept = await self._kept(room)
        intent = await self._intent(room, kept)
        # Nothing is made to hold nothing; what is there already is emptied.
        if account.configured and (intent.wanted or intent.playlist_id):
            report = await account.sync(intent)
            missing = dict.fromkeys(report.taken_out, TAKEN_OUT)
            missing |= dict.fromkeys(report.dead, DEAD)
            left = replace(
                kept or await self._fresh(room, report.playlist_id),
                playlist_id=report.playlist_id,
                mode=intent.mode,
                added=report.added,
                present=report.present,
                missing=missing,
                synced_at=int(self._clock.now()),
            )
            async with self._store.transaction() as books:
                await books.playlists.save(left)
        async with self._store.transaction() as books:
            await books.outbox.promise(
                EffectKind.EDIT_RESULTS,
                channel(room),
                round_id,
                room_id,
                int(self._clock.now()),
            )

    async def _intent(self, room: Room, kept: KeptPlaylist | None) -> PlaylistIntent:
        songs = [song for song in await self._wanted(room) if song.uri]
        return PlaylistIntent(
            playlist_id=kept.playlist_id if kept else "",
            name=f"{room.title} on the board",
            marker=f"needledrop-{room.id}",
            mode=kept.mode if kept else MIRROR,
            wanted=tuple(dict.fromkeys(song.uri for song in songs)),
            isrcs={song.uri: song.isrc for song in songs if song.isrc},
            added=kept.added if kept else frozenset(),
        )

    async def standing(self, round_: Round) -> "Standing":
        """Return whether the playlist holds what a closed round seated."""
        winners = seated(round_)
        by_hand = tuple(song.title for song in winners if not song.recording.uri)
        room = await self._store.read.rooms.get(round_.room_id)
        if room is None or not self._spotify.of(room.spotify_account).configured:
            return Standing("off")
        read = self._store.read
        if await read.rounds.next_of(round_.id) is not None:
            return Standing("goes_on")
        kept = await self._kept(room)
        state = await read.outbox.state_of(EffectKind.SYNC_PLAYLIST, round_.id)
        url = f"https://open.spotify.com/playlist/{kept.playlist_id}" if kept else ""
        if state != "done":
            return Standing("waiting" if state == "waiting" else "trouble", url, by_hand)
        missing = kept.missing if kept else {}
        gone = tuple(s.title for s in winners if s.recording.uri in missing)
        return Standing("synced", url, by_hand + gone)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the playlist stands for one round; see the fields of `Results`."""

    state: str
    url: str = ""
    missing: tuple[str, ...] = ()


def compared(
    room: Room,
    kept: KeptPlaylist,
    songs: Sequence[Recording],
    there: Iterable[Recording | None],
    waiting: tuple[Waiting, ...] = (),
    trouble: UpstreamError | NotFound | None = None,
) -> PlaylistStatus:
    """Return how what a playlist holds differs from what it should; the same ISRC is the same song.

    Args:
        room: The room.
        kept: The playlist as the last sync left it.
        songs: What it should hold, in order.
        there: What it holds now; not known where there is trouble.
        waiting: The syncs that wait.
        trouble: Why Spotify could not be asked.
    """
    wanted = {song.uri: song for song in songs if song.uri}
    by_hand = tuple(song for song in songs if not song.uri)
    present = [song for song in there if song is not None]
    isrcs = {song.isrc for song in present if song.isrc}
    codes = {song.isrc for song in wanted.values() if song.isrc}
    held = {song.uri for song in present} if trouble is None else set(kept.present)
    held |= {uri for uri, song in wanted.items() if song.isrc in isrcs}
    extra = tuple(song for song in present if song.uri not in wanted and song.isrc not in codes)
    missing = tuple(
        (song, kept.missing.get(uri, "")) for uri, song in wanted.items() if uri not in held
    )
    return PlaylistStatus(
        room=room,
        playlist_id=kept.playlist_id,
        wanted=tuple(songs),
        mode=kept.mode,
        synced_at=kept.synced_at,
        in_place=sum(uri in held for uri in wanted),
        missing=missing,
        by_hand=by_hand,
        extra=extra,
        waiting=waiting,
        trouble=trouble,
    )
