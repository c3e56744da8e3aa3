"""Votes ended by hand in a simulated Discord: asked for, said yes to, and counted."""

import simcord

from bot.domain.timing import UNDO
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, raw, said, walk


async def asked_first(
    studio: Studio, verb: str, person: simcord.MemberActor | None = None, /, **options: str | int
) -> simcord.ResponseMessage:
    """Return the question that somebody, else the showrunner, is asked who closes or cancels."""
    result = await (person or studio.boss).slash(studio.channel, f"round {verb}", **options)
    answered(result)
    assert result.response is not None
    return result.response


async def says_yes(
    studio: Studio, verb: str, person: simcord.MemberActor | None = None, /, **options: str | int
) -> simcord.ResponseMessage:
    """Have somebody close or cancel a vote; return the answer, which is in the question's place."""
    shown = await asked_first(studio, verb, person, **options)
    [button] = [
        one["custom_id"]
        for one in walk(raw(shown))
        if one.get("custom_id", "").startswith(f"{verb}now:")
    ]
    await (person or studio.boss).click(shown, custom_id=button)
    await studio.work_off()
    return shown


async def ends(studio: Studio, verb: str, **options: str | int) -> str:
    """Have the showrunner close a vote, and let it be counted, or cancel it; return the answer."""
    text = said(await says_yes(studio, verb, **options))
    if verb == "close":
        await counted(studio)
    return text


async def counted(studio: Studio) -> None:
    """Let time pass until a close can't be undone any more, and see the votes counted."""
    studio.house.clock.move(UNDO)
    await studio.now.services.due_rounds.reset_heartbeat()
    await studio.now.services.due_rounds.look()
    await studio.work_off()
