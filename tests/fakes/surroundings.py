"""A stand-in for what is around rooms at Discord."""

from dataclasses import dataclass, field

from bot.domain.model import ChannelId, GuildId, Person, RoleId, UserId
from bot.services.ports.surroundings import ChannelKind


@dataclass
class FakeSurroundings:
    """Everything is there but what a test takes away; everybody is a member without roles."""

    deleted: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    known_roles: set[int] = field(default_factory=set)
    roles_of: dict[int, set[int]] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    shown: dict[int, set[int]] = field(default_factory=dict)
    trouble: Exception | None = None

    def is_in(self, guild_id: GuildId) -> bool:
        return guild_id not in self.removed

    def channels(self, guild_id: GuildId) -> frozenset[ChannelId] | None:
        there = self.shown.get(guild_id)
        return None if there is None else frozenset(map(ChannelId, there))

    async def member(self, guild_id: GuildId, user_id: UserId) -> Person | None:
        self._fail()
        roles = self.roles_of.get(user_id, set())
        return None if user_id in self.left else Person(user_id, frozenset({guild_id, *roles}))

    async def roles(self, guild_id: GuildId) -> frozenset[RoleId]:
        self._fail()
        return frozenset(map(RoleId, {guild_id, *self.known_roles}))

    async def has_role(self, guild_id: GuildId, role_id: RoleId) -> bool:
        return role_id in await self.roles(guild_id)

    async def is_there(self, channel_id: ChannelId) -> bool:
        self._fail()
        return channel_id not in self.deleted

    async def kind_of(self, channel_id: ChannelId) -> ChannelKind | None:
        self._fail()
        return None if channel_id in self.deleted else ChannelKind.TEXT

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
