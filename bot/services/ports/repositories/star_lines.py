"""The storage of lines that say why songs have stars, from the close of their vote on."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.model import EpisodeId, ProposalId, RoomId, RoundId, SongId


class StarLineRepository(Protocol):
    """Lines that are shown. Until the close they are on the ballots of their writers."""

    async def proposal(self, episode_id: EpisodeId, song_id: SongId) -> ProposalId | None:
        """Return the proposal of a song for an episode, withdrawn or not."""
        ...

    async def show(
        self, round_id: RoundId, proposal_id: ProposalId, line: str, drawn: int, now: int
    ) -> None:
        """Add a line to what its song tells us, as nobody's; `drawn` is as in `Note`."""
        ...

    async def forget_writers(self, round_id: RoundId) -> None:
        """Forget who wrote the lines of a round, whether they are shown or not.

        Within a transaction that holds the round's room. Nothing that the database tells of its
        rows says afterwards which ballots had lines.
        """
        ...

    async def shown(self, round_id: RoundId) -> Mapping[SongId, tuple[str, ...]]:
        """Return the lines that stand in the results of a round, by song, in the order drawn."""
        ...

    async def rooms_with_old(self, before: int) -> tuple[RoomId, ...]:
        """Return the rooms in which lines are still on the ballots of votes that are over.

        Those of a vote that was cancelled since an instant (UTC seconds) and can be brought back
        are not meant.
        """
        ...

    async def sweep(self, room_id: RoomId, before: int) -> None:
        """Forget who wrote the lines that `rooms_with_old` means in a room, as at a close."""
        ...
