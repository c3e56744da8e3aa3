"""Every command, button, menu and form, by every kind of person, wherever they may try it."""

import pytest

from bot.domain.errors import RoomError
from tests.authorization.acting import act, filled
from tests.authorization.commands import COMMANDS
from tests.authorization.conftest import Scene
from tests.authorization.judging import direct, places, problems
from tests.authorization.lines import (
    IN_THE_ROOM,
    RIGHTS_EDITORS,
    SHOWRUNNERS,
    Command,
    Line,
    Press,
    texts,
)
from tests.authorization.mixed import MIXED
from tests.authorization.privy import privy_in
from tests.authorization.table import FORMS, PRESSES
from tests.authorization.world import ELSEWHERE
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


@pytest.mark.parametrize("way", MIXED, ids=str)
async def test_with_things_of_this_room_beside_ones_own(scene: Scene, way: Command | Press) -> None:
    world, kept = scene.world, scene.kept
    scene.errors.clear()
    made = await act(world, way, world.people["stranger"], ELSEWHERE)
    touched = kept.touched(kept.now())
    await kept.bring_back()
    shown = f"{made.text}\n{made.modal}"
    typed = str(filled(world, " ".join(texts(way))))
    read = [one for one in world.secrets if one in shown and one not in typed]
    assert (touched, read) == ([], [])
    assert all(isinstance(one, RoomError) for one in scene.errors)


async def test_only_those_who_clear_rights_read_of_fees_contacts_and_notes(scene: Scene) -> None:
    """So the matrix above, which finds none of it elsewhere, knows what it looks for."""
    board = COMMANDS["board show"].way
    for name in IN_THE_ROOM:
        text = (await act(scene.world, board, scene.world.people[name], CHANNEL)).text
        assert ("98,765 USD" in text) is (name in RIGHTS_EDITORS.people), name
    state = scene.world.house.discord.state
    posted = "\n".join(str(one) for one in state.messages[CHANNEL].values())
    assert "rights quoted" in posted
    assert privy_in(posted) == []


async def test_who_is_awaited_is_named_to_the_showrunner_alone(scene: Scene) -> None:
    awaited = f"<@{scene.world.people['colleague'].id}>"
    for name in IN_THE_ROOM:
        made = await act(
            scene.world, COMMANDS["round status"].way, scene.world.people[name], CHANNEL
        )
        assert (awaited in made.text) is (name in SHOWRUNNERS.people), name
