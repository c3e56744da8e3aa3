"""Rooms, rosters, episodes, and what the bot remembers of itself."""

import json
from dataclasses import asdict
from typing import Any, Protocol

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
from storage.queries import queries


class SqlRoomRepository:
    """Implements `RoomRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, room_id: RoomId) -> Room | None:
        """Return a room."""
        return _room(await queries.room(self._connection, id=room_id))

    async def at(self, channel_id: ChannelId) -> Room | None:
        """Return the room of a channel."""
        return _room(await queries.room_at(self._connection, channel_id=channel_id))

    async def save(self, room: Room, at: int) -> None:
        """Make a room, or change one that is there."""
        await queries.save_room(
            self._connection,
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

    async def lost(self, guild_id: GuildId, title: str) -> Room | None:
        """Return the server's room of that title whose channel was deleted."""
        return _room(await queries.lost_room(self._connection, guild_id=guild_id, title=title))

    async def set_channel_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Remember why the channel cannot be written to; an empty text where it can."""
        await queries.set_channel_trouble(self._connection, id=room_id, trouble=trouble)

    async def set_event_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Remember why no scheduled event can be made; an empty text where it can."""
        await queries.set_event_trouble(self._connection, id=room_id, trouble=trouble)

    async def set_thread_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Remember why no thread can be opened; an empty text where one can."""
        await queries.set_thread_trouble(self._connection, id=room_id, trouble=trouble)

    async def roster(self, room_id: RoomId) -> tuple[UserId, ...]:
        """Return the writers who count, those who joined first first."""
        return tuple([row[0] async for row in queries.roster(self._connection, room_id=room_id)])

    async def on_roster(self, room_id: RoomId, user_id: UserId) -> bool | None:
        """Return True or False for somebody on or taken off the roster, None for a newcomer."""
        removed = await queries.standing(self._connection, room_id=room_id, user_id=user_id)
        return None if removed is None else not removed

    async def join(self, room_id: RoomId, user_id: UserId, at: int) -> None:
        """Put a newcomer on the roster; leave alone who is on it or was taken off."""
        await queries.join_roster(self._connection, room_id=room_id, user_id=user_id, since=at)

    async def set_on_roster(self, room_id: RoomId, user_id: UserId, on: bool, at: int) -> None:
        """Put somebody on the roster or take them off."""
        await queries.set_standing(
            self._connection, room_id=room_id, user_id=user_id, removed=int(not on), since=at
        )


class SqlEpisodeRepository:
    """Implements `EpisodeRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, episode_id: EpisodeId) -> Episode | None:
        """Return an episode."""
        return _episode(await queries.episode(self._connection, id=episode_id))

    async def numbered(self, room_id: RoomId, number: str) -> Episode | None:
        """Return the room's episode of that number."""
        row = await queries.episode_numbered(self._connection, room_id=room_id, number=number)
        return _episode(row)

    async def current(self, room_id: RoomId) -> Episode | None:
        """Return the newest episode that is neither locked nor archived."""
        return _episode(await queries.current_episode(self._connection, room_id=room_id))

    async def add(self, episode: Episode) -> bool:
        """Keep a new episode; False where the room has one of that number."""
        added = await queries.add_episode(
            self._connection,
            id=episode.id,
            room_id=episode.room_id,
            number=episode.number,
            title=episode.title,
            state=episode.state.value,
            created_at=episode.created_at,
        )
        return added is not None

    async def rename(self, episode_id: EpisodeId, number: str, title: str) -> bool:
        """Give an episode another number and title; False where the room has one of that number."""
        renamed = await queries.rename_episode(
            self._connection, id=episode_id, number=number, title=title
        )
        return renamed is not None

    async def set_state(
        self, episode_id: EpisodeId, was: EpisodeState, becomes: EpisodeState
    ) -> bool:
        """Give an episode another state; False where it does not stand in `was` any more."""
        moved = await queries.set_episode_state(
            self._connection, id=episode_id, was=was.value, becomes=becomes.value
        )
        return moved is not None

    async def bring_back(self, episode_id: EpisodeId) -> bool:
        """Give an archived episode the state it had before; False where it is not archived."""
        return await queries.bring_episode_back(self._connection, id=episode_id) is not None

    async def set_presented(self, episode_id: EpisodeId, message_id: MessageId) -> None:
        """Remember the message that presents the shortlist."""
        await queries.set_presented(self._connection, id=episode_id, message_id=message_id)

    async def summaries(self, room_id: RoomId) -> tuple[EpisodeSummary, ...]:
        """Return all episodes, newest first."""
        rows = queries.episode_summaries(self._connection, room_id=room_id)
        return tuple([_summary(row) async for row in rows])


class _Database(Protocol):
    @property
    def read(self) -> Any: ...
    def transaction(self) -> Any: ...


class SqlFactRepository:
    """Implements `FactRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, name: str) -> str:
        """Return a fact, or an empty text."""
        value: str | None = await queries.fact(self._connection, name=name)
        return value or ""

    async def set(self, name: str, value: str) -> None:
        """Remember a fact."""
        await queries.set_fact(self._connection, name=name, value=value)


class Facts:
    """Small things the bot remembers of itself, such as which commands Discord knows."""

    def __init__(self, database: _Database) -> None:
        self._database = database

    async def get(self, name: str) -> str:
        """Return a fact, or an empty text."""
        fact: str = await self._database.read.facts.get(name)
        return fact

    async def set(self, name: str, value: str) -> None:
        """Remember a fact."""
        async with self._database.transaction() as unit:
            await unit.facts.set(name, value)


def _room(row: Any) -> Room | None:
    if row is None:
        return None
    return Room(
        id=RoomId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
        title=row["title"],
        timezone=row["timezone"],
        showrunner_id=UserId(row["showrunner_id"]),
        delegates_role_id=_role(row["delegates_role_id"]),
        writers_role_id=_role(row["writers_role_id"]),
        settings=_settings(row["settings"]),
        channel_trouble=row["channel_trouble"],
        event_trouble=row["event_trouble"],
        thread_trouble=row["thread_trouble"],
        spotify_account=_account_id(row["spotify_account"]),
    )


def _settings(text: str) -> RoomSettings:
    kept = json.loads(text)
    if "reminders" in kept:
        kept["reminders"] = tuple(kept["reminders"])  # JSON knows no tuples
    return RoomSettings(**kept)


def _account_id(value: int | None) -> AccountId | None:
    return None if value is None else AccountId(value)


def _message(value: int | None) -> MessageId | None:
    return None if value is None else MessageId(value)


def _role(value: int | None) -> RoleId | None:
    return None if value is None else RoleId(value)


def _episode(row: Any) -> Episode | None:
    return None if row is None else _episode_of(row)


def _episode_of(row: Any) -> Episode:
    return Episode(
        id=EpisodeId(row["id"]),
        room_id=RoomId(row["room_id"]),
        number=row["number"],
        title=row["title"],
        state=EpisodeState(row["state"]),
        created_at=row["created_at"],
        presented_message_id=_message(row["presented_message_id"]),
    )


def _summary(row: Any) -> EpisodeSummary:
    return EpisodeSummary(
        episode=_episode_of(row),
        longlisted=row["longlisted"],
        shortlisted=row["shortlisted"],
        rounds=row["rounds"],
        live_round=None if row["live_round"] is None else RoundState(row["live_round"]),
    )
