"""What people do in Discord: commands, presses, choices, forms."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.wire.interactions import Interaction
from tests.wire.shapes import GUILD, Json, User, component_of, walk

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
_SUB_COMMAND, _GROUP, _USER, _ROLE, _MENTIONABLE = 1, 2, 6, 8, 9
_BUTTON, _STRING_SELECT, _USER_SELECT, _TEXT_INPUT, _LABEL = 2, 3, 5, 4, 18


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody attaches to a command."""

    name: str
    content: bytes


Values = str | int | bool | User | Upload


class People:
    """Makes the interactions that Discord makes of what people do."""

    async def _deliver(self, kind: int, payload: Json) -> Interaction:
        raise NotImplementedError

    async def answered(self, interaction: Interaction) -> Interaction:
        """Return an interaction when the person sees its answer."""
        raise NotImplementedError

    def _where(self, channel_id: int) -> Json:
        channel = self._channels()[channel_id]
        place: Json = {"channel_id": channel["id"], "channel": channel}
        if channel["type"] == 1:
            return place | {"context": 1}
        guild = {"id": str(GUILD), "locale": "en-US", "features": []}
        server = {"guild_id": str(GUILD), "guild": guild, "guild_locale": "en-US"}
        return place | {"context": 0} | server

    def _channels(self) -> Mapping[int, Json]:
        raise NotImplementedError

    def _commands(self) -> Sequence[Json]:
        raise NotImplementedError

    def _uploaded(self, upload: Upload) -> Json:
        """Store a file, and return it as Discord describes it."""
        raise NotImplementedError

    def _role(self, role_id: Values) -> Json:
        raise NotImplementedError

    async def command(
        self,
        name: str,
        options: Mapping[str, Values],
        user: User,
        channel: int,
        *,
        wait: bool = True,
    ) -> Interaction:
        """Have somebody use a command, such as `room setup`, and return when it is answered.

        Args:
            name: Its full name.
            options: Its options; names and kinds are checked against what the bot registered.
            user: Who uses it.
            channel: Where.
            wait: Whether to wait for the answer.
        """
        data = self._command_data(name, options)
        return await self._send(COMMAND, data, user, channel, wait)

    async def autocomplete(
        self, name: str, focused: str, typed: str, user: User, channel: int, *, wait: bool = True
    ) -> Interaction:
        """Have somebody type into an option; the offers are in `choices`."""
        data = self._command_data(name, {focused: typed}, focused)
        return await self._send(AUTOCOMPLETE, data, user, channel, wait)

    async def press(
        self, custom_id: str, user: User, message: Mapping[str, Any], *, wait: bool = True
    ) -> Interaction:
        """Have somebody press a button of a message."""
        button = component_of(message, custom_id)
        assert button["type"] == _BUTTON, button
        assert not button.get("disabled"), f"{custom_id} cannot be pressed"
        return await self._use(button, {}, user, message, wait)

    async def choose(
        self,
        custom_id: str,
        values: Sequence[str | User],
        user: User,
        message: Mapping[str, Any],
        *,
        wait: bool = True,
    ) -> Interaction:
        """Have somebody choose in a menu of a message: values of its options, or people."""
        menu = component_of(message, custom_id)
        least, most = menu.get("min_values", 1), menu.get("max_values", 1)
        assert least <= len(values) <= most, f"{least} to {most} may be chosen"
        people = [one for one in values if isinstance(one, User)]
        payload: Json = {
            "values": [str(one.id) if isinstance(one, User) else one for one in values]
        }
        if menu["type"] == _STRING_SELECT:
            offered = {option["value"] for option in menu["options"]}
            assert set(payload["values"]) <= offered, "not offered"
        if people:
            payload["resolved"] = _resolved(people)
        return await self._use(menu, payload, user, message, wait)

    async def forge(
        self,
        custom_id: str,
        values: Sequence[str],
        user: User,
        message: Mapping[str, Any],
        *,
        becomes: str = "",
    ) -> Interaction:
        """Have somebody send what no client of Discord's would, and return when it is answered.

        Args:
            custom_id: A menu or button of a message.
            values: What is chosen, offered or not; nothing for a button.
            user: Who sends it.
            message: The message.
            becomes: Another custom id that the menu or button is to have.
        """
        forged = json.loads(json.dumps(message).replace(custom_id, becomes or custom_id))
        item = component_of(forged, becomes or custom_id)
        payload: Json = {} if item["type"] == _BUTTON else {"values": list(values)}
        return await self._use(item, payload, user, forged, True)

    async def submit(
        self,
        form: Interaction,
        typed: Mapping[str, str],
        user: User,
        *,
        wait: bool = True,
    ) -> Interaction:
        """Have somebody fill in and send the form that an interaction opened."""
        assert form.modal is not None, "no form was opened"
        data = {
            "custom_id": form.modal["custom_id"],
            "components": [_fill_in(one, typed) for one in form.modal["components"]],
        }
        channel = int(form.payload["channel_id"])
        message = form.payload.get("message")
        extra = {} if message is None else {"message": message}
        return await self._send(MODAL, data, user, channel, wait, extra)

    async def _use(
        self, item: Json, payload: Json, user: User, message: Mapping[str, Any], wait: bool
    ) -> Interaction:
        data = {"custom_id": item["custom_id"], "component_type": item["type"], **payload}
        channel = int(message["channel_id"])
        return await self._send(COMPONENT, data, user, channel, wait, {"message": dict(message)})

    async def _send(
        self,
        kind: int,
        data: Json,
        user: User,
        channel: int,
        wait: bool,
        extra: Mapping[str, Any] | None = None,
    ) -> Interaction:
        where = self._where(channel)
        who = {"member": user.member()} if "guild_id" in where else {"user": user.payload()}
        made = await self._deliver(kind, {"data": data, **where, **who, **(extra or {})})
        return await self.answered(made) if wait else made

    def _command_data(self, name: str, options: Mapping[str, Values], focused: str = "") -> Json:
        first, *rest = name.split()
        command = _find(self._commands(), first)
        known, path = command.get("options", ()), list[Json]()
        for part in rest:
            found = _find(known, part)
            assert found["type"] in (_SUB_COMMAND, _GROUP), f"{part} is no command"
            path.append(found)
            known = found.get("options", ())
        required = {one["name"] for one in known if one.get("required")}
        assert focused or required <= set(options), f"missing: {required - set(options)}"
        stored = {k: self._uploaded(one) for k, one in options.items() if isinstance(one, Upload)}
        payload = [
            _option(_find(known, key), value, key == focused)
            for key, value in {**options, **{k: one["id"] for k, one in stored.items()}}.items()
        ]
        for step in reversed(path):
            payload = [{"name": step["name"], "type": step["type"], "options": payload}]
        people = [one for one in options.values() if isinstance(one, User)]
        roles = [one for key, one in options.items() if _is_role(_find(known, key), one)]
        resolved: Json = {"resolved": _resolved(people)} if people or roles else {}
        if roles:
            resolved["resolved"]["roles"] = {str(one): self._role(one) for one in roles}
        if stored:
            attachments = {one["id"]: one for one in stored.values()}
            resolved = {"resolved": {**resolved.get("resolved", {}), "attachments": attachments}}
        return {
            "id": command["id"],
            "name": command["name"],
            "type": 1,
            "options": payload,
            **resolved,
        }


