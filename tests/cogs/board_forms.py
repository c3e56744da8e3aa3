"""How the forms of a board are opened."""

import simcord

from tests.cogs.boards import decide, seats
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import menu
from tests.cogs.steps import propose

Opened = simcord.InteractionResult


async def board_text(studio: Studio) -> Opened:
    await propose(studio, 5)
    await decide(studio)
    [first, *_] = seats(await opened(studio.boss, studio, "board show"))
    return await studio.boss.slash(studio.channel, "board place", song=first)


async def rights(studio: Studio) -> Opened:
    await propose(studio, 5)
    await decide(studio)
    shown = await opened(studio.boss, studio, "board show")
    await choose(studio.boss, shown, "boardslot:", f"1. {seats(shown)[0]}")
    name = menu(shown, "boardrights:")["custom_id"]
    return await studio.boss.select(shown, ["pending"], custom_id=name)


async def added(studio: Studio) -> Opened:
    await propose(studio, 5)
    await decide(studio, songs=4)
    shown = await opened(studio.boss, studio, "board show")
    return await studio.boss.click(shown, label="Add a song")


async def removed(studio: Studio) -> Opened:
    await propose(studio, 5)
    await decide(studio)
    shown = await opened(studio.boss, studio, "board show")
    await choose(studio.boss, shown, "boardslot:", f"1. {seats(shown)[0]}")
    return await studio.boss.click(shown, label="Remove")


async def paired(studio: Studio) -> Opened:
    await propose(studio, 5)
    await decide(studio)
    first, second, _ = seats(await opened(studio.boss, studio, "board show"))
    shown = await opened(studio.boss, studio, "board pair", song=first, **{"with": second})
    return await studio.boss.click(shown, label="Change the pair")
