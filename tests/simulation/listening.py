"""A room that listens together: somebody begins, people come, write, and are moved on."""

import asyncio
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.actions import action, handle
from tests.wire.shapes import Json

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage

STEP = "listenmove:"
"""How the custom id of every button begins that moves a session."""
END = "listenend:"
"""The same of the button that says yes to ending one too early."""
LINE = "Heard "
"""How every line begins that is written here; no two are the same."""


@action(2)
async def listen(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the room listen for a while, in order or not, together and alone."""
    given = {"minutes": draw.choice((0, 1, 5))} if draw.random() < 0.7 else {}
    await stage.crowd.do(room.boss, "shortlist listen", room.channel, **given)
    for _ in range(draw.choice((3, 8, 20))):
        listener = draw.choice([room.boss, room.boss, *room.writers])
        await stage.world.sleep(draw.choice((0.0, 1.0, 5.0, 70.0)))
        if draw.random() < 0.1:
            page = await stage.crowd.do(listener, "shortlist listen-alone", room.channel)
            card = None if page is None else page.message
        else:
            card = latest_card(stage, room)
        if card is not None:
            await _press(stage, listener, card, draw)


def latest_card(stage: "Stage", room: "Room") -> Json | None:
    """Return the newest message of a session in a room, or in a thread of it."""
    return max(cards(stage, room), key=lambda one: int(one["id"]), default=None)


def cards(stage: "Stage", room: "Room") -> list[Json]:
    """Return the messages of sessions that everybody sees."""
    held = stage.world.discord.held
    if room.channel not in held.channels:
        return []
    places = [room.channel, *(int(one["id"]) for one in held.threads(room.channel))]
    return [
        message
        for place in places
        for message in held.messages.get(place, {}).values()
        if "'custom_id': 'listen" in str(message.get("components"))
    ]


async def _step(stage: "Stage", who: "Person", card: Json, chosen: Json, draw: Random) -> None:
    """Press a button, and say yes where a session is to end too early."""
    made = await handle(stage, who, card, chosen, draw)
    if made is not None and made.message is not None:
        for asked in stage.crowd.pressables(made.message):
            if asked["custom_id"].startswith(END):
                await handle(stage, who, made.message, asked, draw)


async def _press(stage: "Stage", who: "Person", card: Json, draw: Random) -> None:
    there = [one for one in stage.crowd.pressables(card) if one["custom_id"].startswith("listen")]
    if not there:
        return
    lines = [one for one in there if one["custom_id"].startswith("listenline:")]
    chosen = draw.choice(lines if lines and draw.random() < 0.5 else there)
    if not chosen["custom_id"].startswith("listenline:"):
        # Somebody impatient presses twice, or two people who lead the room do at once.
        presses = 2 if chosen["custom_id"].startswith(STEP) and draw.random() < 0.3 else 1
        await asyncio.gather(*(_step(stage, who, card, chosen, draw) for _ in range(presses)))
        return
    form = await stage.crowd.use(who, card, chosen["custom_id"])
    if form is not None and form.modal is not None:
        line = "" if draw.random() < 0.1 else f"{LINE}{draw.randrange(10**12):012}"
        await stage.crowd.fill(who, form, line=line)
