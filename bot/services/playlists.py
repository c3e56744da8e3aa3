"""The playlist a room shares: the winners of every episode, kept in line with the rounds."""

from dataclasses import dataclass

from bot.domain.errors import NotFound
from bot.domain.model import Room, RoomId, Round, RoundId
from bot.services.cuts import seated
from bot.services.destinations import channel
from bot.services.ports import Clock, PlaylistIntent, Playlists
from bot.services.store import EffectKind, SharedPlaylist, Store

MIRROR = "mirror"
TAKEN_OUT = "taken_out"
DEAD = "dead"


class SharedPlaylists:
    """Sync the shared playlist; say what became of it."""

    def __init__(self, store: Store, clock: Clock, playlists: Playlists) -> None:
        self._store = store
        self._clock = clock
        self._playlists = playlists

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
        intent = await self._intent(room)
        # Nothing is made to hold nothing; what is there already is emptied.
        if self._playlists.configured and (intent.wanted or intent.playlist_id):
            report = await self._playlists.sync(intent)
            missing = dict.fromkeys(report.taken_out, TAKEN_OUT)
            missing |= dict.fromkeys(report.dead, DEAD)
            kept = SharedPlaylist(
                room_id=room_id,
                playlist_id=report.playlist_id,
                mode=intent.mode,
                added=report.added,
                present=report.present,
                missing=missing,
                synced_at=int(self._clock.now()),
            )
            async with self._store.transaction() as books:
                await books.playlists.save(kept)
        async with self._store.transaction() as books:
            await books.outbox.promise(
                EffectKind.EDIT_RESULTS,
                channel(room),
                round_id,
                room_id,
                int(self._clock.now()),
            )

    async def _intent(self, room: Room) -> PlaylistIntent:
        read = self._store.read
        kept = await read.playlists.of_room(room.id)
        songs = [
            song.recording
            for round_id in await read.rounds.latest_outcomes(room.id)
            if (round_ := await read.rounds.get(round_id)) is not None
            for song in seated(round_)
            if song.recording.uri
        ]
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
        if not self._playlists.configured:
            return Standing("off")
        read = self._store.read
        if await read.rounds.next_of(round_.id) is not None:
            return Standing("goes_on")
        kept = await read.playlists.of_room(round_.room_id)
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
