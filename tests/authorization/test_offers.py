"""What each option that autocompletes offers, and to whom: nothing of a room in another."""

import pytest

from tests.authorization.acting import offered
from tests.authorization.commands import COMMANDS
from tests.authorization.conftest import Scene
from tests.authorization.lines import IN_THE_ROOM
from tests.authorization.offers import OFFERED
from tests.authorization.world import ELSEWHERE
from tests.wire.house import CHANNEL

pytestmark = pytest.mark.asyncio(loop_scope="package")
TYPED = ("", "quiet", "whisper", "maya", "10")


@pytest.mark.parametrize("option", OFFERED)
async def test_is_offered_to_whom_it_is_of_use(scene: Scene, option: str) -> None:
    who, typed = OFFERED[option]
    command, _, focused = option.rpartition(" ")
    found = set()
    for name in IN_THE_ROOM:
        for channel in (CHANNEL, scene.world.thread):
            user = scene.world.people[name]
            if await offered(scene.world, command, focused, typed, user, channel):
                found.add(name)
    assert found == who.people
    assert scene.kept.now() == scene.kept.first


@pytest.mark.parametrize("option", OFFERED)
async def test_offers_nothing_of_another_room(scene: Scene, option: str) -> None:
    """Not by what is typed, and not by naming an episode of that room."""
    command, _, focused = option.rpartition(" ")
    stranger = scene.world.people["stranger"]
    way = COMMANDS[command].way
    known = "episode" in getattr(way, "options", {}) and focused != "episode"
    stages = ("open", "decided") if known else ()
    episodes = [str(scene.world.names[f"{stage}_no"]) for stage in stages]
    for typed in TYPED:
        for given in ({}, *({"episode": one} for one in episodes)):
            shown = await offered(
                scene.world, command, focused, typed, stranger, ELSEWHERE, **given
            )
            read = [one for one in shown for secret in scene.world.secrets if secret in one]
            assert read == [], (typed, given)
    assert scene.kept.now() == scene.kept.first
