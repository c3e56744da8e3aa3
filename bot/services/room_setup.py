"""Setting rooms up, and moving them to another channel."""

from collections.abc import Collection, Sequence

from bot.domain.errors import ChannelTaken, InvalidInput, NotFound, RoomElsewhere
from bot.domain.model import (
    ChannelId,
    GuildId,
    Person,
    RoleId,
    Room,
    RoomId,
    UserId,
)
from bot.domain.names import fold, tidy
from bot.domain.permissions import require_server_manager
from bot.domain.structs import replace
from bot.domain.zones import zone_meant
from bot.services.listening.steps import show_in_channel
from bot.services.ports.destinations import in_channel
from bot.services.ports.surroundings import Surroundings
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.rounds.asking import ask_showrunner, show_in_new_channel
from bot.services.rounds.transitions import tell_of_settings

TITLE_MAX = 100
NO_ROLE = RoleId(0)
"""In place of a role that is taken away."""


class RoomSetup:
    """Make a channel a room, change it, or move a room to another channel."""

    def __init__(self, store: Store, clock: Clock, discord: Surroundings) -> None:
        self._store = store
        self._clock = clock
        self._discord = discord

    async def setup(
        self,
        person: Person,
        guild_id: GuildId,
        channel_id: ChannelId,
        *,
        title: str,
        timezone: str,
        showrunner_id: UserId | None = None,
        delegates: RoleId | None = None,
        writers: RoleId | None = None,
    ) -> Room:
        """Create a room in a channel, or change the room that it is.

        At first, the showrunner is who sets it up. A room of that title in this server that has
        lost its channel moves here; one that holds nothing gives way. A new showrunner is asked
        for whatever waits. A role that is None stays as it is; `NO_ROLE` takes it away.

        Raises:
            NotAllowed: The person does not manage the server.
            InvalidInput, SeveralFound: The title, or what the time zone is called, cannot be used.
            RoomElsewhere: The server has a room of that title, and its channel is still there.
            DiscordUnavailable: Discord does not say whether it is.
        """
        require_server_manager(person)
        title, timezone = _checked(title), zone_meant(timezone)
        lost = await self._lost(guild_id, title, channel_id)
        now = int(self._clock.now())
        async with self._store.transaction(*await self._rooms_of(guild_id)) as unit:
            before = await _moved_here(unit, guild_id, title, channel_id, lost, now)
            room = before or Room(
                RoomId(self._store.new_id()), guild_id, channel_id, title, timezone, person.user_id
            )
            room = _with_roles(room, delegates, writers)
            heir = showrunner_id or room.showrunner_id
            room = replace(room, title=title, timezone=timezone, showrunner_id=heir)
            await unit.rooms.save(room, now)
            if before:
                await _tell_of_change(unit, before, room, now)
        return room

    async def name_supervisor(
        self,
        person: Person,
        room: Room,
        supervisor_id: UserId | None,
        role_id: RoleId | None = None,
    ) -> Room:
        """Name a room's music supervisor, or a role for several, or none; return the room.

        Raises:
            NotAllowed: The person does not manage the server.
        """
        require_server_manager(person)
        async with self._store.transaction(room.id) as unit:
            current = await unit.rooms.get(room.id) or room
            if role_id is None or role_id != current.settings.supervisors_role_id:
                await unit.rooms.forget_supervisors(room.id)
            settings = replace(
                current.settings, supervisor_id=supervisor_id, supervisors_role_id=role_id
            )
            named = replace(current, settings=settings)
            await unit.rooms.save(named, int(self._clock.now()))
        return named

    async def move(
        self, person: Person, guild_id: GuildId, channel_id: ChannelId, room_id: RoomId
    ) -> Room:
        """Move a room of a server to a channel, with all it holds; return it.

        Raises:
            NotAllowed: The person does not manage the server.
            NotFound: The server has no such room.
            ChannelTaken: The channel is another room, and not an empty one.
        """
        require_server_manager(person)
        now = int(self._clock.now())
        async with self._store.transaction(*await self._rooms_of(guild_id)) as unit:
            room = await unit.rooms.get(room_id)
            if room is None or room.guild_id != guild_id:
                raise NotFound("room")
            here = await unit.rooms.at(channel_id)
            if here is not None and here.id == room_id:
                return here
            if here is not None and await unit.rooms.in_use(here.id):
                raise ChannelTaken(here.title)
            return await _move(unit, room, here, channel_id, now)

    async def movable_to(self, room: Room) -> tuple[Room, ...]:
        """Return the rooms that have lost their channel and can `move` to where a room is.

        There are none if that room is in use.
        """
        rooms = await self._store.read.rooms.in_server(room.guild_id)
        lost = tuple(other for other in rooms if other.id != room.id and other.lost)
        return () if lost and await self._store.read.rooms.in_use(room.id) else lost

    async def _rooms_of(self, guild_id: GuildId) -> tuple[RoomId | None, ...]:
        """Return a server's rooms, of which one may take another's place."""
        return tuple(one.id for one in await self._store.read.rooms.in_server(guild_id)) or (None,)

    async def _lost(
        self, guild_id: GuildId, title: str, channel_id: ChannelId
    ) -> frozenset[RoomId]:
        """Return the rooms of a title whose channels are gone; Discord is asked, not the past."""
        rooms = await self._store.read.rooms.in_server(guild_id)
        return frozenset(
            [
                room.id
                for room in _namesakes(rooms, title, channel_id)
                if not await self._discord.is_there(room.channel_id)
            ]
        )


