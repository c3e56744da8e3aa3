"""What people do besides the season: sensible, silly, and several at once.

An action is one function here: `@action(weight)` over `async def name(stage, room, who, draw)`.
"""

from collections.abc import Awaitable, Callable
from random import Random
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.simulation.endings import end, take_back
from tests.simulation.plan import Weighed, registering
from tests.wire.interactions import Interaction
from tests.wire.people import Upload
from tests.wire.shapes import Json, walk

if TYPE_CHECKING:
    from tests.simulation.crowd import Person
    from tests.simulation.stage import Room, Stage

Act: TypeAlias = "Callable[[Stage, Room, Person, Random], Awaitable[None]]"
FILE = 11
"""The type of an option that takes a file."""
SILLY = (
    "yesterday",
    "'; DROP TABLE rounds; --",
    "☃" * 30,
    "-1",
    "9999999",
    "now",
    "fri 25:61",
    "@everyone",
)


ACTIONS: dict[str, Weighed[Act]] = {}
action = registering(ACTIONS)


@action(8)
async def press_anything(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Press or choose something on the screen, however old it is, and fill in what opens."""
    seen = [one for one in stage.shown(room, who) if stage.crowd.pressables(one)]
    if not seen:
        return
    message = draw.choice(seen)
    component = draw.choice(stage.crowd.pressables(message))
    await handle(stage, who, message, component, draw)


@action(3)
async def press_twice(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Press the same thing twice at once."""
    seen = [one for one in stage.shown(room, who) if stage.crowd.pressables(one)]
    if seen:
        message = draw.choice(seen)
        component = draw.choice(stage.crowd.pressables(message))
        other = Random(draw.random())
        loop = stage.world.loop
        first = loop.create_task(handle(stage, who, message, component, draw))
        await handle(stage, who, message, component, other)
        await first


@action(6)
async def vote_again(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Vote, or change a vote."""
    await vote(stage, room, draw.choice(room.writers), draw)


@action(5)
async def use_any_command(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Use a command, with options that are offered, that make sense, or that do not."""
    command, path, known = _any_command(stage, draw)
    if command is None:
        return
    name = " ".join([command["name"], *path])
    given: dict[str, Any] = {}
    for option in known:
        if option["type"] != FILE and (option.get("required") or draw.random() < 0.3):
            given[option["name"]] = await _value(stage, room, who, name, option, draw)
    await stage.crowd.do(who, name, room.channel, **given)


@action(3)
async def direct_the_round(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner do something to the round that is under way."""
    verb = draw.choice(("pause", "resume", "resume", "extend", "pin", "veto", "close", "cancel"))
    if verb == "cancel" and draw.random() < 0.7:
        return
    given: dict[str, Any] = {}
    if verb == "extend":
        given["closes"] = draw.choice(("in 30 minutes", "in 2 hours"))
    if verb in ("pin", "veto"):
        given["song"] = await offered(stage, room, room.boss, f"round {verb}", "song", draw)
        given["reason"] = "It has to be"
        given["undo"] = draw.random() < 0.3
    if verb in ("close", "cancel"):
        await end(stage, room, verb, draw)
        return
    await stage.crowd.do(room.boss, f"round {verb}", room.channel, **given)


@action(3)
async def end_and_undo(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner close or cancel a vote, and think again, sooner or later."""
    answer = await end(stage, room, draw.choice(("close", "cancel")), draw)
    await stage.world.sleep(draw.choice((0.0, 5.0, 60.0, 115.0, 120.0, 125.0, 600.0)))
    await take_back(stage, room, answer, draw)


@action(2)
async def change_settings(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner choose how the room votes."""
    asked = await stage.crowd.do(room.boss, "room settings", room.channel)
    await fiddle(stage, room.boss, asked, draw)


@action(2)
async def break_the_tie(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner cast the casting vote, where there is one."""
    await cast(stage, room, draw)


@action(1)
async def arrange_the_board(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner do something on the board."""
    asked = await stage.crowd.do(room.boss, "board show", room.channel)
    await fiddle(stage, room.boss, asked, draw)


@action(1)
async def import_a_playlist(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner bring a whole playlist onto the longlist."""
    songs = stage.songs(room)
    some = draw.sample(songs, 3)
    made = stage.world.spotify.create_playlist("Found", [one.uri for one in some])
    link = f"https://open.spotify.com/playlist/{made}"
    await stage.crowd.do(room.boss, "song import", room.channel, playlist=link)


@action(1)
async def import_a_file(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have the showrunner bring a file onto the longlist: songs, some of them odd, or rubbish."""
    known = [f"{one.artists[0]} - {one.title}" for one in draw.sample(stage.songs(room), 3)]
    typed = [f"Somebody - {room.name.title()} {n}" for n in range(draw.choice((2, 5, 40)))]
    text = "\n".join([*known, *typed, draw.choice(SILLY)])
    sound, odd = text.encode(), (text.encode("utf-16"), b"", draw.randbytes(99))
    content = draw.choice((sound, sound, sound, *odd))
    file = Upload(draw.choice(("tape.txt", "tape.csv")), content)
    await stage.crowd.do(room.boss, "song import", room.channel, file=file)


@action(2)
async def talk(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have people talk in the channel, so much that what was said before is far up."""
    stage.chatter(room, draw.choice((5, 60, 120)))


@action(2)
async def act_above_station(stage: "Stage", room: "Room", who: "Person", draw: Random) -> None:
    """Have somebody who may not try what only the showrunner may."""
    name = draw.choice(
        ("round close", "round cancel", "round pause", "shortlist fill", "board lock")
    )
    await stage.crowd.do(draw.choice([stage.outsider, *room.writers]), name, room.channel)


async def vote(stage: "Stage", room: "Room", who: "Person", draw: Random) -> bool:
    """Open one's own ballot and choose in it; say whether it was saved."""
    round_ = stage.round(room)
    if round_ is None:
        return False
    asked: Interaction | None
    posted = stage.find(room, f"ballot:{round_['id']}")
    if posted is not None and draw.random() < 0.7:
        asked = await stage.crowd.use(who, posted, f"ballot:{round_['id']}")
    else:
        asked = await stage.crowd.do(who, "vote", room.channel)
    for _ in range(draw.choice((1, 2, 3))):
        if asked is None or asked.message is None:
            return False
        choices = [
            one
            for one in stage.crowd.pressables(asked.message)
            if one["type"] == 3 or draw.random() < 0.1
        ]
        if not choices:
            return False
        asked = await handle(stage, who, asked.message, draw.choice(choices), draw)
    return asked is not None and "receipt" in asked.text


async def cast(stage: "Stage", room: "Room", draw: Random) -> None:
    """Choose between tied songs until they are seated, or something is in the way."""
    asked = await stage.crowd.do(room.boss, "round cast", room.channel)
    for _ in range(15):
        if asked is None or asked.message is None:
            return
        there = stage.crowd.pressables(asked.message)
        ways = [one for one in there if one["custom_id"].startswith(("seat:", "tied:"))]
        if not ways:
            return
        asked = await handle(stage, room.boss, asked.message, ways[-1], draw)


async def fiddle(
    stage: "Stage", who: "Person", asked: Interaction | None, draw: Random, times: int = 3
) -> None:
    """Press this and that on what was answered, and on what is answered to that."""
    for _ in range(times):
        if asked is None or asked.message is None:
            return
        there = stage.crowd.pressables(asked.message)
        if not there:
            return
        asked = await handle(stage, who, asked.message, draw.choice(there), draw)


async def handle(
    stage: "Stage", who: "Person", message: Json, component: Json, draw: Random
) -> Interaction | None:
    """Press a button or choose in a menu; fill in the form where one opens."""
    name = component["custom_id"]
    if component["type"] == 2:
        made = await stage.crowd.use(who, message, name)
    elif component["type"] == 3:
        values = [one["value"] for one in component["options"]]
        least, most = component.get("min_values", 1), component.get("max_values", 1)
        number = draw.randint(least, min(most, len(values)))
        made = await stage.crowd.use(who, message, name, draw.sample(values, number))
    else:
        people = draw.sample([one.user for one in stage.crowd.people.values()], 2)
        most = component.get("max_values", 1)
        made = await stage.crowd.use(who, message, name, people[:most])
    if made is None or made.modal is None:
        return made
    typed = {
        one["custom_id"]: draw.choice((one.get("value") or "Red 7", "12", draw.choice(SILLY)))[
            : one.get("max_length", 4000)
        ]
        for one in walk(made.modal["components"])
        if one.get("custom_id")
    }
    return await stage.crowd.fill(who, made, **typed)


def _any_command(stage: "Stage", draw: Random) -> tuple[Json | None, list[str], list[Json]]:
    known = [one for one in stage.world.discord.held.commands if one.get("type", 1) == 1]
    if not known:
        return None, [], []
    command, path = draw.choice(known), []
    options = command.get("options", [])
    while options and options[0]["type"] in (1, 2):
        part = draw.choice(options)
        path.append(part["name"])
        options = part.get("options", [])
    return command, path, options


async def _value(
    stage: "Stage", room: "Room", who: "Person", command: str, option: Json, draw: Random
) -> Any:
    """Return something to give for an option of a command."""
    if option.get("choices"):
        return draw.choice(option["choices"])["value"]
    people = list(stage.crowd.people.values())
    plainly: dict[int, Any] = {
        4: draw.randint(option.get("min_value", 1), min(option.get("max_value", 12), 25)),
        5: draw.random() < 0.5,
        # A showrunner has to see the season through.
        6: (room.boss if option["name"] == "showrunner" else draw.choice(people)).user,
        8: str(next(iter(stage.world.discord.held.roles))),
        9: draw.choice(people).user,
    }
    if option["type"] in plainly:
        return plainly[option["type"]]
    if option.get("autocomplete") and draw.random() < 0.7:
        return await offered(stage, room, who, command, option["name"], draw)
    plain = {"closes": "in 2 hours", "opens": "in 10 minutes", "cuts": "6, 4, 2"}
    value = plain.get(option["name"], f"{room.name.title()} 1")
    if draw.random() < 0.3:
        value = draw.choice(SILLY)
    return value[: option.get("max_length", 4000)]


async def offered(
    stage: "Stage", room: "Room", who: "Person", command: str, option: str, draw: Random
) -> str:
    """Type into an option, and take one of what is offered."""
    if not stage.crowd.reaches(who, room.channel):
        return "nothing"
    asked = await stage.crowd.autocomplete(command, option, "", who.user, room.channel)
    return draw.choice(asked.choices)["value"] if asked.choices else "nothing"
