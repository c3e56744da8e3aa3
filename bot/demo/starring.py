"""The part of the story in which some of those who vote say why they starred a song."""

import simcord

from bot.demo import cast
from bot.demo.screens import custom_id
from bot.demo.simulation import Simulation


async def say_why(simulation: Simulation, number: int, ballot: simcord.ResponseMessage) -> None:
    """Have a writer say why the first of their stars, on the ballot in front of them.

    Args:
        simulation: The simulation.
        number: The writer's number. Some say nothing.
        ballot: Their ballot, with a star on it.
    """
    line = cast.WHY_STARRED.get(number)
    if line is None:
        return
    writer = simulation.writers[number]
    form = await writer.click(ballot, custom_id=custom_id(ballot.components, "starwhy:"))
    await writer.submit_modal(form, {"line": line})
