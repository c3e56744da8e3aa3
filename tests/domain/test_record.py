"""The record: built, read back, refused, counted again."""

import copy
import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting import BY_LOT, Picks, count, lot_order
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
from bot.domain.errors import BadRecord
from tests.domain.counting_oracle import SEED

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


def _ballot(**fields: object) -> Document:
    return changed(ballots=[{"receipt": "11"}, {"receipt": "22", **fields}])


FAULTS: dict[str, tuple[Document, str, str]] = {
    "other format": (changed(format="needledrop-round/2"), "format", "needledrop-round/1"),
    "unknown method": (changed(method="guess"), "method", "not one of"),
    "method of another kind": (changed(method=["approval"]), "method", "text"),
    "no seat": (changed(seats=0), "seats", "at least 1"),
    "half a seat": (changed(seats=1.5), "seats", "whole number"),
    "seats as a float": (changed(seats=2.0), "seats", "whole number"),
    "seats as a truth": (changed(seats=True), "seats", "whole number"),
    "seats as text": (changed(seats="2"), "seats", "whole number"),
    "no pick allowed": (changed(max_picks=0), "max_picks", "at least 1"),
    "negative stars": (changed(max_stars=-1), "max_stars", "at least 0"),
    "limit of another method": (changed(budget="ten"), "budget", "whole number"),
    "episode as number": (changed(episode=104), "episode", "text"),
    "short seed": (changed(seed=SEED[1:]), "seed", "32 hexadecimal"),
    "seed with a newline": (changed(seed=SEED[1:] + "\n"), "seed", "32 hexadecimal"),
    "no songs": (changed(songs=[]), "songs", "at least one"),
    "song without title": (changed(songs=[{"id": "a", "artist": ""}]), "song 1", "title: it is mi"),
    "song twice": (changed(songs=[DOCUMENT["songs"][0]] * 2), "song 2", "repeated"),
    "song that is text": (changed(songs=["a"]), "song 1", "object"),
    "unsorted lot": (changed(lot=["b", "c", "d", "a", "e"]), "lot", "does not follow"),
    "short lot": (changed(lot=["c", "b", "d", "a"]), "lot", "does not follow"),
    "lot of another seed": (changed(seed="0" * 32), "lot", "does not follow"),
    "unknown pin": (changed(pinned=["z"]), "pinned", "no song 'z'"),
    "repeated pin": (changed(pinned=["a", "a"]), "pinned", "repeated"),
    "too many pins": (changed(pinned=["a", "b", "c"]), "pinned", "2 seats"),
    "pinned and vetoed": (changed(pinned=["d"]), "song d", "both"),
    "veto without reason": (changed(vetoed=[{"song": "d"}]), "veto 1", "reason: it is missing"),
    "veto with no words": (changed(vetoed=[{"song": "d", "reason": " \n"}]), "veto 1", "in words"),
    "unknown veto": (changed(vetoed=[{"song": "z", "reason": "x"}]), "veto 1", "no song"),
    "repeated veto": (changed(vetoed=DOCUMENT["vetoed"] * 2), "veto 2", "repeated"),
    "ballot without receipt": (changed(ballots=[{"picks": ["a"]}]), "ballot 1", "receipt"),
    "empty receipt": (changed(ballots=[{"receipt": ""}]), "ballot 1", "receipt"),
    "receipt as number": (changed(ballots=[{"receipt": 7}]), "ballot 1", "text"),
    "receipt twice": (changed(ballots=[{"receipt": "1"}] * 2), "ballot 1", "same"),
    "unsorted": (changed(ballots=[{"receipt": "2"}, {"receipt": "1"}]), "ballot 1", "order"),
    "unknown song": (_ballot(picks=["z"]), "ballot 22", "picks: there is no song 'z'"),
    "song that is no text": (_ballot(picks=[1]), "ballot 22", "picks: it must list"),
    "song that is a list": (_ballot(picks=[["a"]]), "ballot 22", "picks: it must list"),
    "too many picks": (_ballot(picks=[*"abce"]), "ballot 22", "at most 3"),
    "repeated pick": (_ballot(picks=[*"aa"]), "ballot 22", "'a' is repeated"),
    "too many stars": (_ballot(picks=[*"ab"], stars=[*"ab"]), "ballot 22", "at most 1"),
    "repeated star": (_ballot(picks=[*"ab"], stars=[*"aa"]), "ballot 22", "'a' is repeated"),
    "star not picked": (_ballot(picks=["a"], stars=["b"]), "ballot 22", "not picked"),
    "stars alone": (_ballot(stars=["b"]), "ballot 22", "not picked"),
    "picks as text": (_ballot(picks="ab"), "ballot 22", "list"),
    "points": (_ballot(points={"a": 1}), "ballot 22", "points: it has no place"),
    "ranking": (_ballot(ranking=["a"]), "ballot 22", "ranking: it has no place"),
    "a name": (_ballot(picks=["a"], voter="Ada"), "ballot 22", "voter: it has no place"),
    "casting in words": (changed(casting="draw"), "casting", "null"),
    "unknown casting": (changed(casting=["z"]), "casting", "no song"),
    "repeated casting": (changed(casting=["a", "a"]), "casting", "repeated"),
    "casting without a tie": (changed(casting=["a"]), "casting", "nothing is tied"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_named_with_its_place(fault: str) -> None:
    document, where, rule = FAULTS[fault]
    with pytest.raises(BadRecord) as refused:
        recount(to_bytes(document))
    assert where in refused.value.where
    assert rule in refused.value.rule


@pytest.mark.parametrize("name", list(DOCUMENT))
def test_a_missing_field_is_named(name: str) -> None:
    document = changed()
    del document[name]
    with pytest.raises(BadRecord) as refused:
        parse(document)
    assert (refused.value.where, refused.value.rule) == (name, "it is missing")


@pytest.mark.parametrize("name", list(DOCUMENT))
@pytest.mark.parametrize("value", [1.5, True, {}, [[]], -1, [None]])
def test_a_field_of_the_wrong_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(BadRecord) as refused:
        recount(to_bytes(changed(**{name: value})))
    assert re.match(name.removesuffix("s").replace("vetoed", "veto"), refused.value.where)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'\xef\xbb\xbf{"format": 1}',
        b'{"seats": NaN}',
        b'{"seats": 1e999}',
        b'{"seats": 1, "seats": 2}',
        b'{"episode": "\\ud800"}',
        b'{"seats": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
    ids=range(12),
)
def test_what_is_no_json_object_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRecord):
        recount(raw)


