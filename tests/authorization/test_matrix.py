"""Every command, button, menu and form, by every kind of person, wherever they may try it."""

import pytest

from tests.authorization.conftest import Scene
from tests.authorization.judging import direct, places, problems
from tests.authorization.lines import Line
from tests.authorization.table import COMMANDS, FORMS, PRESSES

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
