"""What people think twice about: they look before they do it, and take it back."""

from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.actions import action, fiddle, handle, offered

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage


@action(1)
async def look_before_scheduling(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner look at what a vote would be, change it or not, and press something."""
    await schedule(
        stage, room, "round schedule", draw, closes="in 2 hours", seats=draw.randint(1, 3)
    )


@action(1)
async def take_a_second_back(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have a writer second a song, and take that back or not, by a command or by a press."""
    writer = draw.choice(room.writers)
    song = await offered(stage, room, writer, "song second", "song", draw)
    asked = await stage.crowd.do(writer, "song second", room.channel, song=song)
    if draw.random() < 0.4:
        await stage.crowd.do(writer, "song second", room.channel, song=song, undo=True)
    elif draw.random() < 0.6:
        await fiddle(stage, writer, asked, draw, times=2)


@action(1)
async def withdraw_and_bring_back(
    stage: "Stage", room: "Room", who: "Person", draw: Random
) -> None:
    """Have somebody withdraw a song or leave it, and bring it back or not."""
    writer = draw.choice([room.boss, *room.writers])
    song = await offered(stage, room, writer, "song withdraw", "song", draw)
    asked = await stage.crowd.do(writer, "song withdraw", room.channel, song=song)
    await fiddle(stage, writer, asked, draw, times=draw.choice((0, 1, 2, 3)))
    if draw.random() < 0.3:
        await stage.crowd.do(writer, "song withdraw", room.channel, song=song, undo=True)


@action(1)
async def change_a_note(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have a writer say what a song tells them, and change that or take it back."""
    writer = draw.choice(room.writers)
    song = await offered(stage, room, writer, "song note", "song", draw)
    for _ in range(draw.choice((1, 2))):
        form = await stage.crowd.do(writer, "song note", room.channel, song=song)
        if form is None or form.modal is None:
            return
        words = draw.choice(("It rains.", "It rains on a tin roof.", " "))
        asked = await stage.crowd.fill(writer, form, note=words)
        await fiddle(stage, writer, asked, draw, times=draw.choice((0, 1)))


@action(1)
async def take_an_import_back(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner take an import back, touched or not, or bring it back again."""
    value = await offered(stage, room, room.boss, "song take-back", "import", draw)
    given = {"import": value}
    asked = await stage.crowd.do(room.boss, "song take-back", room.channel, **given)
    await fiddle(stage, room.boss, asked, draw, draw.choice((1, 2)))


async def schedule(
    stage: "Stage", room: "Room", name: str, draw: Random, *, sure: bool = False, **given: Any
) -> None:
    """Have the showrunner ask for a preview; then have it scheduled, changed or put away.

    Who is sure schedules it, also where the preview comes again because something has changed.
    """
    asked = await stage.crowd.do(room.boss, name, room.channel, **given)
    for _ in range(3):
        if asked is None or asked.message is None:
            return
        there = [
            one
            for one in stage.crowd.pressables(asked.message)
            if one["custom_id"].startswith("voteschedule:" if sure else "vote")
        ]
        if not there:
            return
        asked = await handle(stage, room.boss, asked.message, draw.choice(there), draw)
