"""What is worth knowing of a song that was just proposed. It is pointed out and refuses nothing."""

from dataclasses import dataclass

from bot.domain.model import Episode, Proposal, Room, Song
from bot.domain.versions import same_artist, same_song
from bot.services.cuts import seated
from bot.services.store import Store


@dataclass(frozen=True, slots=True)
class Kin:
    """What a song has in common with others.

    Attributes:
        versions: Other versions of it on the longlist, the one proposed first first.
        by_artist: Other songs there by the same first artist.
        used_in: Earlier episodes whose vote it got through, the oldest first.
    """

    versions: tuple[Song, ...] = ()
    by_artist: tuple[Song, ...] = ()
    used_in: tuple[Episode, ...] = ()


class Kinship:
    """Finds what a song has in common with others of its room."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, room: Room, proposal: Proposal) -> Kin:
        """Return what a proposal's song has in common with others."""
        recording = proposal.song.recording
        alike = await self._store.read.proposals.alike(proposal.episode_id, proposal.song)
        versions = [song for song in alike if same_song(song.recording, recording)]
        return Kin(
            tuple(versions),
            tuple(
                song
                for song in alike
                if song not in versions and same_artist(song.recording, recording)
            ),
            await self._used_in(room, proposal),
        )

    async def _used_in(self, room: Room, proposal: Proposal) -> tuple[Episode, ...]:
        read, used = self._store.read, []
        others = await read.proposals.elsewhere(room.id, proposal.episode_id, proposal.song)
        for episode_id in others:
            round_id = await read.rounds.latest(episode_id, closed=True)
            round_ = await read.rounds.get(round_id) if round_id else None
            episode = await read.episodes.get(episode_id)
            if round_ and episode and any(_same(song, proposal.song) for song in seated(round_)):
                used.append(episode)
        return tuple(used)


def _same(one: Song, other: Song) -> bool:
    isrc = one.recording.isrc
    return one.id == other.id or (bool(isrc) and isrc == other.recording.isrc)
