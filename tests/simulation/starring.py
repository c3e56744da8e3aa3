"""Writers who star a song and say why, change it, and take the star or the line back."""

from random import Random
from typing import TYPE_CHECKING

from tests.simulation.actions import action, handle
from tests.wire.shapes import Json

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage

WHY = "Starred "
"""How every line begins that is written here; no two are the same."""


@action(4)
async def say_why(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have a writer star a song and say why, on whatever ballot they are shown."""
    writer = draw.choice(room.writers)
    asked = await stage.crowd.do(writer, "vote", room.channel)
    for name in ("picks:", "stars:", "starwhy:", *draw.choice(((), ("stars:",), ("starwhy:",)))):
        message = None if asked is None else asked.message
        found = None if message is None else _named(stage, message, name, draw)
        if message is None or found is None:
            return
        if name != "starwhy:":
            asked = await handle(stage, writer, message, found, draw)
            continue
        form = await stage.crowd.use(writer, message, found["custom_id"])
        if form is None or form.modal is None:
            return
        await stage.world.sleep(draw.choice((0.0, 0.0, 30.0)))
        line = "" if draw.random() < 0.1 else f"{WHY}{draw.randrange(10**12):012}"
        asked = await stage.crowd.fill(writer, form, line=line)


def _named(stage: "Stage", message: Json, name: str, draw: Random) -> Json | None:
    """Return something on a message whose custom id begins so; None where there is nothing."""
    pressables = stage.crowd.pressables(message)
    there = [one for one in pressables if one["custom_id"].startswith(name)]
    return draw.choice(there) if there else None
