"""Rooms, rosters, episodes, and what the bot remembers of itself."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import asdict
from typing_extensions import override

from bot.domain.model import (
    AccountId,
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    EpisodeSummary,
    GuildId,
    MessageId,
    RoleId,
    Room,
    RoomId,
    RoomSettings,
    RoundState,
    UserId,
)
from bot.domain.names import fold
from bot.services.ports.repositories.rooms import EpisodeRepository, RoomRepository
from storage.repositories.repository import SqlRepository

_SETTINGS = msgspec.json.Decoder(RoomSettings)
"""Reads settings ten times as fast as `json` does, with lists as the tuples that they are."""


class SqlRoomRepository(SqlRepository, RoomRepository):
    """`RoomRepository` in SQL."""

    @override
    async def hold_free(self, room_ids: Iterable[RoomId]) -> frozenset[RoomId]:
        rows = self._sql.hold_free_rooms(ids=json.dumps(list(room_ids)))
        return frozenset([RoomId(row["id"]) async for row in rows])

    @override
    async def get(self, room_id: RoomId) -> Room | None:
        return _room(await self._sql.room(id=room_id))

    @override
    async def at(self, channel_id: ChannelId) -> Room | None:
        return _room(await self._sql.room_at(channel_id=channel_id))

    @override
    async def with_current_at(self, channel_id: ChannelId) -> tuple[Room, Episode | None] | None:
        row = await self._sql.room_and_current_at(channel_id=channel_id)
        if row is None:
            return None
        return room_of(row), None if row["episode_id"] is None else episode_of(row, "episode_")

    @override
    async def save(self, room: Room, at: int) -> None:
        await self._sql.save_room(
            id=room.id,
            guild_id=room.guild_id,
            channel_id=room.channel_id,
            title=room.title,
            timezone=room.timezone,
            showrunner_id=room.showrunner_id,
            delegates_role_id=room.delegates_role_id,
            writers_role_id=room.writers_role_id,
            settings=json.dumps(asdict(room.settings), sort_keys=True),
            created_at=at,
        )

    @override
    async def all(self) -> tuple[Room, ...]:
        return tuple([room_of(row) async for row in self._sql.all_rooms()])

    @override
    async def in_server(self, guild_id: GuildId) -> tuple[Room, ...]:
        rows = self._sql.rooms_in_server(guild_id=guild_id)
        return tuple([room_of(row) async for row in rows])

    @override
    async def in_use(self, room_id: RoomId) -> bool:
        return bool(await self._sql.room_in_use(id=room_id))

    @override
    async def give_way(self, room_id: RoomId, heir_id: RoomId) -> None:
        await self._sql.take_over_roster(id=room_id, heir_id=heir_id)
        await self._sql.take_over_known_songs(id=room_id, heir_id=heir_id)
        await self._sql.clear_roster(id=room_id)
        await self._sql.clear_supervisors(room_id=room_id)
        await self._sql.clear_known_songs(id=room_id)
        await self._sql.clear_spotify_links(id=room_id)
        await self._sql.remove_room(id=room_id)

    @override
    async def set_channel_trouble(self, room_id: RoomId, trouble: str) -> None:
        await self._sql.set_channel_trouble(id=room_id, trouble=trouble)

    @override
    async def set_event_trouble(self, room_id: RoomId, trouble: str) -> None:
        await self._sql.set_event_trouble(id=room_id, trouble=trouble)

    @override
    async def set_thread_trouble(self, room_id: RoomId, trouble: str) -> None:
        await self._sql.set_thread_trouble(id=room_id, trouble=trouble)

    @override
    async def roster(self, room_id: RoomId) -> tuple[UserId, ...]:
        return tuple([row[0] async for row in self._sql.roster(room_id=room_id)])

    @override
    async def on_roster(self, room_id: RoomId, user_id: UserId) -> bool | None:
        listed = await self._sql.on_roster(room_id=room_id, user_id=user_id)
        return None if listed is None else bool(listed)

    @override
    async def join(self, room_id: RoomId, user_id: UserId, at: int) -> bool:
        return bool(await self._sql.join(room_id=room_id, user_id=user_id, since=at))

    @override
    async def set_on_roster(self, room_id: RoomId, user_id: UserId, on: bool, at: int) -> None:
        await self._sql.set_on_roster(
            room_id=room_id, user_id=user_id, removed=int(not on), since=at
        )

    @override
    async def supervisors(self, room_id: RoomId) -> tuple[UserId, ...]:
        return tuple([row[0] async for row in self._sql.supervisors(room_id=room_id)])

    @override
    async def met_supervisor(self, room_id: RoomId, user_id: UserId) -> bool:
        return bool(await self._sql.met_supervisor(room_id=room_id, user_id=user_id))

    @override
    async def meet_supervisor(self, room_id: RoomId, user_id: UserId, at: int) -> None:
        await self._sql.meet_supervisor(room_id=room_id, user_id=user_id, since=at)

    @override
    async def forget_supervisors(self, room_id: RoomId, *users: UserId) -> None:
        for user_id in users:
            await self._sql.forget_supervisor(room_id=room_id, user_id=user_id)
        if not users:
            await self._sql.clear_supervisors(room_id=room_id)


class SqlEpisodeRepository(SqlRepository, EpisodeRepository):
    """`EpisodeRepository` in SQL."""

    @override
    async def get(self, episode_id: EpisodeId) -> Episode | None:
        return _episode(await self._sql.episode(id=episode_id))

    @override
    async def numbered(self, room_id: RoomId, number: str) -> Episode | None:
        found = await self._alike(room_id, number)
        exact = [episode for episode in found if episode.number == number]
        return next(iter([*exact, *found]), None)

    async def _alike(self, room_id: RoomId, number: str) -> list[Episode]:
        """Return the episodes whose number looks like this one, newest first."""
        folded = fold(number)
        rows = self._sql.episodes_numbered(room_id=room_id, number=number, folded=folded)
        return [episode_of(row) async for row in rows if fold(row["number"]) == folded]

    @override
    async def current(self, room_id: RoomId) -> Episode | None:
        return _episode(await self._sql.current_episode(room_id=room_id))

    @override
    async def set_current(self, room_id: RoomId, episode_id: EpisodeId | None) -> None:
        await self._sql.set_current_episode(room_id=room_id, episode_id=episode_id)

    @override
    async def add(self, episode: Episode) -> bool:
        if await self._alike(episode.room_id, episode.number):
            return False
        added = await self._sql.add_episode(
            id=episode.id,
            room_id=episode.room_id,
            number=episode.number,
            folded=fold(episode.number),
            title=episode.title,
            state=episode.state.value,
            created_at=episode.created_at,
        )
        return added is not None

    @override
    async def rename(self, episode_id: EpisodeId, number: str, title: str) -> bool:
        before = await self.get(episode_id)
        if before is None:
            return False
        if number == before.number:
            await self._sql.retitle_episode(id=episode_id, title=title)
            return True
        if any(one.id != episode_id for one in await self._alike(before.room_id, number)):
            return False
        await self._sql.rename_episode(
            id=episode_id, number=number, folded=fold(number), title=title
        )
        return True

    @override
    async def set_state(
        self, episode_id: EpisodeId, was: EpisodeState, becomes: EpisodeState
    ) -> bool:
        moved = await self._sql.set_episode_state(
            id=episode_id, was=was.value, becomes=becomes.value
        )
        return moved is not None

    @override
    async def bring_back(self, episode_id: EpisodeId) -> bool:
        return await self._sql.bring_episode_back(id=episode_id) is not None

    @override
    async def set_presented(self, episode_id: EpisodeId, message_id: MessageId) -> None:
        await self._sql.set_presented(id=episode_id, message_id=message_id)

    @override
    async def summaries(self, room_id: RoomId) -> tuple[EpisodeSummary, ...]:
        rows = self._sql.episode_summaries(room_id=room_id)
        return tuple([_summary(row) async for row in rows])


def _room(row: Any) -> Room | None:
    return None if row is None else room_of(row)


def room_of(row: Any, prefix: str = "") -> Room:
    """Return the room in a row, whose columns may be named with something before."""
    return Room(
        id=RoomId(row[f"{prefix}id"]),
        guild_id=GuildId(row[f"{prefix}guild_id"]),
        channel_id=ChannelId(row[f"{prefix}channel_id"]),
        title=row[f"{prefix}title"],
        timezone=row[f"{prefix}timezone"],
        showrunner_id=UserId(row[f"{prefix}showrunner_id"]),
        delegates_role_id=_role(row[f"{prefix}delegates_role_id"]),
        writers_role_id=_role(row[f"{prefix}writers_role_id"]),
        settings=settings_of(row[f"{prefix}settings"]),
        channel_trouble=row[f"{prefix}channel_trouble"],
        event_trouble=row[f"{prefix}event_trouble"],
        thread_trouble=row[f"{prefix}thread_trouble"],
        spotify_account=_account_id(row[f"{prefix}spotify_account"]),
    )


def settings_of(text: str) -> RoomSettings:
    """Return the settings that a room's row holds as text."""
    return _SETTINGS.decode(text)


def _account_id(value: int | None) -> AccountId | None:
    return None if value is None else AccountId(value)


def _message(value: int | None) -> MessageId | None:
    return None if value is None else MessageId(value)


def _role(value: int | None) -> RoleId | None:
    return None if value is None else RoleId(value)


def _episode(row: Any) -> Episode | None:
    return None if row is None else episode_of(row)


def episode_of(row: Any, prefix: str = "") -> Episode:
    """Return the episode in a row; all its columns but `room_id` may have something before."""
    return Episode(
        id=EpisodeId(row[f"{prefix}id"]),
        room_id=RoomId(row["room_id"]),
        number=row[f"{prefix}number"],
        title=row[f"{prefix}title"],
        state=EpisodeState(row[f"{prefix}state"]),
        created_at=row[f"{prefix}created_at"],
        presented_message_id=_message(row[f"{prefix}presented_message_id"]),
    )


def _summary(row: Any) -> EpisodeSummary:
    return EpisodeSummary(
        episode=episode_of(row),
        longlisted=row["longlisted"],
        shortlisted=row["shortlisted"],
        rounds=row["rounds"],
        live_round=None if row["live_round"] is None else RoundState(row["live_round"]),
    )