def test_picks_may_stand_in_any_order_and_fields_without_a_rule_at_the_top() -> None:
    document = changed(comment="kept", budget=10, per_song=5)
    document["ballots"][0]["picks"].reverse()
    again = recount(to_bytes(document))
    assert again.record == RECORD
    assert again.sha256 == digest(document) != digest(DOCUMENT)


def test_a_ballot_of_empty_lists_abstains() -> None:
    assert recount(to_bytes(_ballot(picks=[], stars=[]))).outcome.abstentions == 2


songs = st.sampled_from("abcdefgh")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def records(draw: st.DrawFn) -> Record:
    ids = draw(st.lists(songs, min_size=2, unique=True))
    some = st.frozensets(st.sampled_from(ids), max_size=3)
    seats = draw(st.integers(1, len(ids) + 1))
    pinned = draw(st.frozensets(st.sampled_from(ids), max_size=min(2, seats)))
    vetoed = draw(st.dictionaries(st.sampled_from(ids), words.map("no: {}".format), max_size=2))
    ballots = st.builds(
        lambda picks, n: Picks(picks, frozenset(sorted(picks)[:n])), some, st.integers(0, 2)
    )
    return Record(
        episode=draw(words),
        method="approval",
        seats=seats,
        limits={"max_picks": 3, "max_stars": 2},
        seed=draw(st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")),
        songs=tuple(ListedSong(name, draw(words), draw(words)) for name in ids),
        ballots=draw(st.dictionaries(words.filter(bool), ballots, max_size=6)),
        pinned=pinned - set(vetoed),
        vetoed=vetoed,
        casting=draw(st.sampled_from([None, BY_LOT])),
    )


@given(records())
def test_what_was_built_is_read_back_and_recounts_the_same(record: Record) -> None:
    document = build(record)
    again = recount(to_bytes(document))
    assert again.record == record
    assert again.outcome == count(record.profile())
    assert again.sha256 == digest(document)
    assert document["lot"] == list(lot_order(record.seed, [song.id for song in record.songs]))


@given(records())
def test_a_record_says_nothing_of_the_order_of_voting(record: Record) -> None:
    turned = Record(**{**_fields(record), "ballots": dict(reversed(list(record.ballots.items())))})
    assert to_bytes(build(turned)) == to_bytes(build(record))


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in Record.__dataclass_fields__}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(st.sampled_from(list(DOCUMENT)), values)
def test_no_document_raises_anything_but_bad_record(name: str, value: object) -> None:
    refused = None
    try:
        count(parse(changed(**{name: value})).profile())
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
