"""What the bot sent where the demo page does not look: direct messages and threads."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
import simcord

from bot.demo import cast
from bot.demo.screens import text
from bot.demo.simulation import Simulation

MOST = 12
"""How many messages the page lists."""

LONGEST = 400
"""How many characters of each."""

_MENTION = re.compile(r"<@!?(\d+)>")
_TIME = re.compile(r"<t:(\d+)(?::(\w))?>")
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"))
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|^(?:#{1,3}|-#|>) ", re.MULTILINE)


def newest(simulation: Simulation) -> list[dict[str, str]]:
    """Return the newest messages of the bot that are not in the channel itself, newest first."""
    sent = [
        (message, where)
        for where, channel in _places(simulation)
        for message in channel.history()
        if message.author.bot
    ]
    sent.sort(key=lambda one: one[0].id, reverse=True)
    told = ((message, where, _words(simulation, message)) for message, where in sent)
    shown = [
        {"id": str(message.id), "where": where, "text": words}
        for message, where, words in told
        if words
    ]
    return shown[:MOST]


def _places(simulation: Simulation) -> Iterator[tuple[str, simcord.ChannelHandle]]:
    for person, member in zip(cast.EVERYBODY, simulation.everybody, strict=True):
        yield f"To {person.name}", member.user.dm_channel
    for thread in simulation.channel.threads:
        yield f"In the thread “{thread.name}”", thread


def _words(simulation: Simulation, message: discord.Message) -> str:
    components: list[Any] = [one.to_dict() for one in message.components]
    said = "\n".join(filter(None, (message.content, text(components)))).strip()
    names = {
        str(member.id): person.name
        for person, member in zip(cast.EVERYBODY, simulation.everybody, strict=True)
    }
    said = _MENTION.sub(lambda found: f"@{names.get(found[1], 'somebody')}", said)
    now = simulation.clock.now()
    said = _TIME.sub(
        lambda found: _away(int(found[1]) - now) if found[2] == "R" else _time(int(found[1])), said
    )
    said = _MARKS.sub("", _LINK.sub(r"\1", said))
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()} …"


def _away(seconds: float) -> str:
    """Return how far an instant is from now, as Discord tells it: `in 2 hours`, `3 days ago`."""
    size, unit = next((one for one in _UNITS if abs(seconds) >= one[0]), (1, "second"))
    number = round(abs(seconds) / size)
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"in {words}" if seconds >= 0 else f"{words} ago"


def _time(at: int) -> str:
    """Return a time as a writer in the room sees it: `Fri, Dec 4, 5:00 PM`."""
    wall = datetime.fromtimestamp(at, ZoneInfo(cast.TIMEZONE))
    return f"{wall:%a}, {wall:%b} {wall.day}, {wall.hour % 12 or 12}:{wall:%M} {wall:%p}"
