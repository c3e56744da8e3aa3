"""Rounds in a simulated Discord: begun, voted in, and waited for."""

import discord
import simcord

from bot.domain.model import ChannelId, Room
from bot.services.ports.read_models import RoundView
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.steps import confirmed, open_round, propose, set_up
from tests.cogs.test_methods import choose, own

HOUR = 3600
DAY = 24 * HOUR


async def room_of(studio: Studio) -> Room:
    return await studio.now.services.rooms.at(ChannelId(studio.channel.id))


async def view_of(studio: Studio) -> RoundView:
    room = await room_of(studio)
    episode = await studio.now.services.episodes.find(room)
    return await studio.now.services.rounds.live(room, episode)


async def open_view(studio: Studio) -> RoundView:
    """Open a round, and return it."""
    await open_round(studio)
    return await view_of(studio)


async def passes(studio: Studio, seconds: float) -> None:
    """Let time pass while the bot is there, and do what is due."""
    await studio.work_off()
    studio.house.clock.move(seconds)
    await studio.now.services.due_rounds.reset_heartbeat()
    await studio.now.services.due_rounds.look()
    await studio.work_off()


async def asks(
    studio: Studio, command: str, person: simcord.MemberActor | None = None, /, **options: str | int
) -> str:
    """Return what somebody, else the showrunner, is answered; and let follow what follows.

    What asks first is confirmed.
    """
    text = answered(await confirmed(studio, person or studio.boss, command, **options))
    await studio.work_off()
    return text


async def shortlisted(studio: Studio, songs: int = 6) -> None:
    await set_up(studio)
    await propose(studio, songs)
    await studio.boss.slash(studio.channel, "shortlist fill", size=songs)


async def planned(
    studio: Studio, cuts: str = "6, 4, 2", closes: str = "in 36 hours, in 2 days"
) -> str:
    """Plan cuts over a fresh shortlist; return what is answered."""
    await shortlisted(studio, int(cuts.split(",", maxsplit=1)[0]))
    return await asks(studio, "round plan", cuts=cuts, closes=closes)


async def votes(studio: Studio, person: simcord.MemberActor, *numbers: int) -> None:
    """Have somebody vote for these songs; none of them may be their own."""
    shown = await own(studio, person)
    await choose(person, shown, "picks:", *(f"Song {number}" for number in numbers))
    assert all(f"**Song {number}**" in said(shown).partition("Left out")[0] for number in numbers)


def ballot_of(studio: Studio) -> discord.Message:
    """Return the newest ballot message."""
    found = [one for one in studio.channel.history() if said(one).startswith("## The vote for")]
    return max(found, key=lambda one: one.id)


def buttons(message: discord.Message) -> list[tuple[str, bool]]:
    """Return the buttons of a message that do something: label, and whether it can be pressed."""
    return [
        (one["label"], not one.get("disabled", False))
        for one in walk(raw(message))
        if one.get("type") == discord.ComponentType.button.value and "custom_id" in one
    ]
