"""An import, page by page: nothing is counted twice or not at all, and it ends."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.imports import Import, ImportFault, ImportState, file_source
from bot.domain.model import EpisodeId, MessageId, RoomId, UserId
from bot.domain.structs import replace

BEGUN = Import(1, RoomId(2), EpisodeId(3), "p" * 22, "Songs", UserId(4), begun_at=5, total=120)
pages = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=20)


@given(pages, st.integers(1, 1000))
def test_every_place_is_counted_once(read: list[tuple[int, int]], total: int) -> None:
    one, songs = replace(BEGUN, total=total), 0
    for places, most in read:
        if one.state is not ImportState.RUNNING:
            break
        found = min(places, most)
        songs += found
        before, one = one, one.after(places, found, total)
        assert one.place == before.place + places
        assert (one.state is ImportState.DONE) == (places == 0 or one.place >= total)
    assert one.left_out + songs == one.place
    assert not one.changed


def test_a_playlist_of_another_length_was_changed() -> None:
    assert BEGUN.after(50, 50, 121).changed
    assert BEGUN.after(50, 50, 121).after(50, 50, 121).changed
    assert not BEGUN.after(50, 50, 120).changed


def test_what_was_broken_off_is_taken_up_where_it_was() -> None:
    waits = replace(BEGUN.after(50, 49, 120), waits_until=9, message_id=MessageId(8))
    ended = waits.stopped(ImportFault.GONE)
    assert (ended.state, ended.fault, ended.waits_until) == (
        ImportState.FAILED,
        ImportFault.GONE,
        0,
    )
    again = ended.resumed("Our songs", UserId(6), 119)
    assert (again.state, again.fault, again.place, again.left_out) == (
        ImportState.RUNNING,
        ImportFault.NONE,
        50,
        1,
    )
    assert (again.name, again.asked_by, again.message_id, again.changed) == (
        "Our songs",
        6,
        None,
        True,
    )


def test_a_file_is_told_apart_from_a_playlist() -> None:
    assert not BEGUN.from_file
    assert replace(BEGUN, playlist_id=file_source("a.csv", "0" * 64, 3, 1).id).from_file
