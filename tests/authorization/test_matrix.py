"""Every command, button, menu and form, by every kind of person, wherever they may try it."""

import pytest

from tests.authorization.acting import act
from tests.authorization.conftest import Scene
from tests.authorization.judging import direct, places, problems
from tests.authorization.lines import IN_THE_ROOM, SHOWRUNNERS, Line
from tests.authorization.table import COMMANDS, FORMS, PRESSES
from tests.wire.house import CHANNEL

pytestmark = pytest.mark.asyncio(loop_scope="package")


def params(lines: dict[str, Line]) -> list[object]:
    return [pytest.param(line, id=name) for name, line in lines.items()]


@pytest.mark.parametrize("line", params({**COMMANDS, **PRESSES, **FORMS}))
async def test_in_a_server(scene: Scene, line: Line) -> None:
    found = [one for who in places() for one in await problems(scene, line, *who)]
    assert found == []


@pytest.mark.parametrize("line", params(PRESSES))
async def test_in_a_direct_message(scene: Scene, line: Line) -> None:
    found = [one for who in direct() for one in await problems(scene, line, *who)]
    assert found == []


async def test_who_is_awaited_is_named_to_the_showrunner_alone(scene: Scene) -> None:
    awaited = f"<@{scene.world.people['colleague'].id}>"
    for name in IN_THE_ROOM:
        made = await act(
            scene.world, COMMANDS["round status"].way, scene.world.people[name], CHANNEL
        )
        assert (awaited in made.text) is (name in SHOWRUNNERS.people), name
