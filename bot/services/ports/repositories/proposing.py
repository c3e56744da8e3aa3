"""What is read of a room in order to propose a song, each time all at once."""

from typing import Protocol

from msgspec import Struct

from bot.domain.model import (
    Episode,
    EpisodeId,
    Proposal,
    ProposalId,
    Recording,
    RoomId,
    Song,
    UserId,
)


class BeforeLookup(Struct, frozen=True):
    """What there is before a song is looked up.

    Attributes:
        on_roster: As `RoomRepository.on_roster` says.
        episode: The episode that was asked for, of whichever room.
        song: The song of the URI, if it is stored.
    """

    on_roster: bool | None
    episode: Episode | None
    song: Song | None


class BeforeProposal(Struct, frozen=True):
    """What there is before a song is proposed.

    Attributes:
        on_roster: As `RoomRepository.on_roster` says.
        episode: The episode that was asked for, of whichever room.
        hides_proposers: Whether the room hides who proposed what.
        proposed: How many songs the person has proposed for the episode, also withdrawn ones.
        song: The song; a recording entered by hand is one that the room knows, if there is one.
        same: The proposal of this recording on the longlist.
    """

    on_roster: bool | None
    episode: Episode | None
    hides_proposers: bool
    proposed: int
    song: Song | Recording
    same: ProposalId | None


class AfterProposal(Struct, frozen=True):
    """What there is around a song that was proposed.

    Attributes:
        alike: Other songs of the longlist that may be versions of it, or by the same artist. Some
            of them may be neither; where there are very many, some are left out.
        misses_vote: Whether the first vote of the episode that is not over has other songs.
        boards: The other episodes whose boards may have the song, a version of it, or one by the
            same artist, oldest first.
    """

    alike: tuple[Song, ...]
    misses_vote: bool
    boards: tuple[Episode, ...]


class ProposingRepository(Protocol):
    """What is read in order to propose."""

    async def before_lookup(
        self, room_id: RoomId, user_id: UserId, episode_id: EpisodeId | None, uri: str
    ) -> BeforeLookup:
        """Return what there is before somebody looks a song up.

        Args:
            room_id: The room.
            user_id: Who looks.
            episode_id: The episode that it is for, if one is named.
            uri: Spotify's URI of the song; empty if it is not known.
        """
        ...

    async def before_proposal(
        self,
        room_id: RoomId,
        selves: tuple[UserId, UserId],
        episode_id: EpisodeId,
        song: Song | Recording,
    ) -> BeforeProposal | None:
        """Return what there is before somebody proposes a song; None if the room is gone.

        Args:
            room_id: The room.
            selves: The person, and the pseudonym they had if they were forgotten.
            episode_id: The episode that it is for.
            song: The song.
        """
        ...

    async def after_proposal(self, room_id: RoomId, proposal: Proposal) -> AfterProposal | None:
        """Return what there is around a proposal; None if the room has no such episode."""
        ...
