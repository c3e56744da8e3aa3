"""The storage of songs, proposals and imports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from bot.domain.imports import Brought, Import
from bot.domain.model import (
    Episode,
    EpisodeId,
    MessageId,
    Note,
    Proposal,
    ProposalId,
    Recording,
    Room,
    RoomId,
    RoundId,
    Song,
    SongId,
    UserId,
)


class Findable(Struct, frozen=True):
    """A song on a longlist, to be found by what people type."""

    id: ProposalId
    song: Song
    proposer_id: UserId


class ProposalRepository(Protocol):
    """Songs, and the proposals of them."""

    async def remember(
        self, room_id: RoomId, song: Song | Recording, *, is_new: bool = False
    ) -> Song:
        """Make a song known to a room; a recording is stored as a song unless it is one already.

        With `is_new`, the room is known to have no such song entered by hand.
        """
        ...

    async def known(self, room_id: RoomId, words: str, most: int) -> tuple[Song, ...]:
        """Return songs the room knows whose title or artist contains the words."""
        ...

    async def known_titled(self, room_id: RoomId, beginning: str) -> tuple[Song, ...]:
        """Return songs the room knows whose title and artists begin so, compared by `fold`."""
        ...

    async def known_song(self, room_id: RoomId, song_id: SongId) -> Song | None:
        """Return a song, provided the room knows it."""
        ...

    async def by_uri(self, uri: str) -> Song | None:
        """Return the song of a Spotify URI, if it is stored."""
        ...

    async def same_recording(self, episode_id: EpisodeId, song: Song) -> Proposal | None:
        """Return the proposal of this recording on the episode's longlist."""
        ...

    async def add(self, proposal: Proposal, import_id: int | None = None) -> ProposalId:
        """Store a new proposal, or bring a withdrawn one of the same song back; return its id.

        `import_id` is the import that brings it, if one does.
        """
        ...

    async def add_missing(
        self,
        room_id: RoomId,
        episode_id: EpisodeId,
        recordings: Sequence[Recording],
        import_id: int,
        at: int,
        *,
        told: bool = False,
    ) -> int:
        """Propose what an import brings and a longlist does not have; return how many songs.

        What is the same recording is as in `same_recording`, also among the new ones. All become
        known to the room. A song that was withdrawn comes back. With `told`, the recordings are
        what a file says, URIs included: they become the room's own songs, unless Spotify has
        described that URI before.
        """
        ...

    async def present(
        self, episode_id: EpisodeId, recordings: Sequence[Recording]
    ) -> tuple[bool, ...]:
        """Return of each recording whether a longlist has it already, as in `same_recording`."""
        ...

    async def get(self, proposal_id: ProposalId) -> Proposal | None:
        """Return a proposal, also a withdrawn one."""
        ...

    async def with_episode(self, proposal_id: ProposalId) -> tuple[Proposal, Episode] | None:
        """Return a proposal, also a withdrawn one, and what it was proposed for."""
        ...

    async def with_room(self, proposal_id: ProposalId) -> tuple[Proposal, Episode, Room] | None:
        """Return a proposal, also a withdrawn one, and where it belongs."""
        ...

    async def longlist(self, episode_id: EpisodeId) -> tuple[Proposal, ...]:
        """Return an episode's proposals in the order they were made, without withdrawn ones."""
        ...

    async def withdraw(self, proposal_id: ProposalId, by: UserId, at: int) -> None:
        """Take a proposal off the longlist; it is kept."""
        ...

    async def bring_back(self, proposal_id: ProposalId) -> bool:
        """Put a withdrawn proposal on the longlist again; False if it is there.

        It is on the shortlist again if it was, and nobody has changed the shortlist since.
        """
        ...

    async def withdrawn_since(self, episode_id: EpisodeId, at: int) -> tuple[Proposal, ...]:
        """Return the proposals withdrawn since an instant (UTC seconds), the last one first."""
        ...

    async def second(self, proposal_id: ProposalId, user_id: UserId, at: int) -> bool:
        """Add a second; False if this writer has seconded it before."""
        ...

    async def remove_second(self, proposal_id: ProposalId, user_id: UserId) -> bool:
        """Remove a second; False if this writer has not seconded it."""
        ...

    async def seconded_by(self, episode_id: EpisodeId, user_id: UserId) -> frozenset[ProposalId]:
        """Return what somebody has seconded for an episode."""
        ...

    async def change_note(self, proposal_id: ProposalId, note: Note) -> bool:
        """Change a note by its id, or remove it if it says nothing any more.

        Return False if its writer has no such note on this proposal.
        """
        ...

    async def add_note(self, proposal_id: ProposalId, note: Note) -> None:
        """Add what a song tells a writer."""
        ...

    async def shortlist(self, episode_id: EpisodeId, proposal_id: ProposalId, on: bool) -> None:
        """Put a proposal of this episode on the shortlist, or take it off."""
        ...

    async def shortlist_revision(self, episode_id: EpisodeId) -> int:
        """Return how many changes the shortlist of an episode has seen."""
        ...

    async def shortlist_changes(self, episode_id: EpisodeId, since: int) -> tuple[Proposal, ...]:
        """Return what was put on the shortlist or taken off since a revision, as it was proposed.

        They are as they are now, also withdrawn ones, but without notes and seconds.
        """
        ...

    async def second_counts(self, episode_id: EpisodeId, until: int) -> Mapping[ProposalId, int]:
        """Return how often each proposal had been seconded at an instant (UTC seconds).

        Those that had not are left out.
        """
        ...

    async def findable(self, episode_id: EpisodeId) -> tuple[Findable, ...]:
        """Return the songs of a longlist, newest first."""
        ...

    async def set_message(self, proposal_id: ProposalId, message_id: MessageId) -> None:
        """Store the id of the message that shows a proposal."""
        ...

    async def withdrawn_candidate(self, round_id: RoundId) -> str:
        """Return the title of a song of a round that was withdrawn since; empty for none."""
        ...

    async def in_live_round(self, proposal_id: ProposalId) -> bool:
        """Return whether the song stands in a round that is not over."""
        ...


