"""The playlist a room shares: the winners of every episode, kept in line with the rounds."""

from dataclasses import dataclass

from bot.domain.errors import NotFound
from bot.domain.model import Episode, Room, RoomId, Round, RoundId
from bot.services.cuts import Cut, cut, seated, song_ids
from bot.services.destinations import channel
from bot.services.ports import Clock, PlaylistIntent, Playlists
from bot.services.store import EffectKind, SharedPlaylist, Store
from bot.services.views import Results

MIRROR = "mirror"
TAKEN_OUT = "taken_out"
DEAD = "dead"


class SharedPlaylists:
    """Sync the shared playlist; say with the results what became of it."""

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
        if self._playlists.configured and intent.wanted:
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

    async def results(self, room: Room, episode: Episode) -> Results:
        """Return the episode's newest results.

        Raises:
            NotFound: No round of it has closed.
        """
        del room  # the episode was found in it
        round_id = await self._store.read.rounds.latest(episode.id, closed=True)
        if round_id is None:
            raise NotFound("results", episode.number)
        return await self.results_of(round_id)

    async def results_of(self, round_id: RoundId) -> Results:
        """Return a closed round's results, with where the playlist stands now.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        round_, episode, made = await self._recount(round_id)
        room = await self._store.read.rooms.get(round_.room_id)
        if room is None:
            raise NotFound("results")
        standing = await self._standing(round_)
        return Results(
            room=room,
            episode=episode,
            round=round_,
            outcome=made.outcome,
            songs=song_ids(round_),
            record_sha256=round_.record_sha256,
            playlist_state=standing.state,
            playlist_url=standing.url,
            playlist_missing=standing.missing,
        )

    async def record(self, round_id: RoundId) -> Cut:
        """Return a closed round's cut with the record that anybody can count again.

        Raises:
            NotFound: There is no such round, or it has not closed.
        """
        _, _, made = await self._recount(round_id)
        return made

    async def _recount(self, round_id: RoundId) -> tuple[Round, Episode, Cut]:
        read = self._store.read
        round_ = await read.rounds.get(round_id)
        if round_ is None or round_.outcome is None:
            raise NotFound("results")
        episode = await read.episodes.get(round_.episode_id)
        if episode is None:
            raise NotFound("results")
        return round_, episode, cut(round_, episode, await read.rounds.ballots(round_))

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

    async def _standing(self, round_: Round) -> "_Standing":
        winners = seated(round_)
        by_hand = tuple(song.title for song in winners if not song.recording.uri)
        if not self._playlists.configured:
            return _Standing("off")
        read = self._store.read
        kept = await read.playlists.of_room(round_.room_id)
        state = await read.outbox.state_of(EffectKind.SYNC_PLAYLIST, round_.id)
        url = f"https://open.spotify.com/playlist/{kept.playlist_id}" if kept else ""
        if state != "done":
            return _Standing("waiting" if state == "waiting" else "trouble", url, by_hand)
        missing = kept.missing if kept else {}
        gone = tuple(s.title for s in winners if s.recording.uri in missing)
        return _Standing("synced", url, by_hand + gone)


@dataclass(frozen=True, slots=True)
class _Standing:
    state: str
    url: str = ""
    missing: tuple[str, ...] = ()
