"""Lines that say why songs have stars, from the close of their vote on."""

from collections.abc import Callable, Mapping

from typing_extensions import override

from bot.domain.model import EpisodeId, ProposalId, RoomId, RoundId, SongId
from bot.services.ports.repositories.star_lines import StarLineRepository
from storage.repositories.repository import SqlRepository
from storage.statements import Statements


class SqlStarLineRepository(SqlRepository, StarLineRepository):
    """`StarLineRepository` in SQL."""

    def __init__(self, sql: Statements, new_id: Callable[[], int]) -> None:
        super().__init__(sql)
        self._new_id = new_id

    @override
    async def proposal(self, episode_id: EpisodeId, song_id: SongId) -> ProposalId | None:
        found = await self._sql.proposal_of_song(episode_id=episode_id, song_id=song_id)
        return None if found is None else ProposalId(found)

    @override
    async def show(
        self, round_id: RoundId, proposal_id: ProposalId, line: str, drawn: int, now: int
    ) -> None:
        await self._sql.add_nameless_line(
            id=self._new_id(),
            round_id=round_id,
            proposal_id=proposal_id,
            text=line,
            at=now,
            drawn=drawn,
        )

    @override
    async def forget_writers(self, round_id: RoundId) -> None:
        if await self._sql.has_star_lines(round_id=round_id) is None:
            return
        # All ballots are written anew, sorted by their receipts, which are drawn: were those with
        # lines written anew alone, or each where it was, their rows would tell which ones had any.
        taken_out = [dict(row) async for row in self._sql.take_out_ballots(round_id=round_id)]
        taken_out.sort(key=lambda row: row["receipt"])
        await self._sql.run_many("put_ballot", [row | {"lines": ""} for row in taken_out])

    @override
    async def shown(self, round_id: RoundId) -> Mapping[SongId, tuple[str, ...]]:
        lines: dict[SongId, tuple[str, ...]] = {}
        async for song_id, text in self._sql.shown_star_lines(round_id=round_id):
            lines[SongId(song_id)] = (*lines.get(SongId(song_id), ()), text)
        return lines

    @override
    async def rooms_with_old(self, before: int) -> tuple[RoomId, ...]:
        rows = self._sql.rooms_with_old_star_lines(before=before)
        return tuple([RoomId(row["room_id"]) async for row in rows])

    @override
    async def sweep(self, room_id: RoomId, before: int) -> None:
        rows = self._sql.rounds_with_old_star_lines(room_id=room_id, before=before)
        for round_id in [row["id"] async for row in rows]:
            await self.forget_writers(RoundId(round_id))