def _namesakes(rooms: Sequence[Room], title: str, channel_id: ChannelId) -> list[Room]:
    """Return the rooms of a title in other channels; case, accents and spaces do not matter."""
    return [
        room for room in rooms if room.channel_id != channel_id and fold(room.title) == fold(title)
    ]


async def _moved_here(
    unit: UnitOfWork,
    guild_id: GuildId,
    title: str,
    channel_id: ChannelId,
    lost: Collection[RoomId],
    now: int,
) -> Room | None:
    """Return the room that a channel is from now on; None if it becomes a new one.

    Raises:
        RoomElsewhere: A room of that title is in use in a channel that is still there.
    """
    here = await unit.rooms.at(channel_id)
    if here is not None and await unit.rooms.in_use(here.id):
        return here
    others = _namesakes(await unit.rooms.in_server(guild_id), title, channel_id)
    used = [room for room in others if await unit.rooms.in_use(room.id)]
    # Of rooms that lost their channel, one that holds something comes first.
    homeless = [room for room in (*used, *others) if room.id in lost]
    if homeless:
        return await _move(unit, homeless[0], here, channel_id, now)
    if here is not None and fold(here.title) == fold(title):
        return here
    if used:
        raise RoomElsewhere(used[0].id, used[0].channel_id, used[0].title)
    return await _move(unit, others[0], here, channel_id, now) if others else here


async def _move(
    unit: UnitOfWork, room: Room, here: Room | None, channel_id: ChannelId, now: int
) -> Room:
    """Move a room, with what it still has to say; an empty room in its new channel gives way."""
    if here is not None:
        await unit.rooms.give_way(here.id, room.id)
    moved = replace(room, channel_id=channel_id, channel_trouble="")
    await unit.rooms.save(moved, now)
    await unit.rooms.set_channel_trouble(room.id, "")
    for was, becomes in zip(in_channel(room), in_channel(moved), strict=True):
        await unit.outbox.redirect(room.id, was, becomes)
        await unit.outbox.retry_now(becomes, now)
    await show_in_new_channel(unit, moved, now)
    await show_in_channel(unit, moved, now)
    return moved


async def _tell_of_change(unit: UnitOfWork, before: Room, room: Room, now: int) -> None:
    """Tell those who vote who sees what now, and ask a new showrunner for whatever waits."""
    await tell_of_settings(unit, before, room, now)
    if room.showrunner_id != before.showrunner_id:
        await ask_showrunner(unit, room, now)


def _with_roles(room: Room, delegates: RoleId | None, writers: RoleId | None) -> Room:
    """Return a room with other roles, or without them."""
    if delegates is not None:
        room = replace(room, delegates_role_id=None if delegates == NO_ROLE else delegates)
    if writers is not None:
        room = replace(room, writers_role_id=None if writers == NO_ROLE else writers)
    return room


def _checked(title: str) -> str:
    """Return a title, tidied.

    Raises:
        InvalidInput: The title shows nothing or is too long.
    """
    title = tidy(title)
    if not title:
        raise InvalidInput("title.empty")
    if len(title) > TITLE_MAX:
        raise InvalidInput("title.too_long", title, {"limit": TITLE_MAX})
    return title
