"""What people do in Discord: commands, presses, choices, forms, with what is on their screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from tests.simulation.deeds import Deed
from tests.simulation.process import Process
from tests.simulation.world import World
from tests.wire.interactions import Interaction
from tests.wire.people import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, People, Upload, Values
from tests.wire.shapes import Json, User, walk

TOKEN_LASTS = 900.0


@dataclass(eq=False)
class Person:
    """Somebody in the server.

    Attributes:
        user: Their account.
        screens: The private messages they have been shown, as each was.
    """

    user: User
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

    def join(self, user_id: int, name: str, *, manages: bool = False) -> Person:
        """Have somebody come to the server."""
        user = User(user_id, name, manages=manages)
        self.world.discord.held.users[user_id] = user
        person = self.people[user_id] = Person(user)
        return person

    def give_role(self, person: Person, role_id: int) -> None:
        """Have somebody hold a role and no other; with 0, none."""
        person.user = replace(person.user, roles=(role_id,) if role_id else ())
        self.world.discord.held.users[person.user.id] = person.user

    def leave(self, person: Person) -> bool:
        """Have somebody leave the server, without their roles; say whether they were there."""
        there = person.user.id not in self.world.discord.held.left
        if there:
            self.world.trace.note(person.name, "leaves the server")
            self.world.discord.held.left.add(person.user.id)
            self.give_role(person, 0)
        return there

    def come_back(self, person: Person, role_id: int) -> None:
        """Have somebody join the server again, and be given a role."""
        self.world.trace.note(person.name, "comes back")
        self.world.discord.held.left.discard(person.user.id)
        self.give_role(person, role_id)

    def reaches(self, who: Person, channel: int) -> bool:
        """Return whether somebody can use the bot in a channel."""
        side = self.world.discord
        there = channel in side.held.channels and who.user.id not in side.held.left
        return there and not side.held.removed and bool(side.held.commands)

    async def do(
        self, who: Person, name: str, channel: int, **options: Values
    ) -> Interaction | None:
        """Have somebody use a command; None where it cannot even be typed."""
        if not self.reaches(who, channel):
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
        if not self.reaches(who, int(message["channel_id"])):
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
        if not self.reaches(who, int(form.payload["channel_id"])):
            return None
        return await self.answered(await self.submit(form, typed, who.user, wait=False))

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
        world, draw = self.world, self.world.draw("delivery")
        told = world.discord.gateway.listening
        if not told:
            deed.disturbed = deed.disturbed if again else "nobody was listening"
            return
        session = draw.choice(told)
        if deed.process is None and session.socket is not None:
            deed.process = cast("Process", session.socket.process)
        world.discord.gateway.tell(session, "INTERACTION_CREATE", deed.interaction.payload, deed)
        if not again and draw.random() < self.redelivers:
            later = draw.choice((1.0, 1.0, 20.0)) * draw.random()
            world.loop.call_later(later, lambda: self._tell(deed, again=True))

    async def answered(self, interaction: Interaction) -> Interaction:
        """Return an interaction when the person sees its answer, or has given up."""
        world = self.world
        deed = world.by_interaction[interaction.id]
        if not await world.answer(deed, TOKEN_LASTS):
            world.trace.note(deed.who.name, f"gets no answer ({deed.disturbed or 'why?'})")
        elif interaction.message is not None:
            self.people[deed.who.id].screens.append(dict(interaction.message))
        return interaction

    def _uploaded(self, upload: Upload) -> Json:
        side = self.world.discord
        made, path = str(side.held.new_id()), f"/attachments/{len(side.attached)}/{upload.name}"
        side.attached[path] = upload.content
        url = f"https://cdn.discord.example{path}"
        size = len(upload.content)
        return {"id": made, "filename": upload.name, "size": size, "url": url, "proxy_url": url}

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
