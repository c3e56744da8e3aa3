"""Syncing one playlist: its songs, then its title, description and cover."""

import hashlib
import logging
from collections.abc import Awaitable
from functools import partial

from msgspec.structs import astuple

from bot.domain.errors import Cause, NotFound, PlaylistGone, SpotifyRefused
from bot.domain.model import CharacterId, EpisodeId, Room, RoomId
from bot.domain.structs import replace
from bot.services.playlists import contents
from bot.services.playlists.contents import Contents
from bot.services.playlists.intents import (
    Sharing,
    after_sync,
    forget_removed,
    intent_of,
    sharing_of,
)
from bot.services.playlists.kept import KeptPlaylists
from bot.services.playlists.readings import Readings
from bot.services.playlists.turns import PlaylistTurns
from bot.services.ports.destinations import listening, spotify
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import APPEND, MIRROR, PlaylistKind, StoredPlaylist
from bot.services.ports.spotify import PlaylistIntent, Spotify
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork, nothing_follows
from bot.services.ports.world import Artwork, Clock

log = logging.getLogger(__name__)


def seen_public(playlist_id: str) -> str:
    """Return the name of the fact whether a playlist was public when a sync looked last."""
    return f"playlist_public:{playlist_id}"


def playlist_url(stored: StoredPlaylist | None) -> str:
    """Return the address of a playlist; empty if there is none yet, or not filled yet."""
    if stored is None or not stored.playlist_id:
        return ""
    if stored.mode == MIRROR and not stored.synced_at:
        return ""
    return f"https://open.spotify.com/playlist/{stored.playlist_id}"


async def listen_url(read: UnitOfWork, episode_id: EpisodeId) -> str:
    """Return the address of the playlist of an episode's shortlist; empty if there is none yet."""
    return playlist_url(await read.playlists.get(PlaylistKind.SHORTLIST, episode_id))


async def promise(unit: UnitOfWork, room: Room, subject_id: int, now: int) -> None:
    """Promise to sync the playlist of a shortlist (by its episode's id) or of a character."""
    await unit.outbox.promise(
        EffectKind.SYNC_LISTENING_PLAYLIST, listening(spotify(room)), subject_id, room.id, now
    )


