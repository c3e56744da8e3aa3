"""What people do first: set a room up, propose songs, open a round."""

from typing import Any

import discord
import simcord

from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, labels


async def set_up(studio: Studio) -> None:
    result = await studio.boss.slash(
        studio.channel, "room setup", title="Soundtrack", timezone="America/Los_Angeles"
    )
    assert "**Soundtrack** is set up" in answered(result)
    result = await studio.boss.slash(studio.channel, "episode create", number="104", title="Pilot")
    assert "episode 104 “Pilot”" in answered(result)


async def propose(studio: Studio, count: int) -> None:
    for number in range(1, count + 1):
        writer = studio.writers[number % len(studio.writers)]
        result = await writer.slash(
            studio.channel,
            "song propose",
            song=f"https://open.spotify.com/track/{number:022}",
            why=f"It is about number {number}.",
        )
        assert "Proposed." in answered(result)
    await studio.work_off()


async def open_round(
    studio: Studio, songs: int = 4, seats: int = 2, method: str = "approval"
) -> discord.Message:
    await set_up(studio)
    await propose(studio, songs)
    result = await studio.boss.slash(studio.channel, "shortlist fill", size=songs)
    assert "Added to the shortlist of episode 104" in answered(result)
    given: dict[str, str | int] = {"closes": "in 36 hours", "seats": seats, "method": method}
    assert "It is open now" in answered(await schedule(studio, **given))
    await studio.work_off()
    return newest(studio)


async def presented(studio: Studio, songs: int = 3) -> None:
    """Have a shortlist of so many songs presented, in a room that is set up."""
    await propose(studio, songs)
    await studio.boss.slash(studio.channel, "shortlist fill", size=songs)
    picking = (await studio.boss.slash(studio.channel, "shortlist pick")).response
    assert picking is not None
    asked = (await studio.boss.click(picking, label="Present to the room")).response
    assert asked is not None
    await studio.boss.click(asked, label=f"Present these {songs}")
    await studio.work_off()


CONFIRMED = {
    "round schedule": "Schedule it",
    "round plan": "Schedule it",
    "song withdraw": "Withdraw it",
}
"""Commands that ask first, and the button that has it done."""


async def confirmed(
    studio: Studio, person: simcord.MemberActor, command: str, /, **options: str | int
) -> simcord.InteractionResult:
    """Have somebody use a command, and confirm it where it asks; return the last answer."""
    result = await person.slash(studio.channel, command, **options)
    shown, label = result.response, CONFIRMED.get(command)
    if label is None or shown is None or label not in labels(shown):
        return result
    return await person.click(shown, label=label)


async def schedule(studio: Studio, /, **options: str | int) -> simcord.InteractionResult:
    """Have the showrunner schedule a vote, and confirm its preview."""
    return await confirmed(studio, studio.boss, "round schedule", **options)


def newest(studio: Studio) -> discord.Message:
    """Return the newest message of the bot's; Discord's own word of a thread is none."""
    return [one for one in studio.channel.history() if one.components][-1]


async def longlist(studio: Studio) -> Any:
    services = studio.now.services
    room = await services.rooms.at(studio.channel.id)  # type: ignore[arg-type]
    return await services.proposals.longlist(room, await services.episodes.find(room))


async def propose_one(studio: Studio, number: int) -> None:
    link = f"https://open.spotify.com/track/{number:022}"
    answered(await studio.writers[0].slash(studio.channel, "song propose", song=link))
