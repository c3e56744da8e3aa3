"""What a playlist holds, compared with what it should."""

from collections.abc import Iterable, Sequence

from bot.domain.errors import NotFound, UpstreamError
from bot.domain.model import Recording, Room
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
    """Return how what a playlist holds differs from what it should; the same ISRC is the same song.

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
    isrcs = {song.isrc for song in present if song.isrc}
    codes = {song.isrc for song in wanted.values() if song.isrc}
    held = {song.uri for song in present} if trouble is None else set(stored.present)
    held |= {uri for uri, song in wanted.items() if song.isrc in isrcs}
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
        extra=tuple(s for s in present if s.uri not in wanted and s.isrc not in codes),
        waiting=waiting,
        trouble=trouble,
    )
