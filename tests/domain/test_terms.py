"""Terms: what is typed is read, what was said for less holds before what was said for more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, SongId
from bot.domain.rights import LIMITS, ROOM, USE, RoomTerms, Scope, Terms, marks_of, merged
from bot.domain.rights.terms import read_field
from bot.domain.structs import replace

EPISODE, SONG = Scope(EpisodeId(1)), Scope(EpisodeId(1), SongId(2))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("45", "45"), (" 045 ", "45"), ("1:05", "65"), ("0:45", "45"), ("240:00", "14400")],
)
def test_seconds_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert read_field("seconds", typed) == kept


@pytest.mark.parametrize(
    "typed", ["0", "0:00", "1:60", "1:5", "45s", "-1", "1.5", "14401", "9" * 20, "٤٥", "a minute"]
)
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"terms\.seconds") as refused:
        read_field("seconds", typed)
    assert refused.value.given == typed


@pytest.mark.parametrize("name", sorted(set(LIMITS) - {"seconds"}))
def test_what_is_too_long_is_refused_and_given_back(name: str) -> None:
    assert read_field(name, "x" * LIMITS[name]) == "x" * LIMITS[name]
    with pytest.raises(InvalidInput, match=r"terms\.long") as refused:
        read_field(name, "x" * (LIMITS[name] + 1))
    assert len(refused.value.given) == LIMITS[name] + 1


def test_only_who_signs_has_lines() -> None:
    assert read_field("signer", " Ana \r\n\n Music  Supervisor\x07") == "Ana\nMusic Supervisor"
    assert read_field("media", "All\nmedia\u202e") == "All media"


@pytest.mark.parametrize(
    ("said", "scope", "holds"),
    [
        ({}, SONG, ""),
        ({ROOM: "a"}, SONG, "a"),
        ({ROOM: "a", EPISODE: "b"}, SONG, "b"),
        ({ROOM: "a", EPISODE: "b", SONG: "c"}, SONG, "c"),
        ({ROOM: "a", EPISODE: "b", SONG: "c"}, EPISODE, "b"),
        ({ROOM: "a", EPISODE: "b", SONG: "c"}, ROOM, "a"),
        ({ROOM: "a", SONG: "c"}, Scope(EpisodeId(1), SongId(9)), "a"),
        ({ROOM: "a", EPISODE: "b"}, Scope(EpisodeId(9), SongId(2)), "a"),
        ({SONG: "c"}, ROOM, ""),
    ],
)
def test_the_narrower_holds(said: dict[Scope, str], scope: Scope, holds: str) -> None:
    terms = RoomTerms({one: Terms(use=text, media="m") for one, text in said.items()})
    assert terms.holding(scope).use == holds
    assert terms.own(scope).use == said.get(scope, "")


words = st.sampled_from(["", "a", "b", "c"])
uses = st.builds(Terms, use=words, shooting=words, airing=words, seconds=st.sampled_from(["", "9"]))


@given(uses, uses, uses)
def test_of_two_who_change_terms_at_once_nobody_undoes_the_other(
    was: Terms, now: Terms, wanted: Terms
) -> None:
    """`now` is what somebody else has made of `was` while a form was open."""
    typed = {name: str(getattr(wanted, name)) for name in USE}
    theirs = {name for name in USE if getattr(now, name) != getattr(was, name)}
    mine = {name for name in USE if typed[name] != getattr(was, name)}
    clash = {name for name in theirs & mine if typed[name] != getattr(now, name)}
    if clash:
        with pytest.raises(InvalidInput, match=r"terms\.overtaken"):
            merged(now, typed, marks_of(was, USE))
        return
    assert merged(now, typed, marks_of(was, USE)) == replace(
        now, **{name: typed[name] for name in mine}
    )


def test_what_is_not_in_a_form_stays() -> None:
    assert merged(Terms(company="A", use="b"), {"use": ""}) == Terms(company="A")