class ImportRepository(Protocol):
    """Imports of playlists onto longlists."""

    async def get(self, import_id: int) -> Import | None:
        """Return an import."""
        ...

    async def latest(self, episode_id: EpisodeId) -> Import | None:
        """Return the import of an episode that was begun last."""
        ...

    async def running(self, room_id: RoomId) -> tuple[Import, ...]:
        """Return the room's imports that are under way, oldest first."""
        ...

    async def add(self, new: Import) -> None:
        """Store a new import."""
        ...

    async def update(self, before: Import, after: Import) -> bool:
        """Give an import its next state; False if it is not as it was before.

        The message that shows it stays as it is.
        """
        ...

    async def put_pages(self, import_id: int, pages: Sequence[Sequence[Recording]]) -> None:
        """Store the songs of a file, in pages, in place of those that are stored."""
        ...

    async def page(self, import_id: int, place: int) -> tuple[Recording, ...]:
        """Return the page that begins at a place of a file; empty if there is none."""
        ...

    async def set_message(self, import_id: int, message_id: MessageId | None) -> None:
        """Store the id of the message that shows how far an import has come; None for a new one."""
        ...

    async def newest(self, room_id: RoomId, most: int) -> tuple[Import, ...]:
        """Return the imports of a room that were begun last, newest first."""
        ...

    async def begun_since(self, room_id: RoomId, at: int) -> int:
        """Return how many imports of a room were begun at an instant (UTC seconds) or later."""
        ...

    async def brought(self, import_id: int) -> tuple[Brought, ...]:
        """Return the songs that an import brought and that are on the longlist, oldest first.

        Whether one is on a board is not looked at.
        """
        ...

    async def take_back(self, proposal_ids: Iterable[ProposalId]) -> None:
        """Withdraw songs because their import is taken back."""
        ...

    async def bring_back(self, episode_id: EpisodeId, import_id: int) -> int:
        """Put what was withdrawn with an import on the longlist again; return how many songs.

        What the longlist has meanwhile stays withdrawn, as in `same_recording`.
        """
        ...
