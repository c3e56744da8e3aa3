"""The forms about holders of rights, opened by the showrunner."""

from collections.abc import Awaitable, Callable

import simcord

from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.steps import propose_one


async def holder_form(studio: Studio) -> simcord.InteractionResult:
    """Open the form for a holder of a song."""
    await propose_one(studio, 1)
    shown = await opened(studio.boss, studio, "rights show", song="Song 1")
    return await studio.boss.click(shown, label="Add a holder of the song")


def held(button: str) -> Callable[[Studio], Awaitable[simcord.InteractionResult]]:
    """Return what presses a button on the page of a holder."""

    async def press(studio: Studio) -> simcord.InteractionResult:
        typed = {"name": "Lot 5", "contact": "", "share": "", "favored": ["no"]}
        await studio.boss.submit_modal(await holder_form(studio), typed)
        shown = await opened(studio.boss, studio, "rights show", song="Song 1")
        await choose(studio.boss, shown, "rightsholder:", "Lot 5")
        return await studio.boss.click(shown, label=button)

    return press
