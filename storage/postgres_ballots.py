"""A batch of ballots as PostgreSQL takes it."""

from collections.abc import Mapping

from msgspec.json import Encoder

from storage.ballot_batch import Decided

_as_json = Encoder().encode
_BOX = ("state", "closes_at", "stopped_at", "rulings", "writers_role_id")


def parameters(decided: Decided) -> Mapping[str, object]:
    """Return the parameters of `put_ballots`."""
    votes = decided.log
    written = {row["round_id"] for row in votes}
    rounds = [
        {"id": round_id} | dict(zip(_BOX, box, strict=True))
        for round_id, box in decided.boxes.items()
        if round_id in written
    ]
    return {
        "room_ids": list({row["room_id"] for row in votes}),
        "rounds": _as_json(rounds).decode(),
        "votes": _as_json(votes).decode(),
    }
