"""A batch of ballots as PostgreSQL takes it: each column an array."""

from collections.abc import Sequence

from storage.ballot_batch import Decided

_VOTES = {
    "ids": "id",
    "ballot_rooms": "room_id",
    "ballot_rounds": "round_id",
    "voters": "voter_id",
    "choices": "choices",
    "receipts": "receipt",
    "cast_at": "cast_at",
    "claims": "claim",
    "newcomers": "newcomer",
    "last": "last",
    "befores": "before",
}
_BOX = ("states", "ends", "stops", "rulings", "roles")


def columns(decided: Decided) -> dict[str, Sequence[object]]:
    """Return the parameters of `put_ballots`."""
    votes = decided.log
    written = {row["round_id"] for row in votes}
    boxes = [(round_id, box) for round_id, box in decided.boxes.items() if round_id in written]
    return {
        "room_ids": list({row["room_id"] for row in votes}),
        "rounds": [round_id for round_id, _ in boxes],
        **{name: [box[place] for _, box in boxes] for place, name in enumerate(_BOX)},
        **{name: [row[column] for row in votes] for name, column in _VOTES.items()},
    }
