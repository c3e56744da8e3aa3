"""Setting a room up: what is checked before, the reply, and moving a room here."""

from collections.abc import Sequence

import discord
from discord import app_commands, ui
from msgspec import Struct

from bot.domain import time_texts
from bot.domain.errors import InvalidInput, RoomElsewhere, UnfitChannel
from bot.domain.model import ChannelId, GuildId, RoleId, Room, RoomId, UserId
from bot.domain.zones import zone_label
from bot.services.ports.surroundings import ChannelKind
from bot.services.rights.overdue import SUPERVISORS_TOLD
from bot.services.room_setup import NO_ROLE
from cogs.ui.kit import texts
from cogs.ui.kit.channels import kind_of
from cogs.ui.kit.commands import L
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import channel_id_of, host_of, person_of, services_of
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.lacking import lacking, lacking_text
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, defer

_DELEGATES, _WRITERS, _SUPERVISOR = "delegates", "writers", "supervisor"
_EVERYONE = {_DELEGATES: "role.everyone", _SUPERVISOR: "supervisor.everyone"}
"""Why what not everybody may do cannot be given to everybody, by what a role is for."""
WITHOUT = [
    app_commands.Choice(name=L("The delegates' role"), value=_DELEGATES),
    app_commands.Choice(name=L("The writers' role"), value=_WRITERS),
    app_commands.Choice(name=L("Both roles"), value=f"{_DELEGATES} {_WRITERS}"),
    app_commands.Choice(name=L("The music supervisor"), value=_SUPERVISOR),
]
"""The roles that can be taken away, and the person."""


_LOST_SHOWN = 3
"""Rooms without a channel that are named, at most."""
_NAMED = 40
"""How many characters of a title a button shows."""
_ROSTER, _EPISODE = FIRST_STEPS = (
    "`/room roster` names the writers",
    "`/episode create` starts an episode",
)
_RUNNING = "`/room status` says where everything stands"


class Chosen(Struct, frozen=True):
    """Who was chosen for a room; `without` holds the words for what is taken away."""

    showrunner: discord.User | discord.Member | None = None
    delegates: discord.Role | None = None
    writers: discord.Role | None = None
    supervisor: discord.User | discord.Member | discord.Role | None = None
    without: str = ""


async def set_up(
    interaction: discord.Interaction, title: str, timezone: str, chosen: Chosen
) -> None:
    """Make the channel a room, or change the room that it is, and answer.

    Raises:
        RoomError: As `RoomSetup.setup` does.
        UnfitChannel: The channel holds no messages of its own.
        InvalidInput: Somebody or a role was named who cannot be that.
    """
    showrunner = None if chosen.showrunner is None else person_named(chosen.showrunner)
    delegates = _role(chosen.delegates, _DELEGATES, chosen.without)
    writers = _role(chosen.writers, _WRITERS, chosen.without)
    supervisor, supervisors = _supervisor(chosen)
    await defer(interaction)
    await _require_fit(interaction)
    room = await services_of(interaction.client).rooms.setup(
        person_of(interaction),
        GuildId(interaction.guild_id or 0),
        channel_id_of(interaction),
        title=title,
        timezone=timezone,
        showrunner_id=showrunner,
        delegates=delegates,
        writers=writers,
    )
    if supervisor or supervisors or _without_supervisor(chosen):
        rooms = services_of(interaction.client).rooms
        room = await rooms.name_supervisor(person_of(interaction), room, supervisor, supervisors)
    await answer(interaction, await _reply(interaction, room))


def _without_supervisor(chosen: Chosen) -> bool:
    return _SUPERVISOR in chosen.without.split()


def _supervisor(chosen: Chosen) -> tuple[UserId | None, RoleId | None]:
    """Return who was chosen as music supervisor, or which role; None for nobody.

    Raises:
        InvalidInput: It is a bot, an app's role, everyone or not in the server, or it cannot be
            told what is meant.
    """
    named = chosen.supervisor
    if named is None:
        return None, None
    if isinstance(named, discord.Role):
        return None, _role(named, _SUPERVISOR, chosen.without)
    if _without_supervisor(chosen):
        raise InvalidInput("person.both", named.display_name)
    if named.bot:
        raise InvalidInput("supervisor.bot", named.display_name)
    return person_named(named), None


def person_named(user: discord.User | discord.Member) -> UserId:
    """Return the id of somebody who was chosen for a room.

    Raises:
        InvalidInput: It is a bot, or not in the server.
    """
    if user.bot:
        raise InvalidInput("person.bot", user.display_name)
    if not isinstance(user, discord.Member):
        raise InvalidInput("person.absent", user.display_name)
    return UserId(user.id)


def _role(role: discord.Role | None, what: str, without: str) -> RoleId | None:
    """Return the role that was chosen, `NO_ROLE` for one that is taken away, None for neither.

    Raises:
        InvalidInput: The role is an app's, or it cannot be told what is meant.
    """
    if what in without.split():
        if role is not None:
            raise InvalidInput("role.both", role.name)
        return NO_ROLE
    if role is None:
        return None
    if role.tags is not None and role.tags.bot_id is not None:
        raise InvalidInput("role.app", role.name)
    if not role.is_default():
        return RoleId(role.id)
    if what in _EVERYONE:
        raise InvalidInput(_EVERYONE[what], role.name)
    return NO_ROLE  # kept for everyone is kept for nobody


