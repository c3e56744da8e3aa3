"""A round, out of the row it is stored in."""

import json
from collections.abc import AsyncIterable, Sequence
from typing import Any

import msgspec

from bot.domain.counting import BY_LOT
from bot.domain.model import (
    Candidate,
    Cause,
    EpisodeId,
    MessageId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    SongId,
    UserId,
)
from bot.services.ports.repositories.rounds import Casting, RoundOfRoom
from storage.packing import unpack_rulings
from storage.repositories.songs import song_of

_RULES = msgspec.json.Decoder(Rules)
"""Reads rules ten times as fast as `json` does, with lists as the tuples that they are."""


def round_id_of(value: int | None) -> RoundId | None:
    """Return the id in a column that may be empty."""
    return None if value is None else RoundId(value)


async def ids_of(rows: AsyncIterable[Any]) -> tuple[RoundId, ...]:
    """Return the ids that rows begin with."""
    return tuple([RoundId(row[0]) async for row in rows])


def _casting(text: str | None) -> Casting:
    if text is None:
        return None
    if text == BY_LOT:
        return BY_LOT
    return tuple(SongId(song) for song in json.loads(text))


def _message(value: int | None) -> MessageId | None:
    return None if value is None else MessageId(value)


def round_of(row: Any, candidates: tuple[Candidate, ...]) -> Round:
    """Return the round in a row of `rounds`."""
    pinned, vetoed = unpack_rulings(row["rulings"])
    return Round(
        id=RoundId(row["id"]),
        episode_id=EpisodeId(row["episode_id"]),
        room_id=RoomId(row["room_id"]),
        state=RoundState(row["state"]),
        rules=rules_of(row["rules"]),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        closes_wall=row["closes_wall"],
        timezone=row["timezone"],
        candidates=candidates,
        scheduled_by=UserId(row["scheduled_by"]),
        seed=row["seed"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        record_sha256=row["record_sha256"],
        outcome=None if row["outcome"] is None else json.loads(row["outcome"]),
        pinned=pinned,
        vetoed=vetoed,
        casting=_casting(row["casting"]),
        casting_until=row["casting_until"],
        follows=round_id_of(row["follows"]),
        waits=bool(row["waits"]),
        cause=Cause(row["cause"]),
        time_left=row["time_left"],
        closes_latest=row["closes_latest"],
        remind_at=row["remind_at"],
        reminded=row["reminded"],
        quorum_extended=bool(row["quorum_extended"]),
        graced_at=row["graced_at"],
        event_id=row["event_id"],
        retold=row["retold"],
        **_messages(row),
        **_ended(row),
    )


def round_with_candidates(rows: Sequence[Any]) -> Round:
    """Return a round out of a row for each of its candidates, or one without, the first with it."""
    candidates = (candidate_of(row) for row in rows if row["song_id"] is not None)
    return round_of(rows[0], tuple(candidates))


def candidate_of(row: Any) -> Candidate:
    """Return the candidate in a row of a round with its candidates."""
    return Candidate(song_of(row, row["song_id"]), UserId(row["proposer_id"]), row["why"])


def _messages(row: Any) -> dict[str, Any]:
    """Return the messages that show a round."""
    return {
        name: _message(row[name])
        for name in (
            "message_id",
            "results_message_id",
            "casting_message_id",
            "decision_message_id",
        )
    }


def _ended(row: Any) -> dict[str, Any]:
    """Return what is kept of an end by hand."""
    was = row["stopped_in"]
    return {
        "stopped_at": row["stopped_at"],
        "stopped_in": None if was is None else RoundState(was),
        "instead_of": round_id_of(row["instead_of"]),
    }


def round_of_room(row: Any) -> RoundOfRoom:
    """Return the round in a row of its id and its room's."""
    return RoundOfRoom(RoundId(row["id"]), RoomId(row["room_id"]))


def due_round_of(row: Any) -> RoundOfRoom:
    """Return the round in a row that says, too, whether its opening is what is due."""
    return round_of_room(row)._replace(opens=row["opens"] == 1)


def moved_row(round_: Round) -> dict[str, object]:
    """Return what moves change of a round, by the columns of `rounds`."""
    return {
        "state": round_.state.value,
        "opens_at": round_.opens_at,
        "closes_at": round_.closes_at,
        "closes_wall": round_.closes_wall,
        "opened_at": round_.opened_at,
        "seed": round_.seed,
        "cause": round_.cause.value,
        "time_left": round_.time_left,
        "closes_latest": round_.closes_latest,
        "remind_at": round_.remind_at,
        "reminded": round_.reminded,
        "quorum_extended": int(round_.quorum_extended),
        "graced_at": round_.graced_at,
        "casting_until": round_.casting_until,
        "follows": round_.follows,
        "waits": int(round_.waits),
        "stopped_at": round_.stopped_at,
        "stopped_in": round_.stopped_in and round_.stopped_in.value,
        "instead_of": round_.instead_of,
    }


def rules_of(text: str) -> Rules:
    """Return the rules in a column of `rounds`."""
    return _RULES.decode(text)
