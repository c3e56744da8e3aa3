"""A batch of ballots as PostgreSQL takes it: each column an array."""

from collections.abc import Iterable, Mapping, Sequence

from storage.ballot_batch import Decided, Row

_LOG = {
    "log_ids": "id",
    "log_rounds": "round_id",
    "log_voters": "voter_id",
    "log_choices": "choices",
    "log_at": "cast_at",
}
_NEWCOMERS = {"new_rooms": "room_id", "new_users": "user_id", "since": "since"}
_CLAIMS = {"claims": "id", "claimed_at": "claimed_at"}
_SEATS = {"seat_rooms": "room_id", "seat_users": "voter_id"}
_CHANGED = {
    "changed_rounds": "round_id",
    "changed_voters": "voter_id",
    "changed_choices": "choices",
    "changed_at": "cast_at",
}
_FIRST = {
    "first_rounds": "round_id",
    "first_voters": "voter_id",
    "first_choices": "choices",
    "receipts": "receipt",
    "first_at": "cast_at",
}
_BOX = ("states", "ends", "stops", "rulings", "roles")


def columns(decided: Decided) -> dict[str, Sequence[object]]:
    """Return the parameters of `put_ballots`."""
    ballots = decided.ballots
    # One seat, however many rounds of a room somebody votes in at once.
    newcomers = {(row["room_id"], row["user_id"]): row for row in decided.newcomers}
    seated = {(row["room_id"], row["voter_id"]): row for row in ballots.values()}
    changed = [key for key in ballots if key in decided.before]
    written = dict.fromkeys(round_id for round_id, _ in ballots)
    boxes = [decided.boxes[round_id] for round_id in written]
    return {
        "room_ids": list({row["room_id"] for row in ballots.values()}),
        "rounds": list(written),
        **{name: [box[place] for box in boxes] for place, name in enumerate(_BOX)},
        **_arrays(_SEATS, (row for seat, row in seated.items() if seat not in newcomers)),
        **_arrays(_CHANGED, (ballots[key] for key in changed)),
        "befores": [decided.before[key] for key in changed],
        **_arrays(_FIRST, (row for key, row in ballots.items() if key not in decided.before)),
        **_arrays(_NEWCOMERS, newcomers.values()),
        **_arrays(_CLAIMS, decided.claims),
        **_arrays(_LOG, decided.log),
    }


def _arrays(names: Mapping[str, str], rows: Iterable[Row]) -> dict[str, Sequence[object]]:
    """Return an array for each parameter, given which column of the rows it holds."""
    kept = list(rows)
    return {parameter: [row[column] for row in kept] for parameter, column in names.items()}
