"""Importing a playlist onto a longlist: where it stands, and what one page of it changes."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.model import EpisodeId, MessageId, RoomId, UserId

NOBODY = UserId(0)
"""The proposer of what was imported: it is the room's, so nobody is kept from voting for it."""


class ImportState(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ImportFault(StrEnum):
    """Why an import ended before the end of the playlist."""

    NONE = ""
    CLOSED = "closed"
    """The connected account may not read what the playlist holds any more."""
    GONE = "gone"
    """There is no such playlist any more."""
    OVER = "over"
    """The episode was locked or archived meanwhile."""


@dataclass(frozen=True, slots=True)
class Import:
    """A playlist on its way onto the longlist of an episode.

    Attributes:
        playlist_id: Spotify's 22-character id.
        name: The playlist's title.
        asked_by: Who asked for it.
        total: How many places the playlist has, as last heard.
        place: How many of them were read; the next page begins there.
        added: How many songs came onto the longlist.
        present: How many were there already.
        left_out: How many places hold nothing that can be played: a song Spotify no longer has, a
            local file, a podcast episode.
        changed: Whether the playlist had another length at some page than at the one before.
        waits_until: Before when (UTC seconds) Spotify lets nothing be read; 0 where it does.
        page_by: The effect that read the last page; 0 before the first.
        message_id: The message in the channel that shows how far it has come.
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

    @property
    def url(self) -> str:
        """The playlist's address."""
        return f"https://open.spotify.com/playlist/{self.playlist_id}"

    def after(self, places: int, songs: int, total: int) -> "Import":
        """Return the import as it is after one page, before its songs are counted.

        Args:
            places: How many places the page has; none at all ends the import.
            songs: How many of them hold a song.
            total: How many places the playlist has now.
        """
        place = self.place + places
        over = not places or place >= total
        return replace(
            self,
            total=total,
            place=place,
            left_out=self.left_out + places - songs,
            state=ImportState.DONE if over else ImportState.RUNNING,
            changed=self.changed or total != self.total,
            waits_until=0,
        )

    def broken_off(self, fault: ImportFault = ImportFault.NONE) -> "Import":
        """Return the import as one that ended before its time; it can be taken up again."""
        return replace(self, state=ImportState.FAILED, fault=fault, waits_until=0)

    def taken_up(self, name: str, asked_by: UserId, total: int) -> "Import":
        """Return an import that was broken off as one under way, shown in a new message."""
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
