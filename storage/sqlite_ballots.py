"""A batch of ballots as SQLite reads it."""

import json
from collections.abc import Collection, Mapping, Sequence

from bot.domain.model import RoomId, RoundId, UserId
from storage.ballot_batch import Found, Press, read_each
from storage.statements import Statements

_Key = tuple[RoomId, RoundId, UserId]


async def read_together(sql: Statements, votes: Sequence[Press]) -> Sequence[Found]:
    """Read what votes rest on, in one statement a round, and one for all presses.

    To run a statement takes the driver longer than to look a writer up takes SQLite. For a single
    vote, a list is no gain.
    """
    if len(votes) == 1:
        return await read_each(sql, votes)
    asked: dict[tuple[RoomId, RoundId], dict[int, int | None]] = {}
    for press in votes:
        vote = press.vote
        writers = asked.setdefault((vote.room_id, vote.round_id), {})
        writers[vote.person.user_id] = vote.formerly
    found: dict[_Key, Found] = {}
    for (room_id, round_id), writers in asked.items():
        rows = await sql.fetch_all(
            "each_voter", room_id=room_id, round_id=round_id, writers=json.dumps(writers)
        )
        for user_id, *row in rows:
            found[room_id, round_id, UserId(int(user_id))] = row
    acted = await _acted(sql, votes)
    return [_of(press, found, acted) for press in votes]


async def _acted(sql: Statements, votes: Sequence[Press]) -> Collection[int]:
    """Return which presses have acted already."""
    claims = [press.interaction_id for press in votes if press.interaction_id is not None]
    if not claims:
        return ()
    rows = await sql.fetch_all("interactions_among", ids=json.dumps(claims))
    return {row["id"] for row in rows}


def _of(press: Press, found: Mapping[_Key, Found], acted: Collection[int]) -> Found:
    vote, claim = press.vote, press.interaction_id
    row = found[vote.room_id, vote.round_id, vote.person.user_id]
    return row if claim not in acted else (claim, *row[1:])
