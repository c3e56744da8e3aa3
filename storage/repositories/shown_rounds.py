"""Rounds with all around them that is shown."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from typing_extensions import override

from bot.domain.model import RoomId, Round, RoundId, Turnout, UserId
from bot.domain.plans import place_in
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.shown_rounds import (
    PlanAround,
    PlaylistAfter,
    RoundInRoom,
    ShownRoundRepository,
    VotesSoFar,
)
from bot.services.ports.repositories.spotify import PlaylistKind
from storage.repositories.repository import SqlRepository
from storage.repositories.rooms import episode_of, room_of
from storage.repositories.round_rows import round_of, round_with_candidates, rules_of
from storage.repositories.spotify import playlist_of


class SqlShownRoundRepository(SqlRepository, ShownRoundRepository):
    """`ShownRoundRepository` in SQL."""

    @override
    async def get(self, round_id: RoundId) -> RoundInRoom | None:
        return await self._get(round_id, songs=True)

    @override
    async def without_candidates(self, round_id: RoundId) -> RoundInRoom | None:
        return await self._get(round_id, songs=False)

    async def _get(self, round_id: RoundId, *, songs: bool) -> RoundInRoom | None:
        asked = self._sql.round_in_room(id=round_id, songs=int(songs))
        rows = [row async for row in asked]
        if not rows:
            return None
        round_ = round_with_candidates(rows)
        return RoundInRoom(round_, episode_of(rows[0], "episode_"), room_of(rows[0], "room_"))

    @override
    async def votes_so_far(self, round_: Round) -> VotesSoFar:
        asked = self._sql.turnout_and_awaited(round_id=round_.id, room_id=round_.room_id)
        rows = [row async for row in asked]
        awaited = [UserId(row["user_id"]) for row in rows if row["user_id"] is not None]
        return VotesSoFar(Turnout(rows[0]["voted"], rows[0]["among"]), tuple(awaited))

    @override
    async def plan(self, round_id: RoundId) -> PlanAround:
        rows = [row async for row in self._sql.plan_around(round_id=round_id)]
        seats = [rules_of(row["plan_rules"]).seats for row in rows]
        place = place_in(seats, sum(row["plan_id"] < round_id for row in rows))
        later = [round_of(row, ()) for row in rows if row["id"] is not None]
        return PlanAround(tuple(later), place)

    @override
    async def playlist_after(self, round_: Round) -> PlaylistAfter:
        row = await self._sql.playlist_after(
            round_id=round_.id,
            room_id=round_.room_id,
            kind=PlaylistKind.BOARD.value,
            sync=EffectKind.SYNC_PLAYLIST.value,
        )
        stored = None if row["playlist_id"] is None else playlist_of(row)
        state = row["sync_state"]
        sync = None if state is None else (state, row["sync_error"])
        goes_on = row["next_round"] is not None
        return PlaylistAfter(stored, goes_on, row["left_out"] is not None and not goes_on, sync)

    @override
    async def outcomes(self, room_id: RoomId) -> Sequence[Round]:
        rows: list[Any] = [row async for row in self._sql.seating_rounds(room_id=room_id)]
        first = [n for n, row in enumerate(rows) if row["id"] is not None]
        return [round_with_candidates(rows[n:m]) for n, m in pairwise([*first, len(rows)])]
