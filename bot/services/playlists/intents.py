"""What a sync is to do: what a playlist should hold, and what the last sync left of it."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.domain.allowance import Payer
from bot.domain.model import Room
from bot.domain.structs import replace
from bot.domain.versions import identity_of
from bot.services.playlists import contents
from bot.services.playlists.contents import Contents
from bot.services.ports.repositories.spotify import MIRROR, PlaylistKind, StoredPlaylist
from bot.services.ports.spotify import PlaylistIntent, SyncReport
from bot.services.ports.unit_of_work import UnitOfWork

ASK_AFTER = 3600
"""So many seconds after the last sync, the next asks whether the playlist still stands."""
TAKEN_OUT = "taken_out"
DEAD = "dead"


class Sharing(Struct, frozen=True):
    """What other rooms have to do with a playlist.

    Attributes:
        wanted: The URIs that they want in it, with identities where known.
        added: Those that the bot has put there for them.
    """

    wanted: Mapping[str, str] = field(default_factory=dict)
    added: frozenset[str] = frozenset()


async def sharing_of(read: UnitOfWork, stored: StoredPlaylist) -> Sharing:
    """Return what other rooms have to do with a room's playlist."""
    wanted: dict[str, str] = {}
    added: set[str] = set()
    for other in await read.playlists.known_as(stored.playlist_id):
        room = await read.rooms.get(other.room_id)
        if room is None or other.room_id == stored.room_id or other.kind is not PlaylistKind.BOARD:
            continue
        songs = (await contents.of_board(read, room)).songs
        wanted |= {song.uri: identity_of(song) for song in songs if song.uri}
        added |= other.added
    return Sharing(wanted, frozenset(added))


def intent_of(
    room: Room,
    wanted: Contents,
    stored: StoredPlaylist | None,
    now: int,
    sharing: Sharing,
    *,
    stuck: bool,
) -> PlaylistIntent:
    """Return what a sync is to do.

    Args:
        room: The room.
        wanted: What the playlist should hold.
        stored: What the last sync left of it; None before the first.
        now: UTC seconds.
        sharing: What other rooms have to do with it.
        stuck: Whether Spotify took nothing the last time.
    """
    songs = [song for song in wanted.songs if song.uri]
    return PlaylistIntent(
        playlist_id=stored.playlist_id if stored else "",
        name=wanted.name,
        description=wanted.description,
        marker=wanted.marker,
        mode=stored.mode if stored else MIRROR,
        wanted=tuple(dict.fromkeys(song.uri for song in songs)),
        identities={song.uri: known for song in songs if (known := identity_of(song))},
        added=(stored.added if stored else frozenset()) | sharing.added,
        asks=stored is not None and not stuck and _is_old(stored, now),
        others=sharing.wanted,
        stuck=stuck,
        payer=Payer(room.id),
    )


def after_sync(
    before: StoredPlaylist, report: SyncReport, mode: str, now: int, named: str
) -> StoredPlaylist:
    """Return a playlist as a sync left it."""
    return replace(
        before,
        playlist_id=report.playlist_id,
        mode=mode,
        added=report.added,
        present=report.present,
        missing=dict.fromkeys(report.taken_out, TAKEN_OUT) | dict.fromkeys(report.dead, DEAD),
        synced_at=now,
        named=named,
    )


async def forget_removed(unit: UnitOfWork, synced: StoredPlaylist, removed: frozenset[str]) -> None:
    """Have other rooms know what was taken out for this one: who adds it again is a person."""
    for other in await unit.playlists.known_as(synced.playlist_id) if removed else ():
        if other.room_id != synced.room_id and other.added & removed:
            await unit.playlists.take_off_added(other, removed)


def _is_old(stored: StoredPlaylist, now: int) -> bool:
    """Return whether the last sync is long ago, or was noted by a clock that was ahead."""
    return not 0 <= now - stored.synced_at < ASK_AFTER
