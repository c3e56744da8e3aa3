"""What a playlist holds, compared with what it should."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.errors import NotFound, UpstreamError
from bot.domain.model import Recording, Room
from bot.domain.versions import identity_of
from bot.services.ports.repositories.spotify import StoredPlaylist
from bot.services.ports.statuses import PlaylistStatus, Waiting


def compare_with_spotify(
    room: Room,
    stored: StoredPlaylist,
    songs: Sequence[Recording],
    there: Iterable[Recording | None],
    waiting: tuple[Waiting, ...] = (),
    trouble: UpstreamError | NotFound | None = None,
) -> PlaylistStatus:
    """Return how what a playlist holds differs from what it should; songs of one identity are one.

    Args:
        room: The room.
        stored: The playlist as the last sync left it.
        songs: What it should hold, in order.
        there: What it holds now; not known where there is trouble.
        waiting: The syncs that wait.
        trouble: Why Spotify could not be asked.
    """
    wanted = {song.uri: song for song in songs if song.uri}
    present = [song for song in there if song is not None]
    same = _identities(present)
    held = {song.uri for song in present} if trouble is None else set(stored.present)
    held |= {uri for uri, song in wanted.items() if identity_of(song) in same}
    missing = tuple(
        (song, stored.missing.get(uri, "")) for uri, song in wanted.items() if uri not in held
    )
    return PlaylistStatus(
        room=room,
        playlist_id=stored.playlist_id,
        wanted=tuple(songs),
        mode=stored.mode,
        synced_at=stored.synced_at,
        in_place=sum(uri in held for uri in wanted),
        missing=missing,
        by_hand=tuple(song for song in songs if not song.uri),
        extra=_extra(present, wanted),
        waiting=waiting,
        trouble=trouble,
    )


def _extra(present: Iterable[Recording], wanted: Mapping[str, Recording]) -> tuple[Recording, ...]:
    same = _identities(wanted.values())
    return tuple(
        song for song in present if song.uri not in wanted and identity_of(song) not in same
    )


def _identities(songs: Iterable[Recording]) -> set[object]:
    return {identity for song in songs if (identity := identity_of(song))}
