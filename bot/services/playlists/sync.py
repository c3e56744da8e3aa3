"""Syncing one playlist: its songs, then its title, description and cover."""

import hashlib
import logging
from dataclasses import astuple, replace

from bot.domain.errors import Cause, NotFound, PlaylistGone, SpotifyRefused
from bot.domain.model import CharacterId, EpisodeId, Room, RoomId, RoundState
from bot.domain.versions import identity_of
from bot.services.playlists import contents
from bot.services.playlists.contents import Contents
from bot.services.ports.destinations import channel, listening, spotify
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.spotify import APPEND, MIRROR, PlaylistKind, StoredPlaylist
from bot.services.ports.spotify import PlaylistIntent, Spotify, SyncReport
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork, nothing_follows
from bot.services.ports.world import Artwork, Clock

log = logging.getLogger(__name__)

ASK_AFTER = 3600
"""So many seconds after the last sync, the next asks whether the playlist still stands."""
TAKEN_OUT = "taken_out"
DEAD = "dead"


def seen_public(playlist_id: str) -> str:
    """Return the name of the fact whether a playlist was public when a sync looked last."""
    return f"playlist_public:{playlist_id}"


def playlist_url(stored: StoredPlaylist | None) -> str:
    """Return the address of a playlist; empty if there is none yet."""
    if stored is None or not stored.playlist_id:
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

    def __init__(self, store: Store, clock: Clock, spotify_: Spotify, artwork: Artwork) -> None:
        self._store = store
        self._clock = clock
        self._spotify = spotify_
        self._artwork = artwork

    async def sync_listening(self, room_id: RoomId, subject_id: int) -> Settle:
        """Sync the playlist of a shortlist or a character; return what is stored of it.

        Safe to repeat.

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
            return await self.sync_contents(room, wanted)
        except PlaylistGone:
            log.warning("the playlist of %s %s was deleted", wanted.kind, subject_id)
            return lambda unit: self._forget(unit, room, wanted)

    async def sync_contents(self, room: Room, wanted: Contents) -> Settle:
        """Make a playlist contain what is wanted; return what is stored of it and then follows.

        An empty playlist is not created, but an existing one is emptied.

        Raises:
            UpstreamError: What keeps Spotify from it.
        """
        account = self._spotify.of(room.spotify_account)
        stored = await self._store.read.playlists.get(wanted.kind, wanted.subject_id)
        now = int(self._clock.now())
        intent = _intent(wanted, stored, now)
        if not account.configured or not (intent.wanted or intent.playlist_id):
            return nothing_follows
        try:
            report = await account.sync(intent)
        except SpotifyRefused as refusal:
            if stored is None or stored.mode != MIRROR or refusal.cause is not Cause.OWNER:
                raise
            await self._leave_behind(stored)
            return await self.sync_contents(room, wanted)
        made_as = _hash(wanted.name, wanted.description) if report.made else ""
        synced = replace(
            stored
            or await self.new_playlist(room, wanted.kind, wanted.subject_id, report.playlist_id),
            playlist_id=report.playlist_id,
            mode=intent.mode,
            added=report.added,
            present=report.present,
            missing=_missing(report),
            synced_at=now,
            named=made_as or (stored.named if stored else ""),
        )

        async def store(unit: UnitOfWork) -> None:
            await self._store_synced(unit, room, wanted, intent, synced)
            if report.public is not None:
                await unit.facts.set(seen_public(report.playlist_id), "1" if report.public else "")

        return store

    async def _leave_behind(self, stored: StoredPlaylist) -> None:
        """Forget a playlist that is in another account than the one used now.

        As for a room that connects another account, it stays where it is, and one is made in this.
        """
        log.warning("playlist %s is in another account: another is made", stored.playlist_id)
        async with self._store.transaction() as unit:
            await unit.playlists.forget(stored.kind, stored.subject_id)

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
        if (before.playlist_id if before else "") != intent.playlist_id:
            return
        if before is not None:
            # They may have been updated meanwhile.
            synced = replace(synced, named=before.named, covered=before.covered)
        await unit.playlists.save(synced)
        if synced.mode == MIRROR and not _has_details(synced, wanted):
            await unit.outbox.promise(
                EffectKind.UPDATE_PLAYLIST_DETAILS,
                listening(spotify(room)),
                wanted.subject_id,
                room.id,
                synced.synced_at,
            )
        if playlist_url(synced) != playlist_url(before):
            await self._show(unit, room, wanted)

    async def update_details(self, room_id: RoomId, subject_id: int) -> None:
        """Give a playlist of the bot's own its title, description and cover. Safe to repeat.

        Whatever Spotify refuses is skipped, unless it refuses everything: the songs are what
        matters.

        Raises:
            NotFound: There is no such room or playlist.
            UpstreamError: Spotify cannot do it now.
        """
        room = await self._room(room_id)
        wanted = await contents.of_subject(self._store.read, room, subject_id)
        if wanted is None:
            raise NotFound("playlist")
        stored = await self._store.read.playlists.get(wanted.kind, subject_id)
        if stored is None:
            raise NotFound("playlist")
        if stored.mode != MIRROR:
            return
        account, name = self._spotify.of(room.spotify_account), stored.playlist_id
        if (named := _hash(wanted.name, wanted.description)) != stored.named:
            try:
                await account.rename(name, wanted.name, wanted.description)
            except SpotifyRefused as refusal:
                if refusal.of_account:
                    raise
                log.warning("playlist %s keeps its title: %s", name, refusal)
            stored = await self._store_hashes(stored, named=named)
        if (covered := _hash(*astuple(wanted.sleeve))) != stored.covered:
            picture = await self._artwork.cover(wanted.sleeve)
            try:
                await account.upload_cover(name, picture)
            except SpotifyRefused as refusal:
                if refusal.of_account:
                    raise
                log.warning("playlist %s keeps its cover: %s", name, refusal)
            await self._store_hashes(stored, covered=covered)

    async def new_playlist(
        self, room: Room, kind: PlaylistKind, subject_id: int, playlist_id: str
    ) -> StoredPlaylist:
        """Return a playlist in the room's account before its first sync."""
        account = room.spotify_account
        owner = await self._store.read.accounts.get(account) if account is not None else None
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

    async def _store_hashes(self, stored: StoredPlaylist, **changed: str) -> StoredPlaylist:
        """Store hashes of a playlist's details; its songs may have been synced meanwhile."""
        async with self._store.transaction() as unit:
            now = await unit.playlists.get(stored.kind, stored.subject_id) or stored
            now = replace(now, **changed)  # type: ignore[arg-type]
            if now.playlist_id == stored.playlist_id:
                await unit.playlists.save(now)
        return now

    async def _forget(self, unit: UnitOfWork, room: Room, wanted: Contents) -> None:
        """Forget a deleted playlist, so that people can request a new one."""
        await unit.playlists.forget(wanted.kind, wanted.subject_id)
        character = await unit.characters.get(CharacterId(wanted.subject_id))
        if wanted.kind is PlaylistKind.CHARACTER and character is not None:
            await unit.characters.change(replace(character, wants_playlist=False))
        await self._show(unit, room, wanted)

    async def _show(self, unit: UnitOfWork, room: Room, wanted: Contents) -> None:
        """Promise to update the messages that link to the playlist.

        One of them may be being posted right now, without the link: effects of a channel are made
        in order, so that it is posted by the time it is edited.
        """
        if wanted.kind is not PlaylistKind.SHORTLIST:
            return
        now, episode_id = int(self._clock.now()), EpisodeId(wanted.subject_id)
        await unit.outbox.promise(
            EffectKind.EDIT_SHORTLIST, channel(room), episode_id, room.id, now
        )
        round_id = await unit.rounds.live(episode_id)
        round_ = await unit.rounds.get(round_id) if round_id else None
        if round_ is not None and round_.state is not RoundState.SCHEDULED:
            await unit.outbox.promise(
                EffectKind.EDIT_BALLOT, channel(room), round_.id, room.id, now
            )


def _intent(wanted: Contents, stored: StoredPlaylist | None, now: int) -> PlaylistIntent:
    songs = [song for song in wanted.songs if song.uri]
    return PlaylistIntent(
        playlist_id=stored.playlist_id if stored else "",
        name=wanted.name,
        description=wanted.description,
        marker=wanted.marker,
        mode=stored.mode if stored else MIRROR,
        wanted=tuple(dict.fromkeys(song.uri for song in songs)),
        identities={song.uri: known for song in songs if (known := identity_of(song))},
        added=stored.added if stored else frozenset(),
        asks=stored is not None and now - stored.synced_at >= ASK_AFTER,
    )


def _missing(report: SyncReport) -> dict[str, str]:
    """Return the wanted songs that are not there, and why."""
    return dict.fromkeys(report.taken_out, TAKEN_OUT) | dict.fromkeys(report.dead, DEAD)


def _has_details(stored: StoredPlaylist, wanted: Contents) -> bool:
    named, covered = _hash(wanted.name, wanted.description), _hash(*astuple(wanted.sleeve))
    return (stored.named, stored.covered) == (named, covered)


def _hash(*texts: str) -> str:
    """Return a short hash of texts, which changes when one of them does."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
