"""Real ballots, counted by every method and compared with the naive count.

See tests/data/song-rounds/README.md for where they come from.
"""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from bot.domain.counting import BY_LOT, METHODS, CountedBallot, Picks, Points, Ranking, count
from bot.domain.counting.record import Record, build, canonical, parse, recount, to_bytes
from bot.domain.structs import replace
from tests.domain.counting_oracle import open_tie, recount_naively
from tests.domain.counting_rounds import REAL


def _record(path: Path, method: str) -> Record:
    """Return a real round as it was, or with its ballots turned into those of another method.

    A ranking is made of points: most points first, and songs with equally many in the order of the
    candidates (the voter said nothing between them).
    """
    record = recount(path.read_bytes()).record
    places = {song.id: place for place, song in enumerate(record.songs)}

    def turn(ballot: CountedBallot) -> CountedBallot:
        if method == "ranked" and isinstance(ballot, Points):
            given = sorted(ballot.points, key=lambda pair: (-pair[1], places[pair[0]]))
            return Ranking(tuple(song for song, _ in given))
        return ballot

    return replace(
        record,
        method=method,
        limits={name: record.limits[name] for name in METHODS[method].form.limits},
        ballots={receipt: turn(ballot) for receipt, ballot in record.ballots.items()},
    )


CASES = [
    (path, method)
    for path in REAL
    for method in (("approval", "spread") if "approval" in path.name else ("points", "ranked"))
]


def test_there_are_twenty_rounds_and_four_ways_to_count_them() -> None:
    assert len(REAL) == 20
    assert {method for _, method in CASES} == set(METHODS)


@pytest.mark.parametrize(("path", "method"), CASES, ids=lambda it: getattr(it, "stem", it))
def test_a_real_round_is_counted_as_the_naive_count_has_it(path: Path, method: str) -> None:
    record = _record(path, method)
    profile = record.profile()
    outcome = count(profile)
    assert outcome.as_json("") == recount_naively(profile)
    assert len(outcome.seats) + outcome.open_seats == 6
    tied, places = open_tie(profile)
    for casting in (BY_LOT, tuple(reversed(tied))[:places]):
        if casting:
            cast = replace(profile, casting=casting)
            assert count(cast).as_json("") == recount_naively(cast)


@pytest.mark.parametrize(("path", "method"), CASES, ids=lambda it: getattr(it, "stem", it))
def test_the_record_of_a_real_round_recounts_to_the_same(path: Path, method: str) -> None:
    record = _record(path, method)
    raw = to_bytes(build(record))
    again = recount(raw)
    assert again.record == record
    assert again.outcome == count(record.profile())
    assert to_bytes(build(again.record)) == raw


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_the_bytes_of_a_real_record_recount_to_what_was_read(path: Path) -> None:
    raw = path.read_bytes()
    again = recount(raw)
    assert again.sha256 == sha256(canonical(json.loads(raw))).hexdigest()
    assert again.as_json() == recount_naively(again.record.profile()) | {
        "record_sha256": again.sha256
    }


def test_ties_at_the_line_are_the_normal_case() -> None:
    """What the tie-breaks are for: by approvals alone, most of these rounds are tied."""
    tied = 0
    for path in REAL[::2]:
        record = parse(build(recount(path.read_bytes()).record))
        assert all(isinstance(ballot, Picks) for ballot in record.ballots.values())
        tallies = count(record.profile()).tallies
        approvals = sorted((dict(t.figures)["approvals"] for t in tallies), reverse=True)
        tied += approvals[5] == approvals[6]
    assert tied >= 5
