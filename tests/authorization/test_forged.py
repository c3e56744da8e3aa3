"""A menu's value may be anything: what no menu offers now is told to be stale, and changes nothing.

Messages stay in Discord for years, so that a value stands in one does not mean that it can be read.
"""

import pytest

from bot.domain.errors import RoomError
from tests.authorization.acting import act
from tests.authorization.conftest import Scene
from tests.authorization.lines import Press
from tests.authorization.table import PRESSES
from tests.wire.house import CHANNEL

pytestmark = pytest.mark.asyncio(loop_scope="package")

FORGED = (
    "", " ", "x", "-1", "1.5", "0:", ":", "1:", ":1", "9:0", "1:x", "1:2:3", "1:2:3:4",
    "99:0:0:words", "1:x:0:words", "1:0:-1:", "0:0:0:0:99", "NaN", "1e3", "\u0663", "\u00b2",
    "9" * 19, "9" * 40, "0:" + "9" * 30, "1:0:" + "9" * 30 + ":", "\u202e1", "1|", "|",
    "9|Song|Artist", "None", "https://", "spread\x00", "0", "-0", "+1", " 1",
    "1_000", "\U0001f600",
)  # fmt: skip
"""Of another form, out of range, too long, and numbers that are none to us."""
MENUS = {
    name: line
    for name, line in PRESSES.items()
    if isinstance(line.way, Press) and line.way.values and not line.way.people
}


@pytest.mark.parametrize("name", MENUS)
async def test_what_no_menu_offers_is_told_to_be_stale(scene: Scene, name: str) -> None:
    line = MENUS[name]
    assert isinstance(line.way, Press)
    user = scene.world.people[min(line.who.people & {"writer", "showrunner", "admin"})]
    found = []
    for value in FORGED:
        scene.errors.clear()
        made = await act(scene.world, Press(line.way.custom_id, [value]), user, CHANNEL)
        wrong = [one for one in scene.errors if not isinstance(one, RoomError)]
        if wrong or not (made.text or made.modal):
            found.append((value, wrong, made.text))
        elif scene.kept.now() != scene.kept.first:
            await scene.kept.bring_back()
    assert found == []


async def test_every_menu_is_tried() -> None:
    assert len(MENUS) > 20
