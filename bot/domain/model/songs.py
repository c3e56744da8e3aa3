"""Recordings, songs, and proposals of songs."""

from dataclasses import dataclass

from bot.domain.model.ids import CharacterId, EpisodeId, MessageId, ProposalId, SongId, UserId

SHORTLIST_SIZE = 12
TITLE_MAX = 300
NOTE_MAX = 1000


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as a catalogue describes it, before it is a song of ours.

    `uri`, `isrc`, `album`, `cover_url` are empty and `duration_ms` is 0 for one entered by hand.
    """

    title: str
    artists: tuple[str, ...]
    uri: str = ""
    isrc: str = ""
    album: str = ""
    duration_ms: int = 0
    cover_url: str = ""


@dataclass(frozen=True, slots=True)
class Song:
    """A recording the bot knows, under one id however often it is proposed."""

    id: SongId
    recording: Recording

    @property
    def title(self) -> str:
        """The title as the catalogue or the writer gave it, uncut and unescaped."""
        return self.recording.title

    @property
    def artist(self) -> str:
        """All artists in one line."""
        return ", ".join(self.recording.artists)


@dataclass(frozen=True, slots=True)
class Note:
    """What a song tells one writer, in their words."""

    user_id: UserId
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A song put forward for an episode.

    `notes` are oldest first, the proposer's own usually the first. `seconds` counts the writers
    who seconded it. `shortlisted` says whether it is on the shortlist as it stands now.
    `character_id` is whose song it is in the story, `character` their name.
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

    @property
    def note(self) -> str:
        """What the song tells the room, all notes in one text; empty where nobody said."""
        return " · ".join(note.text for note in self.notes)
