"""Ids grow with the clock, never meet, and follow another one without following its clock."""

from hypothesis import given
from hypothesis import strategies as st

from storage.ids import IdGenerator, id_at, made_at
from tests.builders import NOW
from tests.fakes import FakeClock

DAY = 86_400


def test_an_id_after_one_that_a_clock_ahead_made_moves_no_other_ahead() -> None:
    new_id = IdGenerator(lambda: NOW)
    ahead = id_at(NOW + DAY)
    assert new_id(ahead) > ahead
    assert made_at(new_id()) == NOW


moments = st.integers(0, 3)
asked = st.none() | st.integers(-1, 6)


@given(st.lists(st.tuples(moments, asked), max_size=60))
def test_ids_never_meet_and_each_is_past_the_one_it_is_made_after(
    steps: list[tuple[int, int | None]],
) -> None:
    """The clock goes on by some milliseconds, or back; what is asked for lies around it."""
    clock = FakeClock()
    new_id = IdGenerator(clock.now)
    made = [new_id()]
    for move, place in steps:
        clock.move((move - 1) / 1000)
        after = 0 if place is None else id_at(clock.now() + place / 1000) + 4_000_000
        made.append(new_id(after))
        assert made[-1] > after
        made.append(new_id(made[-1]))
        assert made[-1] > made[-2]
    assert len(set(made)) == len(made)


def test_ids_of_one_millisecond_grow_and_never_meet() -> None:
    new_id = IdGenerator(lambda: NOW)
    ahead = id_at(NOW + DAY)
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    past = {new_id(ahead) for _ in range(10_000)}
    assert len(past) == 10_000
    assert min(past) > ahead
