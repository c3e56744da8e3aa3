"""The storage of lines that say why songs have stars, from the close of their vote on."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.model import EpisodeId, ProposalId, RoundId, SongId


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
        """Forget who wrote the lines of a round, whether they are shown or not."""
        ...

    async def shown(self, round_id: RoundId) -> Mapping[SongId, tuple[str, ...]]:
        """Return the lines that stand in the results of a round, by song, in the order drawn."""
        ...

    async def sweep(self, before: int) -> None:
        """Remove lines from the ballots of votes that are over.

        Not from those of a vote that was cancelled since an instant (UTC seconds) and can be
        brought back.
        """
        ...
