"""What people do in Discord: commands, presses, choices, forms, with what is on their screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.simulation.world import Deed, World
from tests.wire.interactions import Interaction
from tests.wire.people import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, People, Values
from tests.wire.shapes import GUILD, Json, User, walk

MORE_THAN_THREE = 3.2
TOKEN_LASTS = 900.0


@dataclass(eq=False)
class Person:
    """Somebody in the server.

    Attributes:
        user: Their account.
        role: What they are in the story.
        screens: The private messages they have been shown, as each was.
    """

    user: User
    role: str
    screens: list[Json] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What they are called."""
        return self.user.name


class Crowd(People):
    """Everybody, and the ways in which Discord tells the bot of what they do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[int, Person] = {}
        self.redelivers = 0.0
        """How likely it is that something is delivered twice."""

    def join(self, user_id: int, name: str, role: str, *, manages: bool = False) -> Person:
        """Have somebody come to the server."""
        user = User(user_id, name, manages=manages)
        self.world.discord.held.users[user_id] = user
        person = self.people[user_id] = Person(user, role)
        return person

    def give_role(self, person: Person, role_id: int) -> None:
        """Have somebody hold a role."""
        person.user = replace(person.user, roles=(*person.user.roles, role_id))
        self.world.discord.held.users[person.user.id] = person.user

    async def do(
        self, who: Person, name: str, channel: int, **options: Values
    ) -> Interaction | None:
        """Have somebody use a command; None where it cannot even be typed."""
        if channel not in self.world.discord.held.channels or not self._commands():
            return None
        return await self.command(name, options, who.user, channel)

    async def use(
        self,
        who: Person,
        message: Mapping[str, Any],
        custom_id: str,
        values: Sequence[str | User] | None = None,
    ) -> Interaction | None:
        """Have somebody press or choose something; None where they cannot."""
        if int(message["channel_id"]) not in self.world.discord.held.channels:
            return None
        named = [one for one in walk(message["components"]) if one.get("custom_id") == custom_id]
        if not named or named[0].get("disabled"):
            return None
        if values is None:
            return await self.press(custom_id, who.user, message)
        return await self.choose(custom_id, values, who.user, message)

    async def fill(self, who: Person, form: Interaction, **typed: str) -> Interaction | None:
        """Have somebody send a form, filled in."""
        if form.modal is None:
            return None
        await self.world.sleep(3 + 20 * self.world.draw("typing").random())
        if int(form.payload["channel_id"]) not in self._channels():
            return None
        opened = self.world.by_interaction[form.id]
        made = await self.submit(form, typed, who.user, wait=False)
        deed = self.world.by_interaction[made.id]
        deed.process, deed.disturbed = opened.process, deed.disturbed or opened.disturbed
        return await self.answered(made)

    def pressables(self, message: Mapping[str, Any]) -> list[Json]:
        """Return everything on a message that can be pressed or chosen from."""
        return [
            one
            for one in walk(message["components"])
            if one.get("custom_id") and not one.get("disabled") and one["type"] in (2, 3, 5)
        ]

    def _role(self, role_id: Values) -> Json:
        return self.world.discord.held.roles[int(str(role_id))]

    def _channels(self) -> Mapping[int, Json]:
        return self.world.discord.held.channels

    async def _deliver(self, kind: int, payload: Json) -> Interaction:
        world = self.world
        made = world.discord.interactions.begin(kind, payload)
        who = payload.get("member", payload)["user"]["id"]
        person = self.people[int(who)]
        deed = Deed(
            person.user, _told(kind, payload), made, world.loop.time(), int(payload["channel_id"])
        )
        deed.disturbed = world.weather.excused()
        world.deeds.append(deed)
        world.by_interaction[made.id] = deed
        world.trace.note(person.name, deed.what)
        world.loop.call_later(world.latency(), self._tell, deed)
        return made

    def _tell(self, deed: Deed, *, again: bool = False) -> None:
        """Have a session of the bot hear of it."""
        world = self.world
        sessions = world.discord.gateway.listening
        if not sessions:
            deed.disturbed = "nobody was listening"
            return
        draw = world.draw("delivery")
        session = next(
            (one for one in sessions if one.socket and one.socket.process is deed.process), None
        )
        if session is None:
            if again:
                return
            if deed.process is not None:
                deed.disturbed = "the form was opened by a process that is gone"
            session = draw.choice(sessions)
        assert session.socket is not None
        process: Any = session.socket.process
        deed.process = process
        world.discord.gateway.tell(session, "INTERACTION_CREATE", deed.interaction.payload, deed)
        if not again and draw.random() < self.redelivers:
            world.loop.call_later(draw.random(), lambda: self._tell(deed, again=True))

    async def answered(self, interaction: Interaction) -> Interaction:
        """Return an interaction when the person sees its answer, or has given up."""
        world = self.world
        deed = world.by_interaction[interaction.id]
        if not await world.answer(deed, TOKEN_LASTS):
            world.trace.note(deed.who.name, f"gets no answer ({deed.disturbed or 'why?'})")
        elif interaction.message is not None:
            self.people[deed.who.id].screens.append(dict(interaction.message))
        return interaction

    def _where(self, channel_id: int) -> Json:
        channel = self._channels()[channel_id]
        if channel["type"] == 1:
            return {"channel_id": channel["id"], "channel": channel, "context": 1}
        return {
            "channel_id": channel["id"],
            "channel": channel,
            "context": 0,
            "guild_id": str(GUILD),
            "guild": {"id": str(GUILD), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
        }

    def _command_data(self, name: str, options: Mapping[str, Values], focused: str = "") -> Json:
        data = super()._command_data(name, options, focused)
        given = data["options"]
        while given and given[0]["type"] in (1, 2):
            given = given[0]["options"]
        held = self.world.discord.held.roles
        roles = {one["value"]: held[int(one["value"])] for one in given if one["type"] == 8}
        if roles:
            data.setdefault("resolved", {})["roles"] = roles
        return data

    def _commands(self) -> Sequence[Json]:
        return self.world.discord.held.commands


def _told(kind: int, payload: Json) -> str:
    """Return what somebody does in words."""
    data = payload["data"]
    if kind in (COMMAND, AUTOCOMPLETE):
        words, options = [data["name"]], data.get("options", [])
        while options and options[0]["type"] in (1, 2):
            words.append(options[0]["name"])
            options = options[0].get("options", [])
        given = " ".join(f"{one['name']}:{one['value']}" for one in options)
        typed = "types" if kind == AUTOCOMPLETE else "uses"
        return f"{typed} /{' '.join(words)} {given}".strip()
    if kind == MODAL:
        return "sends the form"
    if kind == COMPONENT and "values" in data:
        return f"chooses {', '.join(data['values']) or 'nothing'} in {data['custom_id']}"
    return f"presses {data['custom_id']}"
