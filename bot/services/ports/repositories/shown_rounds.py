"""What screens and playlists show of rounds, each in one question to the database."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.domain.model import Episode, Room, RoomId, Round, RoundId, Turnout, UserId
from bot.domain.plans import PlanPlace
from bot.services.ports.repositories.spotify import StoredPlaylist


class RoundInRoom(NamedTuple):
    """A round with its candidates, its episode and its room."""

    round: Round
    episode: Episode
    room: Room


class VotesSoFar(NamedTuple):
    """How many have voted, and the writers of the roster who have not, in the order they joined."""

    turnout: Turnout
    awaited: tuple[UserId, ...]


class PlanAround(NamedTuple):
    """The rounds that wait for a round, in order, without candidates, and which cut that one is.

    `place` is None for a round that stands alone.
    """

    later: tuple[Round, ...]
    place: PlanPlace | None


class PlaylistAfter(NamedTuple):
    """A room's shared playlist as the results of a round show it.

    `goes_on` says that a plan votes on what the round left, `ends_plan` that one ended with it,
    since too few songs were left to vote on. `sync` is what became of the round's
    newest sync, as `OutboxRepository.state_of` says it, and why it waits or was given up; None
    where there was none, or it was settled long ago.
    """

    stored: StoredPlaylist | None
    goes_on: bool
    ends_plan: bool
    sync: tuple[str, str] | None


class ShownRoundRepository(Protocol):
    """Rounds as they are shown. `RoundRepository` is for whoever changes them."""

    async def get(self, round_id: RoundId) -> RoundInRoom | None:
        """Return a round with its episode and its room."""
        ...

    async def without_candidates(self, round_id: RoundId) -> RoundInRoom | None:
        """Return the same, but with no candidates: reading them takes longest."""
        ...

    async def votes_so_far(self, round_: Round) -> VotesSoFar:
        """Return who has voted, and who has not."""
        ...

    async def plan(self, round_id: RoundId) -> PlanAround:
        """Return what there is of a round's plan; rounds that were cancelled do not count."""
        ...

    async def playlist_after(self, round_: Round) -> PlaylistAfter:
        """Return what is known of the room's shared playlist after a round."""
        ...

    async def outcomes(self, room_id: RoomId) -> Sequence[Round]:
        """Return the rounds of `RoundRepository.latest_outcomes`, with their candidates."""
        ...
