"""The storage of rooms, their people and their episodes, and of the bot itself."""

from collections.abc import Iterable
from typing import Protocol

from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeId,
    EpisodeState,
    EpisodeSummary,
    GuildId,
    MessageId,
    Room,
    RoomId,
    UserId,
)


class FactRepository(Protocol):
    """Small facts about the bot itself."""

    async def get(self, name: str) -> str:
        """Return a fact, or an empty text."""
        ...

    async def hold(self, name: str) -> str:
        """Return a fact, or an empty text, and let no other transaction hold it before this ends.

        Use it in a transaction.
        """
        ...

    async def set(self, name: str, value: str) -> None:
        """Store a fact."""
        ...

    async def beginning(self, prefix: str) -> dict[str, str]:
        """Return the facts that are not empty and whose names begin so, by name."""
        ...


class RoomRepository(Protocol):
    """Rooms and their rosters."""

    async def hold_free(self, room_ids: Iterable[RoomId]) -> frozenset[RoomId]:
        """Hold those of some rooms that no other transaction holds just now, and return them.

        They are held until the transaction ends, as if it were about them from its beginning.
        """
        ...

    async def get(self, room_id: RoomId) -> Room | None:
        """Return a room."""
        ...

    async def at(self, channel_id: ChannelId) -> Room | None:
        """Return the room of a channel."""
        ...

    async def with_current_at(self, channel_id: ChannelId) -> tuple[Room, Episode | None] | None:
        """Return the room of a channel and its current episode, as `EpisodeRepository.current`."""
        ...

    async def save(self, room: Room, at: int) -> None:
        """Store a new or changed room."""
        ...

    async def all(self) -> tuple[Room, ...]:
        """Return all rooms of all servers."""
        ...

    async def in_server(self, guild_id: GuildId) -> tuple[Room, ...]:
        """Return the rooms of a server, the newest first."""
        ...

    async def in_use(self, room_id: RoomId) -> bool:
        """Tell whether a room holds anything besides people, such as an episode."""
        ...

    async def give_way(self, room_id: RoomId, heir_id: RoomId) -> None:
        """Remove a room that is not in use; another takes over the people on its roster."""
        ...

    async def set_channel_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Store why the channel cannot be written to; an empty text where it can."""
        ...

    async def set_event_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Store why no scheduled event can be made; an empty text where it can."""
        ...

    async def set_thread_trouble(self, room_id: RoomId, trouble: str) -> None:
        """Store why no thread can be opened on a message; an empty text where one can."""
        ...

    async def roster(self, room_id: RoomId) -> tuple[UserId, ...]:
        """Return the writers on the roster, in the order they joined."""
        ...

    async def on_roster(self, room_id: RoomId, user_id: UserId) -> bool | None:
        """Return True or False for somebody on or removed from the roster, None for a newcomer."""
        ...

    async def join(self, room_id: RoomId, user_id: UserId, at: int) -> bool:
        """Put a newcomer on the roster; False for somebody who was taken off, and stays off."""
        ...

    async def set_on_roster(self, room_id: RoomId, user_id: UserId, on: bool, at: int) -> None:
        """Put somebody on the roster or take them off."""
        ...

    async def supervisors(self, room_id: RoomId) -> tuple[UserId, ...]:
        """Return whom the bot met with the room's role for music supervisors, the first first.

        They may have lost it since.
        """
        ...

    async def met_supervisor(self, room_id: RoomId, user_id: UserId) -> bool:
        """Tell whether somebody is among them."""
        ...

    async def meet_supervisor(self, room_id: RoomId, user_id: UserId, at: int) -> None:
        """Put somebody among them, unless they are."""
        ...

    async def forget_supervisors(self, room_id: RoomId, *users: UserId) -> None:
        """Take some of them out, or without any, all."""
        ...


class EpisodeRepository(Protocol):
    """Episodes."""

    async def get(self, episode_id: EpisodeId) -> Episode | None:
        """Return an episode."""
        ...

    async def numbered(self, room_id: RoomId, number: str) -> Episode | None:
        """Return the room's episode of that number, compared by `bot.domain.names.fold`.

        Where older ones look alike, return the one spelled exactly so, or the newest.
        """
        ...

    async def current(self, room_id: RoomId) -> Episode | None:
        """Return the chosen episode, or else the newest; none that is locked or archived."""
        ...

    async def set_current(self, room_id: RoomId, episode_id: EpisodeId | None) -> None:
        """Choose the room's current episode; None for the newest."""
        ...

    async def add(self, episode: Episode) -> bool:
        """Store a new episode; False if the room has one of that number."""
        ...

    async def rename(self, episode_id: EpisodeId, number: str, title: str) -> bool:
        """Give an episode another number and title; False if the room has one of that number."""
        ...

    async def set_state(
        self, episode_id: EpisodeId, was: EpisodeState, becomes: EpisodeState
    ) -> bool:
        """Give an episode another state; False if it is no longer in `was`."""
        ...

    async def bring_back(self, episode_id: EpisodeId) -> bool:
        """Give an archived episode the state it had before; False if it is not archived."""
        ...

    async def set_presented(self, episode_id: EpisodeId, message_id: MessageId) -> None:
        """Store the id of the message that presents the shortlist."""
        ...

    async def summaries(self, room_id: RoomId) -> tuple[EpisodeSummary, ...]:
        """Return all episodes, newest first."""
        ...