class PlaylistSync:
    """Sync playlists; what they should contain is computed each time."""

    def __init__(
        self, store: Store, clock: Clock, spotify_: Spotify, artwork: Artwork, readings: Readings
    ) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify_
        self._artwork = artwork
        self._readings = readings
        self._turns = PlaylistTurns(store, clock)
        self._kept = KeptPlaylists(store, clock)

    async def sync_listening(
        self, room_id: RoomId, subject_id: int, *, stuck: bool = False
    ) -> Settle:
        """Sync the playlist of a shortlist or a character; return what is stored of it.

        Safe to repeat; `stuck` as in `sync_contents`.

        A deleted playlist is created again only when the shortlist is presented again, or the
        character's playlist is turned on again.

        Raises:
            NotFound: There is no such room, episode or character.
            UpstreamError: What keeps Spotify from it.
        """
        room = await self._room(room_id)
        wanted = await contents.of_subject(self._store.read, room, subject_id)
        if wanted is None:
            raise NotFound("playlist")
        if wanted.kind is PlaylistKind.CHARACTER and not await self._has_playlist(subject_id):
            return nothing_follows
        try:
            return await self.sync_contents(room, wanted, stuck=stuck)
        except PlaylistGone:
            log.warning("the playlist of %s %s was deleted", wanted.kind, subject_id)
            return lambda unit: self._kept.forget(unit, room, wanted)

    async def sync_contents(self, room: Room, wanted: Contents, *, stuck: bool = False) -> Settle:
        """Make a playlist contain what is wanted; return what is stored of it and then follows.

        An empty playlist is not created, but an existing one is emptied. One that people edit may
        be shared by several rooms, which take turns.

        Args:
            room: The room.
            wanted: What the playlist should contain.
            stuck: Whether the last attempt ended with nothing taken: this one costs less then.

        Raises:
            UpstreamError: What keeps Spotify from it.
        """
        stored = await self._store.read.playlists.get(wanted.kind, wanted.subject_id)
        if stored is None or stored.mode == MIRROR:
            return await self._sync(room, wanted, stored, Sharing(), stuck=stuck)
        async with self._turns.turn(stored.playlist_id):
            sharing = await sharing_of(self._store.read, stored)
            return await self._sync(room, wanted, stored, sharing, stuck=stuck)

    async def _sync(
        self,
        room: Room,
        wanted: Contents,
        stored: StoredPlaylist | None,
        sharing: Sharing,
        *,
        stuck: bool,
    ) -> Settle:
        account = self._spotify.of(room.spotify_account)
        now = int(self._clock.now())
        intent = intent_of(room, wanted, stored, now, sharing, stuck=stuck)
        if not account.configured or not (intent.wanted or intent.playlist_id):
            return nothing_follows
        read = self._store.read
        new = stored or await self.new_playlist(read, room, wanted.kind, wanted.subject_id, "")
        try:
            report = await account.sync(intent, partial(self._kept.remember_made, new))
        except SpotifyRefused as refusal:
            if stored is None or stored.mode != MIRROR or refusal.cause is not Cause.OWNER:
                raise
            await self._kept.leave_behind(stored)
            return await self._sync(room, wanted, None, sharing, stuck=stuck)
        self._readings.synced(
            room, report.playlist_id, report.present, {one.uri: one for one in wanted.songs}
        )
        named = _hash(wanted.name, wanted.description) if report.made else new.named
        # What was read while it was under way is older.
        synced = after_sync(new, report, intent.mode, int(self._clock.now()), named)

        async def store(unit: UnitOfWork) -> None:
            await self._store_synced(unit, room, wanted, intent, synced)
            await forget_removed(unit, synced, intent.added - report.added)
            if report.public is not None:
                await unit.facts.set(seen_public(report.playlist_id), "1" if report.public else "")

        return store

    async def _store_synced(
        self,
        unit: UnitOfWork,
        room: Room,
        wanted: Contents,
        intent: PlaylistIntent,
        synced: StoredPlaylist,
    ) -> None:
        """Store a playlist that was synced, unless another has taken its place meanwhile."""
        before = await unit.playlists.get(synced.kind, synced.subject_id)
        if before is not None and before.playlist_id not in {
            intent.playlist_id,
            synced.playlist_id,
        }:
            return
        if before is None and intent.playlist_id:
            return
        if before is not None:
            # They may have been updated meanwhile.
            named = before.named or synced.named
            synced = replace(synced, named=named, covered=before.covered)
        await unit.playlists.save(synced)
        if synced.mode == MIRROR and synced != _with_details(synced, wanted):
            await unit.outbox.promise(
                EffectKind.UPDATE_PLAYLIST_DETAILS,
                listening(spotify(room)),
                wanted.subject_id,
                room.id,
                synced.synced_at,
            )
        if playlist_url(synced) != playlist_url(before):
            await self._kept.show(unit, room, wanted)

    async def update_details(self, room_id: RoomId, subject_id: int) -> Settle:
        """Give a playlist of the bot's own its title, description and cover. Safe to repeat.

        Return what is stored of that. Whatever Spotify refuses is skipped, unless it refuses
        everything: the songs are what matters.

        Raises:
            NotFound: There is no such room or playlist.
            UpstreamError: Spotify cannot do it now.
        """
        room = await self._room(room_id)
        wanted = await contents.empty_of(self._store.read, room, subject_id)
        if wanted is None:
            raise NotFound("playlist")
        stored = await self._store.read.playlists.get(wanted.kind, subject_id)
        if stored is None:
            raise NotFound("playlist")
        if stored.mode != MIRROR:
            return nothing_follows
        account, known_as = self._spotify.of(room.spotify_account), stored.playlist_id
        detailed = _with_details(stored, wanted)
        if detailed.named != stored.named:
            await _unless_refused(
                account.rename(known_as, wanted.name, wanted.description), known_as, "title"
            )
            # Before the cover, which may fail for days: it need not be named again then.
            async with self._store.transaction(room_id) as unit:
                await unit.playlists.set_details(replace(detailed, covered=stored.covered))
        if detailed.covered != stored.covered:
            picture = await self._artwork.cover(wanted.sleeve)
            await _unless_refused(account.upload_cover(known_as, picture), known_as, "cover")
        # Its songs may have been synced meanwhile.
        return lambda unit: unit.playlists.set_details(detailed)

    async def new_playlist(
        self, read: UnitOfWork, room: Room, kind: PlaylistKind, subject_id: int, playlist_id: str
    ) -> StoredPlaylist:
        """Return a playlist in the room's account before its first sync."""
        account = room.spotify_account
        owner = await read.accounts.get(account) if account is not None else None
        return StoredPlaylist(
            kind,
            subject_id,
            room.id,
            playlist_id,
            APPEND,
            owner_id=owner.owner_id if owner else "",
        )

    async def _room(self, room_id: RoomId) -> Room:
        room = await self._store.read.rooms.get(room_id)
        if room is None:
            raise NotFound("room")
        return room

    async def _has_playlist(self, subject_id: int) -> bool:
        character = await self._store.read.characters.get(CharacterId(subject_id))
        return character is not None and character.wants_playlist


async def _unless_refused(change: Awaitable[None], playlist_id: str, what: str) -> None:
    """Await a change of a playlist, which Spotify may refuse unless it refuses everything."""
    try:
        await change
    except SpotifyRefused as refusal:
        if refusal.of_account:
            raise
        log.warning("playlist %s keeps its %s: %s", playlist_id, what, refusal)


def _with_details(stored: StoredPlaylist, wanted: Contents) -> StoredPlaylist:
    """Return a playlist with the hashes of the title, description and cover it should have."""
    named, covered = _hash(wanted.name, wanted.description), _hash(*astuple(wanted.sleeve))
    return replace(stored, named=named, covered=covered)


def _hash(*texts: str) -> str:
    """Return a short hash of texts, which changes when one of them does."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
