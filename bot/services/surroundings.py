"""What happens around rooms at Discord: servers and channels that go and come, people who leave."""

import logging
from collections.abc import Sequence

from msgspec import Struct

from bot.domain.errors import DiscordUnavailable, NotAllowed, RoomError, ServerGone, StorageError
from bot.domain.model import ChannelId, GuildId, Person, RoleId, Room, UserId
from bot.services.ports.destinations import in_channel
from bot.services.ports.surroundings import ChannelKind, Surroundings
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock
from bot.services.rounds.asking import ask_in_channel, ask_showrunner
from bot.services.rounds.control import RoundControl
from bot.services.shards.attendance import Attendance

log = logging.getLogger(__name__)

PEOPLE_LOOKED_UP = 25
"""How many people of a roster are looked up at most: Discord has to be asked for each."""


class Gone(Struct, frozen=True):
    """Who and what a room names that is not in its server any more.

    `roles` are words such as `writers`; `writers` are people on the roster, and `scrutineers` those
    of the votes to come. `unseen` is how many more people of the roster were not looked up.
    """

    roles: tuple[str, ...] = ()
    showrunner: bool = False
    supervisor: bool = False
    scrutineers: tuple[UserId, ...] = ()
    writers: tuple[UserId, ...] = ()
    unseen: int = 0


class RoomSurroundings:
    """Keep rooms in step with their servers. Events only say when to look."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        discord: Surroundings,
        control: RoundControl,
        attendance: Attendance,
    ) -> None:
        self._store = store
        self._clock = clock
        self._discord = discord
        self._control = control
        self._attendance = attendance

    async def member(self, room: Room, user_id: UserId) -> Person:
        """Return somebody who acts from outside the server, with their present roles in it.

        Raises:
            NotAllowed: They have left the server.
            ServerGone: The bot is not in it any more.
            DiscordUnavailable: Discord does not say.
        """
        found = await self._discord.member(room.guild_id, user_id)
        if found is None:
            raise NotAllowed("member")
        return found

    async def kind_of(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None if it was deleted or the bot may not see it.

        Raises:
            DiscordUnavailable: Discord does not say.
        """
        return await self._discord.kind_of(channel_id)

    async def has_role(self, room: Room, role_id: RoleId) -> bool:
        """Tell whether the room's server still has a role.

        Raises:
            ServerGone, DiscordUnavailable: It cannot be told.
        """
        return await self._discord.has_role(room.guild_id, role_id)

    async def gone(self, room: Room, roster: Sequence[UserId]) -> Gone:
        """Return who and what the room names that is gone; nothing where Discord does not say.

        Of a long roster, only the first few are looked up.
        """
        supervisor, scrutineers = room.settings.supervisor_id, room.settings.scrutineers
        looked_up = (supervisor or room.showrunner_id, *scrutineers, *roster[:PEOPLE_LOOKED_UP])
        try:
            known = await self._discord.roles(room.guild_id)
            absent = [
                user_id
                for user_id in dict.fromkeys((room.showrunner_id, *looked_up))
                if await self._discord.member(room.guild_id, user_id) is None
            ]
        except (DiscordUnavailable, ServerGone) as fault:
            log.warning("what is gone around room %s is not known: %r", room.id, fault)
            return Gone()
        named = (
            ("writers", room.writers_role_id),
            ("delegates", room.delegates_role_id),
            ("supervisors", room.settings.supervisors_role_id),
        )
        return Gone(
            roles=tuple(what for what, role in named if role is not None and role not in known),
            showrunner=room.showrunner_id in absent,
            supervisor=supervisor in absent,
            scrutineers=tuple(user_id for user_id in scrutineers if user_id in absent),
            writers=tuple(user_id for user_id in absent if user_id in roster),
            unseen=max(0, len(roster) - PEOPLE_LOOKED_UP),
        )

    async def look(self) -> None:
        """Look at every room, since events may have been missed; before work begins.

        Of the servers of other processes nothing is known here.
        """
        try:
            for room in await self._store.read.rooms.all():
                # Asked for each: the client forgets the servers of a shard that is lost meanwhile.
                if not any(share.holds(room.guild_id) for share in self._attendance.shares):
                    continue
                if self._discord.is_in(room.guild_id):
                    await self._compare(room)
                elif room.channel_trouble != "removed":
                    await self._control.pause_for_lost_channel(room.id, "removed")
        except StorageError as fault:
            log.warning("what is around the rooms was not looked at: %s", fault)

    async def server_seen(self, guild_id: GuildId) -> None:
        """Look at the rooms of a server that the bot has come to, or come back to."""
        for room in await self._store.read.rooms.in_server(guild_id):
            await self._compare(room)

    async def server_left(self, guild_id: GuildId) -> None:
        """Pause what is open in a server that the bot was removed from."""
        for room in await self._store.read.rooms.in_server(guild_id):
            await self._control.pause_for_lost_channel(room.id, "removed")

    async def access_changed(self, guild_id: GuildId) -> None:
        """Try again where the bot could not write: its permissions may have come back."""
        for room in await self._store.read.rooms.in_server(guild_id):
            if room.channel_trouble == "forbidden":
                await self.try_again(room)

    async def try_again(self, room: Room, *, directly: bool = False) -> None:
        """Make what waits for the room's channel, and ask there how its votes go on.

        Whatever fails there notes the trouble again. With `directly`, the showrunner is asked by
        direct message, too.
        """
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            await unit.rooms.set_channel_trouble(room.id, "")
            for line in in_channel(room):
                await unit.outbox.retry_now(line, now)
            await ask_in_channel(unit, room, now)
            if directly:
                await ask_showrunner(unit, room, now)

    async def _compare(self, room: Room) -> None:
        channels = self._discord.channels(room.guild_id)
        if channels is None:
            return  # an event comes when the server is there
        there = room.channel_id in channels
        if not there:
            try:
                there = await self._discord.is_there(room.channel_id)
            except RoomError as fault:
                log.warning("whether room %s has its channel is not known: %r", room.id, fault)
                return
        if not there and room.channel_trouble != "deleted":
            await self._control.pause_for_lost_channel(room.id, "deleted")
        elif there and room.channel_trouble in ("deleted", "removed"):
            # Nobody could be told directly while the bot was not in the server.
            await self.try_again(room, directly=room.channel_trouble == "removed")
