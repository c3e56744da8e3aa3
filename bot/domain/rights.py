"""What a room knows of the rights to its songs, over all its episodes, by recording."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Recording, Song, SongId
from bot.domain.versions import identity_of, recording_key


@dataclass(frozen=True, slots=True)
class RightsStep:
    """A step in clearing the rights to a song: for which episode, and when (UTC seconds).

    `number` is that of the episode.
    """

    song: Song
    status: Clearance
    episode_id: EpisodeId
    number: str
    at: int


@dataclass(frozen=True)
class Rights:
    """All steps in clearing the rights to a room's songs, the earliest first.

    Recordings are the same as on a longlist: by link, by code and title, or by title and artists
    where one of them has no code.
    """

    steps: Sequence[RightsStep] = ()
    _latest: dict[object, int] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for place, step in enumerate(self.steps):
            self._latest.update(dict.fromkeys(_names(step.song), place))

    def of(self, song: Song) -> RightsStep | None:
        """Return the latest step about a song, for whichever episode; None if there is none."""
        found = [self._latest[name] for name in _wanted(song) if name in self._latest]
        return self.steps[max(found)] if found else None

    def refused(self, song: Song) -> RightsStep | None:
        """Return the step that says that the rights to a song are refused; None if they are not."""
        step = self.of(song) if self.steps else None
        return step if step is not None and step.status is Clearance.DENIED else None

    def refusals(self, songs: Iterable[Song]) -> tuple[RightsStep, ...]:
        """Return the refusals among songs, in their order, each about the song as it is given."""
        found = [(song, self.refused(song)) for song in songs]
        return tuple(
            RightsStep(song, step.status, step.episode_id, step.number, step.at)
            for song, step in found
            if step is not None
        )


NOTHING_KNOWN = Rights()

_Name = tuple[str, SongId | str]


def _names(song: Song) -> list[_Name]:
    """Return what a song is found by."""
    recording, known = song.recording, identity_of(song.recording)
    key = recording_key(recording)
    return [*_sure_names(song), ("any", key), *([] if known else [("uncoded", key)])]


def _wanted(song: Song) -> list[_Name]:
    """Return what another song with the same recording is found by."""
    coded = bool(identity_of(song.recording))
    return [*_sure_names(song), ("uncoded" if coded else "any", recording_key(song.recording))]


def _sure_names(song: Song) -> list[_Name]:
    recording: Recording = song.recording
    named = (("link", recording.uri), ("code", identity_of(recording)))
    return [("song", song.id), *((kind, name) for kind, name in named if name)]
