"""How a showrunner ends a vote by hand, and takes that back."""

from random import Random
from typing import TYPE_CHECKING

from tests.wire.interactions import Interaction
from tests.wire.people import Values

if TYPE_CHECKING:
    from tests.simulation.stage import Room, Stage


async def end(
    stage: "Stage", room: "Room", verb: str, draw: Random, **given: Values
) -> Interaction | None:
    """Have the showrunner close or cancel the vote, and mostly mean it; return the answer."""
    asked = await stage.crowd.do(room.boss, f"round {verb}", room.channel, **given)
    if asked is None or asked.message is None:
        return None
    ways = [one["custom_id"] for one in stage.crowd.pressables(asked.message)]
    sure = [one for one in ways if one.startswith(f"{verb}now:")]
    if not sure:
        return None
    chosen = draw.choice(ways) if draw.random() < 0.1 else sure[0]
    return await stage.crowd.use(room.boss, asked.message, chosen)


async def take_back(stage: "Stage", room: "Room", answer: Interaction | None, draw: Random) -> None:
    """Have the showrunner take back the end of the vote: by command, or once or twice by button."""
    if draw.random() < 0.3:
        await stage.crowd.do(room.boss, "round resume", room.channel)
        return
    if answer is None or answer.message is None:
        return
    for one in stage.crowd.pressables(answer.message):
        if one["custom_id"].startswith("takeback:"):
            press = stage.crowd.use(room.boss, answer.message, one["custom_id"])
            first = stage.world.loop.create_task(press)
            if draw.random() < 0.3:
                await stage.crowd.use(room.boss, answer.message, one["custom_id"])
            await first