def _find(known: Sequence[Json], name: str) -> Json:
    found = next((one for one in known if one["name"] == name), None)
    assert found is not None, f"nothing by the name of {name!r}"
    return found


def _option(known: Json, value: Values, focused: bool) -> Json:
    payload = str(value.id) if isinstance(value, User) else value
    payload = str(payload) if _is_role(known, value) else payload
    made: Json = {"name": known["name"], "type": known["type"], "value": payload}
    return made | {"focused": True} if focused else made


def _is_role(known: Json, value: Values) -> bool:
    """Tell whether an option is given a role: by its number, where people are too."""
    return known["type"] == _ROLE or (known["type"] == _MENTIONABLE and isinstance(value, int))


def _resolved(people: Sequence[User]) -> Json:
    members = {str(one.id): one.member() for one in people if not one.absent}
    for member in members.values():
        del member["user"]
    return {"users": {str(one.id): one.payload() for one in people}, "members": members}


def _fill_in(component: Json, typed: Mapping[str, str]) -> Json:
    kept: Json = {key: component[key] for key in ("type", "id") if key in component}
    if "component" in component:
        return kept | {"component": _fill_in(component["component"], typed)}
    if "components" in component:
        return kept | {"components": [_fill_in(one, typed) for one in component["components"]]}
    if "options" in component:
        chosen = [one["value"] for one in component["options"] if one.get("default")]
        name = component["custom_id"]
        return kept | {"custom_id": name, "values": [typed[name]] if name in typed else chosen}
    if "custom_id" in component:
        value = typed.get(component["custom_id"], component.get("value", ""))
        return kept | {"custom_id": component["custom_id"], "value": value}
    return kept


def options_of(message: Mapping[str, Any], custom_id: str) -> list[str]:
    """Return the values that a menu of a message offers."""
    return [option["value"] for option in component_of(message, custom_id)["options"]]


def custom_ids(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of everything on a message that can be pressed."""
    for one in walk(message["components"]):
        if "custom_id" in one:
            yield one["custom_id"]
