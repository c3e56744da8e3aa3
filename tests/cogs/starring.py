"""Stars on a ballot, given through its menus."""

import simcord

from tests.cogs.conftest import Studio
from tests.cogs.messages import menu, values
from tests.cogs.steps import newest, propose, schedule


async def picked(studio: Studio, who: simcord.MemberActor, *titles: str) -> simcord.ResponseMessage:
    """Return somebody's ballot, with these songs picked."""
    mine = (await who.click(newest(studio), label="Vote")).response
    assert mine is not None
    picks = menu(mine, "picks:")
    await who.select(mine, values(picks, *titles), custom_id=picks["custom_id"])
    return mine


async def star(who: simcord.MemberActor, mine: simcord.ResponseMessage, *titles: str) -> None:
    """Star these picks on somebody's ballot, and no others."""
    stars = menu(mine, "stars:")
    await who.select(mine, values(stars, *titles), custom_id=stars["custom_id"])


async def starred_ballot(studio: Studio) -> simcord.ResponseMessage:
    """Return the showrunner's ballot in a room that is set up, with a star for song 2."""
    await propose(studio, 4)
    await studio.boss.slash(studio.channel, "shortlist fill", size=4)
    await schedule(studio, closes="in 36 hours", seats=2)
    await studio.work_off()
    mine = await picked(studio, studio.boss, "Song 2", "Song 3")
    await star(studio.boss, mine, "Song 2")
    return mine
