"""Songs related to one that was just proposed. They are shown; nothing is refused."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.errors import NotFound
from bot.domain.model import Episode, EpisodeSummary, Proposal, Room, Song
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
        episodes = await self._store.read.episodes.summaries(room.id)
        if all(one.episode.id != proposal.episode_id for one in episodes):
            raise NotFound("song")
        recording = proposal.song.recording
        alike = await self._store.read.proposals.maybe_related(proposal.episode_id, proposal.song)
        versions = [song for song in alike if same_song(song.recording, recording)]
        return Related(
            tuple(versions),
            tuple(
                song
                for song in alike
                if song not in versions and same_artist(song.recording, recording)
            ),
            *await self._used(episodes, proposal),
            await self._misses_vote(proposal),
        )

    async def _misses_vote(self, proposal: Proposal) -> bool:
        """Return `not_on_ballot`."""
        read = self._store.read
        round_id = await read.rounds.live(proposal.episode_id)
        round_ = await read.rounds.get(round_id) if round_id is not None else None
        return round_ is not None and round_.candidate(proposal.song.id) is None

    async def _used(
        self, episodes: Sequence[EpisodeSummary], proposal: Proposal
    ) -> tuple[tuple[Episode, ...], tuple[tuple[Song, Episode], ...]]:
        """Return `used_in` and `artist_in`."""
        read, used, by_artist = self._store.read, [], []
        recording = proposal.song.recording
        for summary in reversed(episodes):
            episode = summary.episode
            if episode.id == proposal.episode_id or not summary.rounds:
                continue
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
