"""One template builds what a button is called and reads it again; nothing else passes for it."""

import re
from enum import IntEnum
from typing import Annotated, Any, NewType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.registry import ITEMS
from cogs.ui.ballots.post import VoteButton
from cogs.ui.kit.custom_ids import NUMBER, NUMBER_END, Converter, IdTemplate
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable

RoomId = NewType("RoomId", int)
Words = Annotated[tuple[str, ...], Converter("[a-z+]*", lambda t: tuple(t.split("+")), "+".join)]


class Size(IntEnum):
    SMALL = 3
    LARGE = 12


TYPES = {"room_id": RoomId, "on": bool, "size": Size, "words": Words}
TEMPLATE = IdTemplate.of("room.x:{room_id}:{on}:{size}{words}", TYPES)


@given(
    st.fixed_dictionaries(
        {
            "room_id": st.integers(0, NUMBER_END - 1),
            "on": st.booleans(),
            "size": st.sampled_from(Size),
            "words": st.lists(st.text("abc", min_size=1), min_size=1).map(tuple),
        }
    )
)
def test_what_is_built_is_read_again(values: dict[str, Any]) -> None:
    match = TEMPLATE.pattern.fullmatch(TEMPLATE.build(values))
    assert match is not None
    assert TEMPLATE.read(match) == values
    assert [type(one) for one in TEMPLATE.read(match).values()] == [int, bool, Size, tuple]


@pytest.mark.parametrize(
    "custom_id", ["roomyx:1:0:3", "room.x:1:2:3", "room.x:1:0:4", "room.x::0:3", "xroom.x:1:0:3"]
)
def test_nothing_else_is_taken_for_it(custom_id: str) -> None:
    assert TEMPLATE.pattern.fullmatch("room.x:1:0:3")
    assert not TEMPLATE.pattern.fullmatch(custom_id)


@given(st.integers(0, 10**20))
def test_a_number_is_one_that_the_database_can_hold(number: int) -> None:
    assert (re.fullmatch(NUMBER.pattern, str(number)) is not None) == (number < NUMBER_END)


def test_every_number_in_every_custom_id_is_bounded() -> None:
    """A greater one is in nothing that was posted, so nothing is looked up by it."""
    for template in (one.id_template for kinds in (ITEMS, Form.declared) for one in kinds):
        for name, converter in template.converters.items():
            assert re.fullmatch(converter.pattern, "9" * 19) is None, (template, name)


@pytest.mark.parametrize("values", [{}, {"round": 1}, {"round_id": 1, "song_id": 2}])
def test_a_button_is_not_made_without_exactly_what_it_carries(values: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="round_id"):
        IdTemplate.of("ballot:{round_id}", {"round_id": int}).build(values)


@pytest.mark.parametrize("number", [-1, NUMBER_END, 10**19])
def test_a_number_that_could_not_be_read_again_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        VoteButton.id_template.build({"round_id": number})


@pytest.mark.parametrize(
    ("template", "types"),
    [
        ("ballot:{round_id}", {}),
        ("ballot", {"round_id": int}),
        ("ballot:{round_id}:{round_id}", {"round_id": int}),
        ("ballot:{round_id}", {"round_id": float}),
    ],
)
def test_a_template_and_its_types_agree(template: str, types: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        IdTemplate.of(template, types)


def test_a_button_is_declared_with_what_it_carries() -> None:
    before = list(Pressable.declared)
    with pytest.raises(TypeError, match="round_id"):

        class Careless(Pressable, custom_id="careless:{round_id}"):
            song_id: int

    assert Pressable.declared == before
