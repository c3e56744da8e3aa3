"""A room's shared playlist: the boards of all episodes, synced after each change."""

from msgspec import Struct

from bot.domain import links
from bot.domain.allowance import Payer
from bot.domain.cut import seated
from bot.domain.errors import (
    InvalidInput,
    NeedsReconnect,
    NotFound,
    PlaylistBusy,
    PlaylistGone,
    PlaylistNotWritten,
    RateLimited,
    RoomError,
    SpotifyNotConfigured,
    SpotifyRefused,
    SpotifyUnavailable,
    StorageError,
)
from bot.domain.model import Episode, Person, Room, Round, RoundId
from bot.domain.permissions import require_showrunner
from bot.services.belonging import InRoom
from bot.services.playlists import contents, sync
from bot.services.playlists.looks import PlaylistLooks
from bot.services.playlists.sync import PlaylistSync, playlist_url
from bot.services.ports.destinations import channel, listening, spotify
from bot.services.ports.repositories.outbox import Effect, EffectKind, OutboxRepository
from bot.services.ports.repositories.spotify import MIRROR, PlaylistKind, StoredPlaylist
from bot.services.ports.spotify import PlaylistFacts, Spotify
from bot.services.ports.statuses import PlaylistStatus
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork
from bot.services.ports.world import Clock


class LinkedPlaylist(Struct, frozen=True):
    """A playlist that people edit themselves, and to which the bot adds the winners.

    With `needs_confirmation` it is not linked yet: it is public, so somebody must confirm first.
    `replaces` is the id of the playlist that was linked before, if any.
    """

    room: Room
    facts: PlaylistFacts
    needs_confirmation: bool = False
    replaces: str = ""


class PlaylistState(Struct, frozen=True):
    """The state of the playlist for one round; see the fields of `Results`."""

    state: str
    url: str = ""
    missing: tuple[str, ...] = ()
    ends_plan: bool = False


