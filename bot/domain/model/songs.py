"""Recordings, songs, and proposals of songs."""

from msgspec import Struct

from bot.domain.model.ids import CharacterId, EpisodeId, MessageId, ProposalId, SongId, UserId
from bot.domain.model.rooms import RoomSettings

SHORTLIST_SIZE = 12
TITLE_MAX = 300
NOTE_MAX = 1000


class Recording(Struct, frozen=True):
    """A recording as a catalogue describes it.

    If it was entered by hand, `uri`, `isrc`, `album` and `cover_url` are empty, `duration_ms` is 0.
    `explicit` is None and `year`, that of its release, 0 where nobody has said.
    """

    title: str
    artists: tuple[str, ...]
    uri: str = ""
    isrc: str = ""
    album: str = ""
    duration_ms: int = 0
    cover_url: str = ""
    explicit: bool | None = None
    year: int = 0


class Song(Struct, frozen=True):
    """A recording that is stored; it has one id, however often it is proposed."""

    id: SongId
    recording: Recording

    @property
    def title(self) -> str:
        """The title from the catalogue or the writer, neither shortened nor escaped."""
        return self.recording.title

    @property
    def artist(self) -> str:
        """All artists in one line."""
        return ", ".join(self.recording.artists)


class Note(Struct, frozen=True):
    """What a song tells one writer, in their words. Its `id` is 0 until it is stored.

    A line from listening together has a place that was `drawn` among those of its song; elsewhere
    that is 0. It is shown with its writer's name only if it is `named`.
    """

    user_id: UserId
    text: str
    at: int
    id: int = 0
    drawn: int = 0
    named: bool = False


class Proposal(Struct, frozen=True):
    """A song proposed for an episode.

    `notes` are oldest first, lines after all others; the first is usually the proposer's. `seconds`
    counts the writers who seconded it. `hidden` says that the room hid proposers when it was made,
    so that this one stays hidden. `shortlisted` says whether it is on the current shortlist.
    `character_id` is whose song it is in the story, `character` their name. `withdrawn_at` (UTC
    seconds) and `withdrawn_by` say who withdrew it and when.
    """

    id: ProposalId
    episode_id: EpisodeId
    song: Song
    proposer_id: UserId
    proposed_at: int
    seconds: int = 0
    shortlisted: bool = False
    withdrawn: bool = False
    notes: tuple[Note, ...] = ()
    message_id: MessageId | None = None
    character_id: CharacterId | None = None
    character: str = ""
    hidden: bool = False
    withdrawn_at: int | None = None
    withdrawn_by: UserId | None = None

    def hides_proposer(self, settings: RoomSettings) -> bool:
        """Return whether nobody is shown who proposed it."""
        return self.hidden or settings.proposers_hidden

    @property
    def note(self) -> str:
        """All notes in one text; empty if there are none."""
        return " · ".join(note.text for note in self.notes)

    def last_note_by(self, user_id: UserId) -> Note | None:
        """Return the newest note of a writer that is no line from listening together."""
        own = (one for one in reversed(self.notes) if one.user_id == user_id and not one.drawn)
        return next(own, None)
