"""What has to be written: pure, by tables and properties."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.ports.spotify import PlaylistIntent
from bot.spotify.answers import Entry
from bot.spotify.plan import BATCH, Kind, Write, make_plan, took_effect


def aim(
    wanted: str, mode: str = "append", identities: dict[str, str] | None = None
) -> PlaylistIntent:
    return PlaylistIntent("p", "", "", "", mode, tuple(wanted), identities or {})


def holding(uris: str, identities: dict[str, str] | None = None) -> tuple[Entry, ...]:
    """Return what is read where a playlist holds these one-letter URIs; `.` is none."""
    return tuple(Entry(uri.strip("."), (identities or {}).get(uri, "")) for uri in uris)


def add(uris: str) -> Write:
    return Write(Kind.ADD, tuple(uris))


def replace(uris: str) -> Write:
    return Write(Kind.REPLACE, tuple(uris))


def remove(uris: str) -> Write:
    return Write(Kind.REMOVE, tuple(uris))


@pytest.mark.parametrize(
    ("wanted", "there", "added", "dead", "writes", "taken_out"),
    [
        ("abc", "", "", "", [add("abc")], ""),
        ("abc", "xyz", "", "", [add("abc")], ""),
        ("abc", "xcybaz", "", "", [], ""),
        ("abc", "xb", "", "", [add("ac")], ""),
        ("aabb", "", "", "", [add("ab")], ""),
        ("", "xyz", "", "", [], ""),
        # What a human took out stays out; what the bot never added is added.
        ("abc", "xb", "ab", "", [add("c")], "a"),
        ("abc", "", "abc", "", [], "abc"),
        # What fell off the board goes, if the bot had added it and nobody else has.
        ("a", "axb", "ab", "", [remove("b")], ""),
        ("a", "axb", "a", "", [], ""),
        ("a", "abxb", "ab", "", [], ""),
        ("ac", "axb", "ab", "", [add("c"), remove("b")], ""),
        # Dead songs are not written, and nobody took them out.
        ("abc", "x", "a", "ab", [add("c")], ""),
        ("ab", "a.", "ab", "b", [], ""),
        ("ab", "..a", "a", "", [add("b")], ""),
    ],
)
def test_appending(
    wanted: str, there: str, added: str, dead: str, writes: list[Write], taken_out: str
) -> None:
    plan = make_plan(aim(wanted), holding(there), frozenset(added), frozenset(dead))
    assert list(plan.writes) == writes
    assert plan.taken_out == tuple(taken_out)


@pytest.mark.parametrize(
    ("wanted", "there", "added", "writes"),
    [
        # `a` and `A` are one recording, and so are `b` and `B`.
        ("a", "A", "", []),
        ("aA", "", "", [add("a")]),
        ("aB", "bx", "", [add("a")]),
        ("ax", "Ax", "a", []),
        # What stands in for a wanted song stays, though the bot put it there under another URI.
        ("a", "A", "A", []),
        ("x", "A", "A", [add("x"), remove("A")]),
    ],
)
def test_appending_knows_a_recording_under_another_uri(
    wanted: str, there: str, added: str, writes: list[Write]
) -> None:
    identities = {"a": "1", "A": "1", "b": "2", "B": "2"}
    known = {uri: code for uri, code in identities.items() if uri in wanted}
    plan = make_plan(aim(wanted, identities=known), holding(there, identities), frozenset(added))
    assert list(plan.writes) == writes
    assert plan.taken_out == ()


@pytest.mark.parametrize(
    ("wanted", "there", "dead", "writes"),
    [
        ("abc", "abc", "", []),
        ("abc", "", "", [replace("abc")]),
        ("abc", "acb", "", [replace("abc")]),
        ("abc", "abcx", "", [replace("abc")]),
        ("abca", "abc", "", []),
        ("", "x", "", [replace("")]),
        ("", "", "", []),
        ("abc", "ac", "b", []),
        ("abc", "a.c", "b", []),
        ("abc", "a.c", "", [replace("abc")]),
        ("abc", "a.bc", "", []),
    ],
)
def test_mirroring(wanted: str, there: str, dead: str, writes: list[Write]) -> None:
    plan = make_plan(aim(wanted, "mirror"), holding(there), frozenset("abcx"), frozenset(dead))
    assert list(plan.writes) == writes
    assert plan.taken_out == ()


@pytest.mark.parametrize("count", [1, 99, 100, 101, 200, 250])
@pytest.mark.parametrize("mode", ["append", "mirror"])
def test_a_write_carries_a_hundred(mode: str, count: int) -> None:
    wanted = tuple(f"spotify:track:{number:022d}" for number in range(count))
    writes = make_plan(PlaylistIntent("p", "", "", "", mode, wanted, {}), (), frozenset()).writes
    assert tuple(uri for write in writes for uri in write.uris) == wanted
    assert [len(write.uris) for write in writes[:-1]] == [BATCH] * (len(writes) - 1)
    first, *others = [write.kind for write in writes]
    assert first is (Kind.ADD if mode == "append" else Kind.REPLACE)
    assert set(others) <= {Kind.ADD}


@pytest.mark.parametrize(
    ("write", "there", "whole", "part"),
    [
        (add("ab"), "xab", True, True),
        (add("ab"), "xb", False, True),
        (add("ab"), "x", False, False),
        (add("ab"), "..", False, False),
        (add("ab"), "Ab", True, True),
        (replace(""), "", True, True),
        (remove("ab"), "x", True, True),
        (remove("ab"), "xa", False, False),
    ],
)
def test_whether_a_write_shows(write: Write, there: str, whole: bool, part: bool) -> None:
    found = holding(there, {"A": "1"})
    assert took_effect(write, found, {"a": "1"}, whole=True) is whole
    assert took_effect(write, found, {"a": "1"}, whole=False) is part


SONGS = "aAbBcCdDeE"
CODES = {uri: uri.lower() for uri in SONGS}
some = st.lists(st.sampled_from(SONGS), max_size=12).map("".join)
few = st.sets(st.sampled_from(SONGS)).map(lambda uris: "".join(sorted(uris)))


@dataclass
class Model:
    """A playlist that does what it is told."""

    uris: list[str] = field(default_factory=list)

    def take(self, write: Write) -> None:
        match write.kind:
            case Kind.ADD:
                self.uris += write.uris
            case Kind.REPLACE:
                self.uris = list(write.uris)
            case Kind.REMOVE:
                self.uris = [uri for uri in self.uris if uri not in write.uris]

    def read(self) -> tuple[Entry, ...]:
        return holding("".join(self.uris), CODES)


@given(wanted=some, there=some, added=few, mode=st.sampled_from(["append", "mirror"]))
def test_when_it_is_done_there_is_nothing_left_to_do(
    wanted: str, there: str, added: str, mode: str
) -> None:
    playlist, goal = Model(list(there)), aim(wanted, mode, CODES)
    before = make_plan(goal, playlist.read(), frozenset(added))
    for write in before.writes:
        playlist.take(write)
    written = {uri for one in before.writes if one.kind is not Kind.REMOVE for uri in one.uris}
    after = make_plan(goal, playlist.read(), frozenset(added) | written)
    assert after.writes == ()
    if mode == "mirror":
        assert playlist.uris == list(dict.fromkeys(wanted))


@given(wanted=some, there=some, added=few, done=st.integers(0, 3))
def test_appending_harms_nothing_wherever_it_stops(
    wanted: str, there: str, added: str, done: int
) -> None:
    playlist, goal = Model(list(there)), aim(wanted, "append", CODES)
    plan = make_plan(goal, playlist.read(), frozenset(added))
    for write in plan.writes[:done]:
        playlist.take(write)
    kept = [uri for uri in playlist.uris if uri in there]
    lost = [uri for uri in there if uri not in playlist.uris]
    assert kept == [uri for uri in there if uri not in lost]  # In their order.
    assert set(lost) <= set(added) - set(wanted)
    new = playlist.uris[len(kept) :]
    assert set(new) <= set(wanted)
    assert len({uri.lower() for uri in new}) == len(new)
    assert not {uri.lower() for uri in new} & {uri.lower() for uri in there}


@given(wanted=some, there=some, added=few)
def test_each_wanted_recording_is_there_or_was_taken_out(
    wanted: str, there: str, added: str
) -> None:
    playlist, goal = Model(list(there)), aim(wanted, "append", CODES)
    plan = make_plan(goal, playlist.read(), frozenset(added))
    for write in plan.writes:
        playlist.take(write)
    held = {uri.lower() for uri in playlist.uris}
    assert {uri.lower() for uri in wanted} <= held | {uri.lower() for uri in plan.taken_out}
    assert set(plan.taken_out) <= set(added)
    assert not set(plan.taken_out) & set(there)


def test_a_long_playlist_that_was_half_filled_is_filled_on() -> None:
    uris = tuple(f"spotify:track:{n:022}" for n in range(2 * BATCH + 30))
    intent = PlaylistIntent("p", "", "", "", "mirror", uris, {})

    def writes(there: tuple[str, ...]) -> list[tuple[Kind, int]]:
        plan = make_plan(intent, [Entry(uri) for uri in there], frozenset())
        return [(one.kind, len(one.uris)) for one in plan.writes]

    assert writes(uris[:BATCH]) == [(Kind.ADD, BATCH), (Kind.ADD, 30)]
    assert writes(uris[: BATCH + 7]) == [(Kind.ADD, BATCH), (Kind.ADD, 23)]
    assert writes(uris[: BATCH - 1])[0] == (Kind.REPLACE, BATCH), "that may be repeated"
    assert writes((*uris[:BATCH], uris[0]))[0] == (Kind.REPLACE, BATCH)


@pytest.mark.parametrize("isrc", ["", "I1"])
def test_what_others_want_stays_under_whichever_uri(isrc: str) -> None:
    there = [Entry("x" if isrc else "b", isrc), Entry("c")]
    intent = PlaylistIntent("p", "", "", "", "append", ("a",), {}, others={"b": isrc})
    plan = make_plan(intent, there, frozenset("xbc"))
    assert plan.writes == (add("a"), remove("c"))
