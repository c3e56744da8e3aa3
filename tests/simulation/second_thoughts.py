"""What people think twice about: they look before they do it, and take it back."""

from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.actions import action, handle

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage


@action(1)
async def look_before_scheduling(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner look at what a vote would be, change it or not, and press something."""
    await schedule(
        stage, room, "round schedule", draw, closes="in 2 hours", seats=draw.randint(1, 3)
    )


async def schedule(
    stage: "Stage", room: "Room", name: str, draw: Random, *, sure: bool = False, **given: Any
) -> None:
    """Have the showrunner ask for a preview; then have it scheduled, changed or put away.

    Who is sure schedules it, also where the preview comes again because something has changed.
    """
    asked = await stage.crowd.do(room.boss, name, room.channel, **given)
    for _ in range(3):
        if asked is None or asked.message is None:
            return
        there = [
            one
            for one in stage.crowd.pressables(asked.message)
            if one["custom_id"].startswith("voteschedule:" if sure else "vote")
        ]
        if not there:
            return
        asked = await handle(stage, room.boss, asked.message, draw.choice(there), draw)
