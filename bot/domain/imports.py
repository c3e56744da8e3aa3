"""An import of a playlist or a file onto a longlist: its progress, one page, taking it back."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from bot.domain.model import EpisodeId, MessageId, ProposalId, RoomId, Song, UserId
from bot.domain.structs import replace

NO_PROPOSER = UserId(0)
"""The proposer of imported songs: they belong to the room, so everybody can vote for them."""


LOST_MAX = 20
"""Songs that could not be kept and are told, each with its place; a person looks at no more."""


class ImportState(StrEnum):
    """The states of an import."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"
    """What it brought was withdrawn, less what people had touched."""


class ImportFault(StrEnum):
    """Why an import ended before the end of the playlist."""

    NONE = ""
    CLOSED = "closed"
    """The connected account can no longer read the playlist."""
    GONE = "gone"
    """The playlist no longer exists."""
    OVER = "over"
    """The episode was locked or archived meanwhile."""
    AWAY = "away"
    """Again and again, Spotify or the database could not be asked for a page."""
    BROKEN = "broken"
    """Again and again, a page went wrong for a reason that nobody foresaw."""


class Touch(StrEnum):
    """Why a song stays when its import is taken back: what people have done with it since."""

    VOTE = "vote"
    SHORTLIST = "shortlist"
    BOARD = "board"
    CHARACTER = "character"
    NOTE = "note"
    SECOND = "second"


class Brought(Struct, frozen=True):
    """A song on the longlist that an import brought; `touch` is None if nobody has touched it."""

    id: ProposalId
    song: Song
    touch: Touch | None


BRING_BACK_WITHIN = 24 * 3600
"""For how long (seconds) an import that was taken back can be brought back."""

_FILE = "file:"


class Source(Struct, frozen=True):
    """What is imported.

    Attributes:
        id: Spotify's 22-character id of a playlist; for a file, `file:` and what it holds, hashed.
        name: The playlist's title, or the file's name.
        total: How many places it has.
        left_out: How many entries of a file are left out from the beginning.
    """

    id: str
    name: str
    total: int
    left_out: int = 0


def file_source(name: str, fingerprint: str, total: int, left_out: int) -> Source:
    """Return a file as a source; `fingerprint` is the same for files that hold the same."""
    return Source(f"{_FILE}{fingerprint}", name, total, left_out)


class Import(Struct, frozen=True):
    """An import of a playlist or a file onto the longlist of an episode.

    Attributes:
        playlist_id: The id of its source.
        name: The playlist's title, or the file's name.
        asked_by: Who requested it.
        total: How many places the playlist had when it was last read.
        place: How many of them were read; the next page begins here.
        added: How many songs were added to the longlist.
        present: How many were already there.
        left_out: How many places hold nothing that can be played (a song Spotify no longer has, a
            local file, a podcast episode); of a file, how many entries are no songs or doubles.
        lost: Of those, the songs that could not be kept: the place of each, counted from 1, and
            what is known of it. Of very many, the first.
        changed: Whether the length of the playlist changed between two pages.
        waits_until: Until when (UTC seconds) Spotify allows no calls; 0 if it does.
        page_by: The id of the effect that read the last page; 0 before the first.
        message_id: The message in the channel that shows the progress.
        taken_at: When (UTC seconds) it was taken back; 0 if it is not.
        taken: How many songs were withdrawn then.
        kept: How many of its songs stayed then.
    """

    id: int
    room_id: RoomId
    episode_id: EpisodeId
    playlist_id: str
    name: str
    asked_by: UserId
    begun_at: int
    total: int
    place: int = 0
    added: int = 0
    present: int = 0
    left_out: int = 0
    state: ImportState = ImportState.RUNNING
    fault: ImportFault = ImportFault.NONE
    changed: bool = False
    waits_until: int = 0
    page_by: int = 0
    message_id: MessageId | None = None
    lost: tuple[tuple[int, str], ...] = ()
    taken_at: int = 0
    taken: int = 0
    kept: int = 0

    @property
    def can_resume(self) -> bool:
        """Whether importing the same again goes on with this one."""
        return self.state in (ImportState.RUNNING, ImportState.FAILED)

    @property
    def from_file(self) -> bool:
        """Whether the songs come from a file, whose pages are stored."""
        return self.playlist_id.startswith(_FILE)

    def after(
        self, places: int, songs: int, total: int, lost: Sequence[tuple[int, str]] = ()
    ) -> "Import":
        """Return the import after one page, before its new songs are counted.

        Args:
            places: How many places the page has; 0 ends the import.
            songs: How many of them hold a song that is kept.
            total: How many places the playlist has now.
            lost: The songs that cannot be kept: the place of each in the page, counted from 0, and
                what is known of it.
        """
        place = self.place + places
        over = not places or place >= total
        return replace(
            self,
            total=total,
            place=place,
            left_out=self.left_out + places - songs,
            lost=(*self.lost, *((self.place + at + 1, what) for at, what in lost))[:LOST_MAX],
            state=ImportState.DONE if over else ImportState.RUNNING,
            changed=self.changed or total != self.total,
            waits_until=0,
        )

    def stopped(self, fault: ImportFault = ImportFault.NONE) -> "Import":
        """Return the import as ended early; it can be resumed."""
        return replace(self, state=ImportState.FAILED, fault=fault, waits_until=0)

    def resumed(self, name: str, asked_by: UserId, total: int) -> "Import":
        """Return a stopped import as running again, to be shown in a new message."""
        return replace(
            self,
            name=name,
            asked_by=asked_by,
            total=total,
            state=ImportState.RUNNING,
            fault=ImportFault.NONE,
            changed=self.changed or total != self.total,
            waits_until=0,
            message_id=None,
        )

    def taken_back(self, at: int, taken: int, kept: int) -> "Import":
        """Return the import as taken back; a running one is stopped by that."""
        state = ImportState.TAKEN_BACK
        return replace(self, state=state, waits_until=0, taken_at=at, taken=taken, kept=kept)

    def brought_back(self) -> "Import":
        """Return an import that was taken back as it was before, but not running."""
        over = self.place >= self.total
        state = ImportState.DONE if over else ImportState.FAILED
        return replace(self, state=state, taken_at=0, taken=0, kept=0)
