"""Rooms and their people."""

from collections.abc import Callable, Collection, Sequence

from bot.domain.bounds import require_below
from bot.domain.counting import METHODS
from bot.domain.errors import InvalidInput, NoRoom
from bot.domain.lengths import write_length
from bot.domain.model import (
    ChannelId,
    Episode,
    EpisodeState,
    EpisodeSummary,
    GuildId,
    Person,
    Room,
    RoomSettings,
    UserId,
)
from bot.domain.permissions import require_rights_editor, require_showrunner
from bot.domain.structs import replace
from bot.services.episodes import with_board
from bot.services.listening.due import DueListenings
from bot.services.listening.steps import wait_for_who_is_left, who_is_where
from bot.services.ports.destinations import channel
from bot.services.ports.read_models import ImportView, RoundView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.spotify import Spotify
from bot.services.ports.statuses import RoomStatus, SettingsView
from bot.services.ports.surroundings import Surroundings
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock
from bot.services.room_setup import RoomSetup
from bot.services.rounds.control import RoundControl
from bot.services.rounds.scheduling import Rounds
from bot.services.rounds.transitions import tell_of_settings

REMINDERS_MAX = 5
"""How many reminders a round can have; more would be a nuisance."""

_DAY = 24 * 3600
GIVEN_UP_SHOWN = 3 * _DAY
"""For how long (seconds) the status tells of what was given up."""
_LONGEST = {"casting_window": 7 * _DAY, "grace": _DAY}
"""The largest value (seconds) of each length."""

Change = Callable[[RoomSettings], RoomSettings]
"""Makes a room's new settings from the current ones."""


