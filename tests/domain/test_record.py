"""The record: built, read back, counted again."""

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.counting import BY_LOT, METHODS, Picks, Points, Ranking, count, lot_order
from bot.domain.counting.record import (
    ListedSong,
    Record,
    build,
    canonical,
    digest,
    parse,
    recount,
    to_bytes,
)
from bot.domain.counting.record_digest import digest_of
from bot.domain.errors import BadRecord
from bot.domain.structs import replace
from tests.domain.counting_rounds import SEED, ballots_of

Document = dict[str, Any]

RECORD = Record(
    episode="104",
    method="approval",
    seats=2,
    limits={"max_picks": 3, "max_stars": 1},
    seed=SEED,
    songs=tuple(ListedSong(song, f"Title {song}", "Åse & Söner") for song in "abcde"),
    ballots={
        "7F3A91C2": Picks(frozenset("ab"), frozenset("a")),
        "0B11AA55": Picks(frozenset("ba")),
        "C0FFEE00": Picks(frozenset("c")),
        "AA000001": Picks(),
    },
    pinned=frozenset(),
    vetoed={"d": "already in episode 101"},
)
DOCUMENT: Document = build(RECORD)
POINTS: Document = build(
    replace(
        RECORD,
        method="points",
        limits={"budget": 10, "per_song": 5},
        ballots={
            "7F3A91C2": Points(frozenset({("e", 4), ("b", 5)})),
            "0B11AA55": Points(frozenset({("a", 1)})),
            "AA000001": Points(),
        },
    )
)
RANKED: Document = build(
    replace(
        RECORD,
        method="ranked",
        limits={},
        ballots={
            "7F3A91C2": Ranking(("c", "a", "d")),
            "0B11AA55": Ranking(("b",)),
            "AA000001": Ranking(),
        },
    )
)


def changed(**fields: object) -> Document:
    return copy.deepcopy(DOCUMENT) | fields


def test_the_document_has_the_documented_fields_in_order() -> None:
    expected = {
        "format": "needledrop-round/1",
        "episode": "104",
        "method": "approval",
        "seats": 2,
        "max_picks": 3,
        "max_stars": 1,
        "seed": SEED,
        "songs": [{"id": s, "title": f"Title {s}", "artist": "Åse & Söner"} for s in "abcde"],
        "lot": ["c", "b", "d", "a", "e"],
        "pinned": [],
        "vetoed": [{"song": "d", "reason": "already in episode 101"}],
        "ballots": [
            {"receipt": "0B11AA55", "picks": ["a", "b"], "stars": []},
            {"receipt": "7F3A91C2", "picks": ["a", "b"], "stars": ["a"]},
            {"receipt": "AA000001"},
            {"receipt": "C0FFEE00", "picks": ["c"], "stars": []},
        ],
        "casting": None,
    }
    assert expected == DOCUMENT
    assert list(DOCUMENT) == list(expected)
    assert [list(ballot) for ballot in DOCUMENT["ballots"]][:1] == [["receipt", "picks", "stars"]]


def test_points_are_written_as_an_object_in_the_order_of_the_candidates() -> None:
    assert POINTS["ballots"] == [
        {"receipt": "0B11AA55", "points": {"a": 1}},
        {"receipt": "7F3A91C2", "points": {"b": 5, "e": 4}},
        {"receipt": "AA000001"},
    ]
    assert list(POINTS["ballots"][1]["points"]) == ["b", "e"]
    assert list(POINTS)[3:7] == ["seats", "budget", "per_song", "seed"]
    assert "max_picks" not in POINTS


def test_rankings_are_written_as_a_list_in_the_order_ranked() -> None:
    assert RANKED["ballots"] == [
        {"receipt": "0B11AA55", "ranking": ["b"]},
        {"receipt": "7F3A91C2", "ranking": ["c", "a", "d"]},
        {"receipt": "AA000001"},
    ]
    assert list(RANKED)[3:5] == ["seats", "seed"]


def test_the_outcome_of_points_and_ranked_is_the_documented_one() -> None:
    points = recount(to_bytes(POINTS)).as_json()
    assert points["seats"] == [
        {"song": "b", "rank": 1, "decided_by": "points", "points": 5, "supporters": 1},
        {"song": "e", "rank": 2, "decided_by": "points", "points": 4, "supporters": 1},
    ]
    ranked = recount(to_bytes(RANKED)).as_json()
    assert ranked["seats"] == [
        {"song": "c", "rank": 1, "decided_by": "quota", "votes": 1},
        {"song": "b", "rank": 2, "decided_by": "quota", "votes": 1},
    ]
    assert ranked["stages"] == [
        {
            "totals": {"a": 0, "b": 1, "c": 1, "e": 0},
            "elected": ["c", "b"],
            "transferred": None,
            "excluded": None,
            "by_lot": True,
        }
    ]
    assert (ranked["ballots"], ranked["abstentions"]) == (3, 1)


def test_the_canonical_form_sorts_keys_spares_spaces_and_escapes_nothing() -> None:
    assert canonical({"b": "Å", "a": [1, {"d": None, "c": "\n"}]}) == (
        '{"a":[1,{"c":"\\n","d":null}],"b":"Å"}'.encode()
    )
    assert digest(DOCUMENT) == sha256(canonical(DOCUMENT)).hexdigest()


