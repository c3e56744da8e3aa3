"""Songs related to one that was just proposed. They are shown; nothing is refused."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.errors import NotFound
from bot.domain.model import Episode, Proposal, Room, Song
from bot.domain.versions import identity_of, same_artist, same_song
from bot.services.board_state import songs_of
from bot.services.ports.unit_of_work import Store


class Related(Struct, frozen=True):
    """The songs and episodes that a song is related to.

    Attributes:
        versions: Other versions of it on the longlist, in the order proposed.
        by_artist: Other songs on the longlist by the same first artist.
        used_in: Other episodes with any version of it on their board, oldest first.
        artist_in: Other songs by the same first artist on boards of other episodes, with the
            episodes, oldest first.
        not_on_ballot: Whether a vote runs or is scheduled whose songs were fixed without it.
    """

    versions: tuple[Song, ...] = ()
    by_artist: tuple[Song, ...] = ()
    used_in: tuple[Episode, ...] = ()
    artist_in: tuple[tuple[Song, Episode], ...] = ()
    not_on_ballot: bool = False


class RelatedSongs:
    """Find related songs in the same room."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, room: Room, proposal: Proposal) -> Related:
        """Return what a proposal's song is related to.

        Raises:
            NotFound: The proposal is of another room.
        """
        found = await self._store.read.proposing.after_proposal(room.id, proposal)
        if found is None:
            raise NotFound("song")
        recording, alike = proposal.song.recording, found.alike
        versions = [song for song in alike if same_song(song.recording, recording)]
        return Related(
            tuple(versions),
            tuple(
                song
                for song in alike
                if song not in versions and same_artist(song.recording, recording)
            ),
            *await self._used(found.boards, proposal),
            found.misses_vote,
        )

    async def _used(
        self, episodes: Sequence[Episode], proposal: Proposal
    ) -> tuple[tuple[Episode, ...], tuple[tuple[Song, Episode], ...]]:
        """Return `used_in` and `artist_in`."""
        read, used, by_artist = self._store.read, [], []
        recording = proposal.song.recording
        for episode in episodes:
            songs = await songs_of(read, episode.id)
            if any(_same(song, proposal.song) for song in songs):
                used.append(episode)
            else:
                alike = (song for song in songs if same_artist(song.recording, recording))
                by_artist += [(song, episode) for song in alike]
        return tuple(used), tuple(by_artist)


def _same(one: Song, other: Song) -> bool:
    known = identity_of(one.recording)
    same = one.id == other.id or (bool(known) and known == identity_of(other.recording))
    return same or same_song(one.recording, other.recording)
