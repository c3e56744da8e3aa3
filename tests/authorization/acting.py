"""How somebody does what a line of the table says, as Discord would deliver it."""

from collections.abc import Mapping

from tests.authorization.lines import Command, Press, Sent, Way
from tests.authorization.world import World
from tests.wire.house import CHANNEL
from tests.wire.interactions import Interaction
from tests.wire.people import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Values, _fill_in, _resolved
from tests.wire.shapes import Json, User

_V2 = 1 << 15
_ROW, _BUTTON, _MENU, _PEOPLE, _TEXT = 1, 2, 3, 5, 10


def filled(world: World, text: Values) -> Values:
    """Return a value with the names of things replaced by what they are in this world."""
    return text.format_map(world.names) if isinstance(text, str) else text


async def act(world: World, way: Way, user: User, channel: int) -> Interaction:
    """Have somebody do something somewhere; return how it was answered."""
    match way:
        case Command("Propose for the current episode" as name):
            return await _use_on_message(world, name, user, channel)
        case Command(name, options):
            given = {key: filled(world, value) for key, value in options.items()}
            return await world.house.discord.command(name, given, user, channel)
        case Press():
            return await _press(world, way, user, channel)
        case Sent(opened, by, typed):
            form = await act(world, opened, world.people[by], CHANNEL)
            return await _send(world, form, typed, user, channel)


async def offered(
    world: World, name: str, focused: str, typed: str, user: User, channel: int, **given: str
) -> list[str]:
    """Have somebody type into an option; return what they are offered, as they read it."""
    discord = world.house.discord
    data = discord._command_data(name, {**given, focused: typed}, focused)
    made = await discord._send(AUTOCOMPLETE, data, user, channel, True)
    return [str(one["name"]) for one in made.choices or ()]


async def _press(world: World, way: Press, user: User, channel: int) -> Interaction:
    custom_id = str(filled(world, way.custom_id))
    values = None if way.values is None else [str(filled(world, one)) for one in way.values]
    message = _posted(world, channel, _component(custom_id, values, people=way.people), way.said)
    component: Json = {"custom_id": custom_id, "component_type": _kind(values, people=way.people)}
    data = component if values is None else {**component, "values": values}
    if way.people:
        data["resolved"] = _resolved([world.people["newcomer"]])
    extra = {"message": message}
    return await world.house.discord._send(COMPONENT, data, user, channel, True, extra)


def _kind(values: list[str] | None, *, people: bool) -> int:
    return _BUTTON if values is None else _PEOPLE if people else _MENU


def _component(custom_id: str, values: list[str] | None, *, people: bool) -> Json:
    component: Json = {"type": _kind(values, people=people), "custom_id": custom_id}
    if values is None:
        return {**component, "style": 2, "label": "Press"}
    if people:
        return {**component, "min_values": 0, "max_values": 25}
    return {**component, "options": [{"label": one, "value": one} for one in values]}


def _posted(world: World, channel: int, component: Json, said: Mapping[int, str]) -> Json:
    """Return a message with a component, as an earlier version may have posted it anywhere."""
    state = world.house.discord.state
    texts = [{"type": _TEXT, "id": key, "content": text} for key, text in said.items()]
    body = {"flags": _V2, "components": [*texts, {"type": _ROW, "components": [component]}]}
    made = state.new_message(channel, body)
    state.messages[channel][int(made["id"])] = made
    return made


async def _use_on_message(world: World, name: str, user: User, channel: int) -> Interaction:
    discord = world.house.discord
    command = next(one for one in discord._commands() if one["name"] == name)
    body = {"content": world.names["track"]}
    message = discord.state.new_message(channel, body)
    data = {
        "id": command["id"],
        "name": name,
        "type": 3,
        "target_id": message["id"],
        "resolved": {"messages": {message["id"]: message}},
    }
    return await discord._send(COMMAND, data, user, channel, True)


async def _send(
    world: World, form: Interaction, typed: Mapping[str, str], user: User, channel: int
) -> Interaction:
    assert form.modal is not None, "no form was opened"
    if "address" in typed:  # what Spotify says there is good once
        world.names["landed"] = world.spotify.human_agrees(world.address)
    given = {key: str(filled(world, value)) for key, value in typed.items()}
    data = {
        "custom_id": form.modal["custom_id"],
        "components": [_fill_in(one, given) for one in form.modal["components"]],
    }
    return await world.house.discord._send(MODAL, data, user, channel, True)