def test_a_recount_gives_the_documented_outcome() -> None:
    again = recount(to_bytes(DOCUMENT))
    assert again.record == RECORD
    assert again.as_json() == {
        "method": "approval",
        "seats": [
            {"song": "a", "rank": 1, "decided_by": "approvals", "approvals": 2, "stars": 1},
            {"song": "b", "rank": 2, "decided_by": "approvals", "approvals": 2, "stars": 0},
        ],
        "tied": [],
        "open_seats": 0,
        "empty_seats": 0,
        "runners_up": ["c", "e"],
        "ballots": 4,
        "abstentions": 1,
        "record_sha256": sha256(canonical(DOCUMENT)).hexdigest(),
    }
    assert list(again.as_json())[:3] == ["method", "seats", "tied"]


def test_the_hash_is_of_the_file_and_not_of_its_layout() -> None:
    turned = dict(reversed(DOCUMENT.items()))
    assert recount(json.dumps(turned, indent=7).encode()).sha256 == digest(DOCUMENT)
    assert recount(to_bytes(changed(episode="105"))).sha256 != digest(DOCUMENT)


def test_the_file_is_utf_8_with_nothing_escaped() -> None:
    assert "Åse & Söner".encode() in to_bytes(DOCUMENT)


@pytest.mark.parametrize("casting", [None, BY_LOT, ["a"]])
def test_each_kind_of_casting_vote_survives(casting: Any) -> None:
    tied = changed(ballots=[{"receipt": "1", "picks": ["a", "b", "c"]}], seats=1, casting=casting)
    assert build(parse(tied))["casting"] == casting
    outcome = recount(to_bytes(tied)).outcome
    assert [s.song for s in outcome.seats] == {None: [], BY_LOT: ["c"]}.get(
        casting if not isinstance(casting, list) else "", ["a"]
    )


def test_ballots_of_another_form_cannot_be_written() -> None:
    for method in METHODS.values():
        foreign = Points(frozenset({("a", 1)})) if method.form.name != "points" else Ranking(("a",))
        limits = dict.fromkeys(method.form.limits, 5)
        with pytest.raises(TypeError):
            build(replace(RECORD, method=method.name, limits=limits, ballots={"1": foreign}))


songs = st.sampled_from("abcdefgh")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
receipts = st.from_regex(r"[0-9A-Za-z_-]{1,64}", fullmatch=True)


@st.composite
def records(draw: st.DrawFn) -> Record:
    ids = draw(st.lists(songs, min_size=2, unique=True))
    method = METHODS[draw(st.sampled_from(tuple(METHODS)))]
    seats = draw(st.integers(1, len(ids) + 1))
    pinned = draw(st.frozensets(st.sampled_from(ids), max_size=min(2, seats)))
    vetoed = draw(st.dictionaries(st.sampled_from(ids), words.map("no: {}".format), max_size=2))
    ballots = ballots_of(method.form.name, tuple(ids))
    limits = {"max_picks": 5, "max_stars": 2, "budget": 15, "per_song": 3}
    return Record(
        episode=draw(words),
        method=method.name,
        seats=seats,
        limits={name: limits[name] for name in method.form.limits},
        seed=draw(st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")),
        songs=tuple(ListedSong(name, draw(words), draw(words)) for name in ids),
        ballots=draw(st.dictionaries(receipts, ballots, max_size=6)),
        pinned=pinned - set(vetoed),
        vetoed=vetoed,
        casting=draw(st.sampled_from([None, BY_LOT])),
    )


@given(records())
@example(replace(RECORD, episode='"ballots":[{"receipt":""}]'))
def test_what_was_built_is_read_back_and_recounts_the_same(record: Record) -> None:
    document = build(record)
    again = recount(to_bytes(document))
    assert again.record == record
    assert again.outcome == count(record.profile())
    assert again.sha256 == digest(document) == digest_of(record)
    assert document["lot"] == list(lot_order(record.seed, [song.id for song in record.songs]))


@given(records())
def test_a_record_says_nothing_of_the_order_of_voting(record: Record) -> None:
    turned = replace(record, ballots=dict(reversed(list(record.ballots.items()))))
    assert to_bytes(build(turned)) == to_bytes(build(record))


values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(
    st.sampled_from([DOCUMENT, POINTS, RANKED]), st.sampled_from([*DOCUMENT, *POINTS][:-1]), values
)
def test_no_document_raises_anything_but_bad_record(
    document: Document, name: str, value: object
) -> None:
    refused = None
    try:
        count(parse({**document, name: value}).profile())
    except BadRecord as error:
        refused = error
    assert refused is None or (refused.where and refused.rule)


@given(st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_raise_anything_but_bad_record(raw: bytes) -> None:
    with pytest.raises(BadRecord):
        recount(raw)


mutations: list[Callable[[Document], object]] = [
    lambda d: d["ballots"].pop(),
    lambda d: d["ballots"][0]["picks"].pop(),
    lambda d: d["songs"][0].update(title="Another"),
    lambda d: d.update(casting="lot"),
    lambda d: d["vetoed"].clear(),
]


@pytest.mark.parametrize("mutate", mutations, ids=range(len(mutations)))
def test_whatever_is_altered_alters_the_hash(mutate: Callable[[Document], object]) -> None:
    document = changed()
    mutate(document)
    assert recount(to_bytes(document)).sha256 != digest(DOCUMENT)
