"""A longlist of many, looked at and picked from page by page."""

import re

import discord
import simcord

from bot.domain.model import ChannelId, Episode, Person, Room, UserId
from tests.builders import NOW, make_proposals, recording
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, menu, raw, said, values, walk
from tests.cogs.steps import set_up

Shown = simcord.ResponseMessage


async def where(studio: Studio) -> tuple[Room, Episode]:
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    return room, await services.episodes.find(room)


async def long(studio: Studio, songs: int, shortlisted: int = 0) -> tuple[Room, Episode]:
    """Set up a room whose longlist has so many songs, proposed in the past."""
    await set_up(studio)
    room, episode = await where(studio)
    studio.house.clock.instant = NOW + 10_000
    studio.house.catalogue.recordings = [recording(n) for n in range(1, songs + 30)]
    made = await make_proposals(studio.house.store, room, episode, songs, shortlisted=False)
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    shortlists = studio.now.services.shortlists
    await shortlists.toggle(boss, room, episode, on=[one.id for one in made[:shortlisted]])
    return room, episode


async def opened(
    person: simcord.MemberActor, studio: Studio, command: str, **given: object
) -> Shown:
    result = await person.slash(studio.channel, command, **given)
    answered(result)
    assert result.response is not None
    return result.response


async def choose(person: simcord.MemberActor, shown: Shown, name: str, *labels: str) -> None:
    found = menu(shown, name)
    await person.select(shown, values(found, *labels), custom_id=found["custom_id"])


async def tick(person: simcord.MemberActor, shown: Shown, *numbers: int) -> None:
    """Have somebody tick these songs of a page, and no others."""
    found = menu(shown, "pick:")
    wanted = [
        option["value"]
        for option in found["options"]
        if int(option["label"].partition(". ")[2].removeprefix("Song ")) in numbers
    ]
    assert len(wanted) == len(numbers)
    await person.select(shown, wanted, custom_id=found["custom_id"])


def listed(shown: Shown | discord.Message) -> list[int]:
    """Return the numbers of the songs on a page, in order."""
    return [int(number) for number in re.findall(r"\[Song (\d+)\]", said(shown))]


def pressable(shown: Shown, label: str) -> bool:
    [found] = [one for one in walk(raw(shown)) if one.get("label") == label and "type" in one]
    return not found.get("disabled")


async def second(studio: Studio, song: int, *writers: int) -> None:
    room, episode = await where(studio)
    [one] = [
        one
        for one in await studio.now.services.proposals.longlist(room, episode)
        if one.song.title == f"Song {song}"
    ]
    for writer in writers:
        person = Person(UserId(writer), frozenset(), False)
        await studio.now.services.proposals.second(person, room, one.id)