class Rooms(RoomSetup):
    """Set up a room, edit its settings and roster, and report its status."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        discord: Surroundings,
        rounds: Rounds,
        control: RoundControl,
        spotify: Spotify,
        due_listenings: DueListenings,
    ) -> None:
        super().__init__(store, clock, discord)
        self._rounds = rounds
        self._control = control
        self._spotify = spotify
        self._due_listenings = due_listenings

    async def settings(self, person: Person, room: Room) -> SettingsView:
        """Return a room's settings, for somebody who may change them.

        Raises:
            NotAllowed: The person is not the showrunner.
        """
        require_showrunner(person, room)
        summaries = await self._store.read.episodes.summaries(room.id)
        return SettingsView(room, tuple(one.episode for one in summaries if one.live_round))

    async def change_settings(self, person: Person, room: Room, change: Change) -> SettingsView:
        """Change a room's settings; scheduled rounds keep their rules.

        Votes under way are told in their threads who sees what from now on.

        Args:
            person: Who changes it.
            room: The room.
            change: Makes the new settings from the current ones, so that two people who change
                different settings do not undo each other's changes.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: A number is out of its range, or there is no such method.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            current = await unit.rooms.get(room.id) or room
            changed = replace(current, settings=change(current.settings))
            _check(changed.settings)
            now = int(self._clock.now())
            await unit.rooms.save(changed, now)
            await tell_of_settings(unit, current, changed, now)
        return await self.settings(person, changed)

    async def at(self, channel_id: ChannelId) -> Room:
        """Return the room of a channel; for a thread, give its parent channel.

        Raises:
            NoRoom: The channel is not a room.
        """
        room = await self._store.read.rooms.at(channel_id)
        if room is None:
            raise NoRoom
        return room

    async def in_server(self, guild_id: GuildId) -> tuple[Room, ...]:
        """Return the rooms of a server that have a channel, as far as is known."""
        rooms = await self._store.read.rooms.in_server(guild_id)
        return tuple(room for room in rooms if not room.lost)

    async def with_current_at(self, channel_id: ChannelId) -> tuple[Room, Episode | None]:
        """Return the room of a channel as `at` does, and its current episode if there is one.

        Raises:
            NoRoom: The channel is not a room.
        """
        found = await self._store.read.rooms.with_current_at(channel_id)
        if found is None:
            raise NoRoom
        return found

    async def roster(self, room: Room) -> tuple[UserId, ...]:
        """Return the writers on the roster, in the order they joined."""
        return await self._store.read.rooms.roster(room.id)

    def require_showrunner(self, person: Person, room: Room) -> None:
        """Refuse a person who is neither the room's showrunner nor a delegate.

        Raises:
            NotAllowed: The person is neither.
        """
        require_showrunner(person, room)

    def require_rights_editor(self, person: Person, room: Room) -> None:
        """Refuse a person who may not change what is known of the rights to songs.

        Raises:
            NotAllowed: The person is neither music supervisor, showrunner nor delegate.
        """
        require_rights_editor(person, room)

    async def edit_roster(
        self,
        person: Person,
        room: Room,
        *,
        add: Collection[UserId] = (),
        remove: Collection[UserId] = (),
    ) -> tuple[UserId, ...]:
        """Add writers to the roster and remove others; return the new roster.

        Removed writers keep the ballots they cast, but can no longer propose or vote.

        Raises:
            NotAllowed: The person is not the showrunner.
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            there = set(await unit.rooms.roster(room.id))
            if new := set(add) - there:
                require_below("roster", len((there | new) - set(remove)) - 1)
            sessions = await who_is_where(unit, room)
            for user_id in add:
                await unit.rooms.set_on_roster(room.id, user_id, True, now)
            for user_id in remove:
                await unit.rooms.set_on_roster(room.id, user_id, False, now)
            await wait_for_who_is_left(unit, room, sessions, now)
            roster, open_ = await unit.rooms.roster(room.id), await unit.rounds.open_in(room.id)
            for round_id in open_:
                await unit.outbox.promise(
                    EffectKind.EDIT_BALLOT, channel(room), round_id, room.id, now
                )
        for round_id in open_:
            # The change may decide whether everybody on the roster has voted.
            await self._control.apply_early_close(room.id, round_id)
        await self._due_listenings.plan_after_saving()
        return roster

    async def status(self, room: Room) -> RoomStatus:
        """Return what is open, what waits and why, and the state of Spotify."""
        read = self._store.read
        current = await read.episodes.current(room.id)
        summaries = await read.episodes.summaries(room.id)
        # If there is no current episode, the status shows the newest locked one.
        shown = next((s for s in summaries if current and s.episode.id == current.id), None)
        shown = shown or next(
            (s for s in summaries if s.episode.state is EpisodeState.LOCKED), None
        )
        live = await read.rounds.live(current.id) if current else None
        return RoomStatus(
            room=room,
            writers=len(await read.rooms.roster(room.id)),
            episode=await with_board(read, shown) if shown else None,
            episodes=len(summaries),
            live=await self._rounds.view(live) if live else None,
            other_votes=await self._votes_beside(current, summaries),
            waiting=await read.outbox.waiting(room.id),
            given_up=await read.outbox.given_up(room.id, self._clock.now() - GIVEN_UP_SHOWN),
            spotify=await self._spotify.of(room.spotify_account).state(),
            imports=await self._imports(room),
        )

    async def _votes_beside(
        self, current: Episode | None, summaries: Sequence[EpisodeSummary]
    ) -> tuple[RoundView, ...]:
        """Return the live rounds of other episodes than the current one."""
        read = self._store.read
        others = [
            one.episode
            for one in summaries
            if one.live_round and (current is None or one.episode.id != current.id)
        ]
        live = [await read.rounds.live(one.id) for one in others]
        return tuple([await self._rounds.view(one) for one in live if one is not None])

    async def _imports(self, room: Room) -> tuple[ImportView, ...]:
        read = self._store.read
        return tuple(
            [
                ImportView(room, episode, one)
                for one in await read.imports.running(room.id)
                if (episode := await read.episodes.get(one.episode_id)) is not None
            ]
        )


def _check(settings: RoomSettings) -> None:
    if not 0 <= settings.quorum <= 100:
        raise InvalidInput("settings.quorum", str(settings.quorum), {"limit": 100})
    for name, most in _LONGEST.items():
        seconds = getattr(settings, name)
        if not 0 <= seconds <= most:
            raise InvalidInput(f"settings.{name}", write_length(seconds))
    reminders = ", ".join(write_length(before) for before in settings.reminders)
    if any(not 60 <= before <= 7 * _DAY for before in settings.reminders):
        raise InvalidInput("settings.reminders", reminders)
    if len(settings.reminders) > REMINDERS_MAX:
        raise InvalidInput("settings.reminders_many", reminders, {"limit": REMINDERS_MAX})
    if settings.method not in METHODS:
        raise InvalidInput("method", settings.method)