async def _require_fit(interaction: discord.Interaction) -> None:
    """Refuse a channel that holds no messages; what is in a thread is its parent's matter.

    Raises:
        UnfitChannel: It is a post in a forum, or nothing that messages can be posted in.
    """
    there = interaction.channel
    if isinstance(there, discord.Thread):
        parent = ChannelId(there.parent_id)
        kind = await services_of(interaction.client).surroundings.kind_of(parent)
        # One that may not be seen is told of with the permissions that are missing.
        fit = kind in (None, ChannelKind.TEXT, ChannelKind.VOICE)
    else:
        parent = channel_id_of(interaction)
        fit = there is not None and kind_of(there.type) in (ChannelKind.TEXT, ChannelKind.VOICE)
    if not fit:
        raise UnfitChannel(parent)


def _place(interaction: discord.Interaction) -> str:
    """Return where the room is, in words."""
    there = interaction.channel
    if isinstance(there, discord.Thread):
        return f"<#{there.parent_id}>, which this thread belongs to"
    if there is not None and kind_of(there.type) is ChannelKind.VOICE:
        return "the chat of this channel, which has no threads; everything else works"
    return "this channel"


async def _reply(interaction: discord.Interaction, room: Room) -> ui.LayoutView:
    """Return the reply to whoever set a room up, with the first steps that were not taken yet."""
    services, now = services_of(interaction.client), host_of(interaction.client).clock.now()
    then = [] if await services.rooms.roster(room) else [_ROSTER]
    if not await services.episodes.summaries(room):
        then.append(_EPISODE)
    lost = await services.rooms.movable_to(room)
    missing = lacking(interaction, room)
    return setup_reply(room, now, missing, _place(interaction), then, lost[:_LOST_SHOWN])


def setup_reply(
    room: Room,
    now: float,
    missing: Sequence[str] = (),
    place: str = "this channel",
    then: Sequence[str] = FIRST_STEPS,
    lost: Sequence[Room] = (),
) -> ui.LayoutView:
    """Return the reply to an admin who set up a room.

    Args:
        room: The room.
        now: In UTC seconds.
        missing: What the bot may not do in its channel.
        place: Where the room is.
        then: What is still to do.
        lost: Rooms of the server whose channels were deleted: one of them may have been meant.
    """
    here = time_texts.write_moment(now, room.timezone)
    lines = [
        f"**{texts.room_name(room)}** is set up in {place}.",
        f"Showrunner: {texts.person(room.showrunner_id)}",
        f"Times are read in {texts.safe(zone_label(room.timezone), 100)}. There it is {here}.",
    ]
    if room.delegates_role_id:
        lines.append(f"Delegates: <@&{room.delegates_role_id}> can do what the showrunner can")
    lines += _supervisor_lines(room)
    if room.writers_role_id:
        lines.append(f"Writers: <@&{room.writers_role_id}>")
    else:
        lines.append("Writers: whoever can see this channel joins by proposing or voting")
    if missing:
        lines.append(lacking_text(room, missing))
    lines.append(f"Next: {', '.join(then or (_RUNNING,))}.")
    lines += map(_lost_line, lost)
    moves = [MoveRoom.make(one.id, _move_label(one)) for one in lost]
    return layout("\n".join(lines), *([row(*moves)] if moves else []))


def _lost_line(room: Room) -> str:
    return (
        f"**{texts.room_name(room)}** has lost its channel. To move it here with all it holds,"
        f" press *Move {texts.safe(room.title, _NAMED, links=False)} here*."
    )


def _move_label(room: Room) -> str:
    return f"Move {texts.option(room.title, _NAMED)} here"


def _supervisor_lines(room: Room) -> list[str]:
    named, role = room.settings.supervisor_id, room.settings.supervisors_role_id
    if role is not None:
        return [
            f"Music supervisors: <@&{role}> clear the songs, beginning with `/rights show`",
            (
                "I can't list who has a role. Ask each of them to use a command here once, such as"
                f" `/help`: then I remind them of late answers, up to {SUPERVISORS_TOLD} people."
            ),
        ]
    if named is not None:
        who = texts.person(named)
        return [f"Music supervisor: {who} clears the songs, beginning with `/rights show`"]
    return []


class MoveRoom(Pressable, custom_id="moveroom:{room_id}"):
    """Moves a room of the server to the channel it is pressed in."""

    room_id: RoomId

    @classmethod
    def make(cls, room_id: RoomId, label: str = "Move it here") -> "MoveRoom":
        """Return the button for a room."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, style=discord.ButtonStyle.primary)
        return cls(button, room_id=room_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Move the room, as it is."""
        await defer(interaction)
        await _require_fit(interaction)
        room = await services_of(interaction.client).rooms.move(
            person_of(interaction),
            GuildId(interaction.guild_id or 0),
            channel_id_of(interaction),
            self.room_id,
        )
        await answer(interaction, await _reply(interaction, room))


@remedy(RoomElsewhere)
def _offer_move(error: RoomElsewhere) -> MoveRoom:
    return MoveRoom.make(RoomId(error.room_id))
