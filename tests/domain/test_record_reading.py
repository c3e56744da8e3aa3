"""Records as they are read: what is refused, with its place, and what is accepted."""

import copy
import re

import pytest

from bot.domain.counting import BY_LOT, Points
from bot.domain.counting.record import (
    digest,
    parse,
    recount,
    to_bytes,
)
from bot.domain.errors import BadRecord
from tests.domain.counting_rounds import SEED
from tests.domain.test_record import DOCUMENT, POINTS, RANKED, RECORD, Document, changed


def _ballot(**fields: object) -> Document:
    return changed(ballots=[{"receipt": "11"}, {"receipt": "22", **fields}])


def _named(song: str) -> Document:
    return changed(songs=[{"id": song, "title": "", "artist": ""}])


def _vetoed(reason: str) -> Document:
    return changed(vetoed=[{"song": "d", "reason": reason}])


FAULTS: dict[str, tuple[Document, str, str]] = {
    "other format": (changed(format="needledrop-round/2"), "format", "needledrop-round/1"),
    "unknown method": (changed(method="guess"), "method", "not one of"),
    "method of another kind": (changed(method=["approval"]), "method", "text"),
    "no seat": (changed(seats=0), "seats", "at least 1"),
    "half a seat": (changed(seats=1.5), "seats", "whole number"),
    "seats as a float": (changed(seats=2.0), "seats", "whole number"),
    "seats as a truth": (changed(seats=True), "seats", "whole number"),
    "seats as text": (changed(seats="2"), "seats", "whole number"),
    "more seats than anybody has": (changed(seats=10**9 + 1), "seats", "at most 1000000000"),
    "seats without end": (changed(seats=10**4000), "seats", "at most 1000000000"),
    "limit without end": (changed(max_picks=10**4000), "max_picks", "at most 1000000000"),
    "no pick allowed": (changed(max_picks=0), "max_picks", "at least 1"),
    "negative stars": (changed(max_stars=-1), "max_stars", "at least 0"),
    "limit of another method": (changed(budget="ten"), "budget", "whole number"),
    "episode as number": (changed(episode=104), "episode", "text"),
    "short seed": (changed(seed=SEED[1:]), "seed", "32 hexadecimal"),
    "seed with a newline": (changed(seed=SEED[1:] + "\n"), "seed", "32 hexadecimal"),
    "no songs": (changed(songs=[]), "songs", "at least one"),
    "song without title": (changed(songs=[{"id": "a", "artist": ""}]), "song 1", "title: it is mi"),
    "song twice": (changed(songs=[DOCUMENT["songs"][0]] * 2), "song 2", "repeated"),
    "song id with a newline": (_named("s1\nEpisode 105"), "song 1", "id: it must be 1 to 64"),
    "song id that steers": (_named("\x1b[2J"), "song 1", "id: it must be 1 to 64"),
    "song id with a C1 control": (_named("s\x9b1"), "song 1", "id: it must be 1 to 64"),
    "song id that turns the line": (_named("s\u202e1"), "song 1", "id: it must be 1 to 64"),
    "song id of other digits": (_named("s\u0661"), "song 1", "id: it must be 1 to 64"),
    "long song id": (_named("s" * 65), "song 1", "id: it must be 1 to 64"),
    "no song id": (_named(""), "song 1", "id: it must be 1 to 64"),
    "more songs than anybody hears": (
        changed(songs=[{"id": f"s{n}", "title": "", "artist": ""} for n in range(101)]),
        "songs",
        "at most 100",
    ),
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
    "veto of blanks": (_vetoed("\u200b\u2060"), "veto 1", "reason: it must be given, in words"),
    "veto of letters that are not seen": (_vetoed("\u3164\u2800"), "veto 1", "in words"),
    "unknown veto": (changed(vetoed=[{"song": "z", "reason": "x"}]), "veto 1", "no song"),
    "repeated veto": (changed(vetoed=DOCUMENT["vetoed"] * 2), "veto 2", "repeated"),
    "ballot without receipt": (changed(ballots=[{"picks": ["a"]}]), "ballot 1", "receipt"),
    "empty receipt": (changed(ballots=[{"receipt": ""}]), "ballot 1", "receipt"),
    "receipt that steers": (changed(ballots=[{"receipt": "\x1b[1A"}]), "ballot 1", "1 to 64"),
    "receipt with a space": (changed(ballots=[{"receipt": "7F 3A"}]), "ballot 1", "1 to 64"),
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


def _points(**fields: object) -> Document:
    return copy.deepcopy(POINTS) | {"ballots": [{"receipt": "11"}, {"receipt": "22", **fields}]}


def _ranked(**fields: object) -> Document:
    return copy.deepcopy(RANKED) | {"ballots": [{"receipt": "11"}, {"receipt": "22", **fields}]}


FAULTS |= {
    "no budget": ({**POINTS, "budget": 0}, "budget", "at least 1"),
    "budget missing": (
        {name: value for name, value in POINTS.items() if name != "budget"},
        "budget",
        "missing",
    ),
    "no point a song": ({**POINTS, "per_song": 0}, "per_song", "at least 1"),
    "points as a list": (_points(points=["a"]), "ballot 22, points", "an object"),
    "points of nothing": (_points(points=None), "ballot 22, points", "an object"),
    "points for an unknown song": (
        _points(points={"z": 1}),
        "ballot 22, points",
        "z: it is not a song of this vote",
    ),
    "no points": (_points(points={"a": 0}), "ballot 22, points", "a: it must be a whole number of"),
    "negative points": (_points(points={"a": -1}), "ballot 22, points", "at least 1"),
    "half a point": (_points(points={"a": 1.5}), "ballot 22, points", "a: it must be a whole"),
    "points as a float": (_points(points={"a": 1.0}), "ballot 22, points", "whole number"),
    "points as text": (_points(points={"a": "1"}), "ballot 22, points", "whole number"),
    "points as a truth": (_points(points={"a": True}), "ballot 22, points", "whole number"),
    "points without end": (_points(points={"a": 10**4000}), "ballot 22, points", "a: it must be"),
    "too many for a song": (_points(points={"a": 6}), "ballot 22, points", "at most 5 are allowed"),
    "too many points": (
        _points(points={"a": 5, "b": 5, "c": 1}),
        "ballot 22",
        "points: there are 11, and at most 10 are allowed",
    ),
    "picks among points": (_points(picks=["a"]), "ballot 22", "picks: it has no place"),
    "stars beside points": (_points(points={}, stars=[]), "ballot 22", "stars: it has no place"),
    "unknown rank": (_ranked(ranking=["a", "z"]), "ballot 22", "ranking: there is no song 'z'"),
    "repeated rank": (_ranked(ranking=[*"aba"]), "ballot 22", "ranking: 'a' is repeated"),
    "ranking as text": (_ranked(ranking="ab"), "ballot 22", "ranking: it must be a list"),
    "rank as a number": (_ranked(ranking=[1]), "ballot 22", "ranking: it must list song ids"),
    "points among ranks": (_ranked(points={"a": 1}), "ballot 22", "points: it has no place"),
    "casting by ranks": ({**RANKED, "casting": ["a"]}, "casting", "no casting vote in ranked"),
    "empty casting by ranks": ({**RANKED, "casting": []}, "casting", "no casting vote in ranked"),
    "casting by spread": (changed(method="spread", casting=["a"]), "casting", "no casting vote"),
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


def test_a_name_that_stands_twice_among_many_is_told() -> None:
    pairs = [*(f'"f{n}": 1' for n in range(200_000)), '"f7": 2']
    with pytest.raises(BadRecord) as refused:
        recount(f"{{{', '.join(pairs)}}}".encode())
    assert refused.value.where == "the field 'f7'"


@pytest.mark.parametrize("reason", ["no", "7", "!", "\U0001f44e", "\u200bnein\u200b", "\u6b4c"])
def test_a_veto_may_say_anything_that_can_be_seen(reason: str) -> None:
    assert parse(_vetoed(reason)).vetoed == {"d": reason}


def test_picks_may_stand_in_any_order_and_fields_without_a_rule_at_the_top() -> None:
    document = changed(comment="kept", budget=10, per_song=5)
    document["ballots"][0]["picks"].reverse()
    again = recount(to_bytes(document))
    assert again.record == RECORD
    assert again.sha256 == digest(document) != digest(DOCUMENT)


@pytest.mark.parametrize(
    "document",
    [_ballot(picks=[], stars=[]), _points(points={}), _ranked(ranking=[])],
    ids=["picks", "points", "ranking"],
)
def test_a_ballot_without_choices_abstains(document: Document) -> None:
    assert recount(to_bytes(document)).outcome.abstentions == 2


@pytest.mark.parametrize("document", [POINTS, RANKED], ids=["points", "ranked"])
def test_a_lot_that_is_not_needed_is_accepted_by_every_method(document: Document) -> None:
    assert recount(to_bytes({**document, "casting": BY_LOT})).record.casting == BY_LOT


def test_points_up_to_the_limits_are_accepted() -> None:
    parsed = parse(_points(points={"c": 5, "a": 5}))
    assert parsed.ballots["22"] == Points(frozenset({("a", 5), ("c", 5)}))