class SharedPlaylists:
    """Link the shared playlist, sync it, and report its state."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        spotify_: Spotify,
        playlist_sync: PlaylistSync,
        looks: PlaylistLooks,
    ) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify_
        self._sync = playlist_sync
        self._looks = looks

    async def link(
        self, person: Person, room: Room, words: str, *, even_if_public: bool = False
    ) -> LinkedPlaylist:
        """Have the winners added to a playlist that people edit themselves.

        A public playlist is linked only with `even_if_public`, since it would show the songs of
        unaired episodes; otherwise the result needs confirmation.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: It is not the link of a playlist (`playlist.no_link`, …), leads nowhere
                (`playlist.dead`), the bot keeps that playlist itself (`playlist.kept`), or the
                account may not change it (`playlist.closed`).
            UpstreamError: Spotify cannot be asked about the playlist.
        """
        require_showrunner(person, room)
        playlist_id = links.playlist_id(words, "playlist")
        await self._refuse_kept(self._store.read, playlist_id, words)
        try:
            account, payer = self._spotify.of(room.spotify_account), Payer(room.id, person.user_id)
            facts = await account.facts(playlist_id, payer)
        except NotFound:
            raise InvalidInput("playlist.dead", words) from None
        if facts.total is None:
            raise _closed(facts, words)
        if facts.public and not even_if_public:
            return LinkedPlaylist(room, facts, needs_confirmation=True)
        before = await self._stored(room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await self._refuse_kept(unit, facts.id, words)
            if before is None or before.playlist_id != facts.id:
                kind = PlaylistKind.BOARD
                await unit.playlists.save(
                    await self._sync.new_playlist(unit, room, kind, room.id, facts.id)
                )
            await unit.facts.set(sync.seen_public(facts.id), "1" if facts.public else "")
            await self._promise(unit.outbox, room, await self._newest(unit, room), now)
        replaced = before.playlist_id if before and before.playlist_id != facts.id else ""
        return LinkedPlaylist(room, facts, replaces=replaced)

    async def _refuse_kept(self, read: UnitOfWork, playlist_id: str, words: str) -> None:
        """Refuse a playlist that the bot keeps, in whichever room: it would be overwritten."""
        kept = await read.playlists.known_as(playlist_id)
        if any(one.mode == MIRROR for one in kept):
            raise InvalidInput("playlist.kept", words)

    async def request_sync(self, person: Person, room: Room, episode: Episode) -> None:
        """Promise to sync the shared playlist and that of an episode's shortlist at once.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: Both would be empty: no round of the room has closed, and the episode has no
                shortlist.
            SpotifyNotConfigured: There is no account.
        """
        require_showrunner(person, room)
        if not self._spotify.of(room.spotify_account).configured:
            raise SpotifyNotConfigured
        episode = await InRoom(self._store.read, room).episode(episode.id)
        newest = await self._newest(self._store.read, room)
        listens = bool((await contents.of_shortlist(self._store.read, room, episode)).songs)
        if newest is None and not listens:
            raise NotFound("results")
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await self._promise(unit.outbox, room, newest, now)
            if listens:
                await sync.promise(unit, room, episode.id, now)
            for line in (spotify(room), listening(spotify(room))):
                await unit.outbox.retry_now(line, now)

    async def _stored(self, room: Room) -> StoredPlaylist | None:
        return await self._store.read.playlists.get(PlaylistKind.BOARD, room.id)

    async def status(self, room: Room, episode: Episode | None = None) -> PlaylistStatus:
        """Compare what the playlist should hold with what it holds: see `PlaylistLooks`."""
        return await self._looks.status(room, episode)

    async def _newest(self, read: UnitOfWork, room: Room) -> RoundId | None:
        """Return the newest closed round, whose results show the playlist.

        Where all plans go on, it is a cut of one: the playlist may be there from when it was the
        last one, since the vote after it was cancelled and brought back.
        """
        outcomes = await read.rounds.latest_outcomes(room.id)
        if outcomes:
            return outcomes[-1]
        for summary in await read.episodes.summaries(room.id):
            cut = await read.rounds.latest(summary.episode.id, closed=True)
            if cut is not None:
                return cut
        return None

    async def _promise(
        self, outbox: OutboxRepository, room: Room, round_id: RoundId | None, now: int
    ) -> None:
        if round_id is not None:
            await outbox.promise(EffectKind.SYNC_PLAYLIST, spotify(room), round_id, room.id, now)

    async def sync(self, effect: Effect) -> Settle:
        """Sync the room's playlist with all its boards; what follows includes the results' edit.

        Safe to repeat. The contents are computed each time, so the first of several waiting syncs
        does the work of all that wait by then.

        Raises:
            UpstreamError: Spotify cannot do it now.
        """
        room = await self._store.read.rooms.get(effect.room_id)
        if room is None:
            raise NotFound("room")
        alike = await self._store.read.outbox.alike(effect)
        synced = await self._sync.sync_contents(
            room, await contents.of_board(self._store.read, room), stuck=effect.stuck
        )

        async def settle(unit: UnitOfWork) -> None:
            await synced(unit)
            await self._promise_edit(unit, room, RoundId(effect.subject_id))
            for other_id, subject_id in alike:
                await unit.outbox.done(other_id)
                await self._promise_edit(unit, room, RoundId(subject_id))

        return settle

    async def note_failure(self, unit: UnitOfWork, effect: Effect, fault: Exception) -> None:
        """Have the results say that a sync waits for somebody, once for each reason.

        Other syncs of the room's playlist wait with it: they would fail alike.
        """
        if effect.kind is not EffectKind.SYNC_PLAYLIST:
            return
        await unit.outbox.wait_together(effect)
        if not _waits_for_person(fault):
            return
        room = await unit.rooms.get(effect.room_id)
        if room is not None and type(fault).__name__ != effect.last_error.partition(" ")[0]:
            await self._promise_edit(unit, room, RoundId(effect.subject_id))

    async def _promise_edit(self, unit: UnitOfWork, room: Room, round_id: RoundId) -> None:
        kind, now = EffectKind.EDIT_RESULTS, int(self._clock.now())
        await unit.outbox.promise(kind, channel(room), round_id, room.id, now)

    async def state_for(self, room: Room, round_: Round) -> PlaylistState:
        """Return whether the playlist holds what a closed round of the room seated."""
        winners = seated(round_)
        by_hand = tuple(song.title for song in winners if not song.recording.uri)
        stored, goes_on, ends_plan, sync = await self._store.read.shown_rounds.playlist_after(
            round_
        )
        if goes_on:
            return PlaylistState("goes_on")
        if not self._spotify.of(room.spotify_account).configured:
            return PlaylistState("off", ends_plan=ends_plan)
        # What was done long ago is forgotten.
        state, error = sync or ("done", "")
        url = playlist_url(stored)
        if state != "done":
            return PlaylistState(_state_of_unsynced(state, error), url, by_hand, ends_plan)
        missing = stored.missing if stored else {}
        gone = tuple(s.title for s in winners if s.recording.uri in missing)
        return PlaylistState("synced", url, by_hand + gone, ends_plan)


_FOR_PERSON = (
    NeedsReconnect,
    PlaylistGone,
    PlaylistNotWritten,
    SpotifyNotConfigured,
    SpotifyRefused,
)
"""What only a person can mend; what nobody foresaw counts as that, too."""


def _waits_for_person(fault: Exception) -> bool:
    return isinstance(fault, _FOR_PERSON) or not isinstance(fault, RoomError)


def _state_of_unsynced(state: str | None, error: str) -> str:
    """Return the state of a playlist whose sync is not done, by what keeps it."""
    if error == PlaylistGone.__name__:
        return "gone"
    kinds = (SpotifyUnavailable, RateLimited, PlaylistBusy, StorageError)
    passing = {"", *(kind.__name__ for kind in kinds)}
    return "waiting" if state == "waiting" and error in passing else "trouble"


def _closed(facts: PlaylistFacts, words: str) -> InvalidInput:
    return InvalidInput("playlist.closed", words, {"title": facts.name, "owner": facts.owner_name})
