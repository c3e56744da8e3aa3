"""Taking an import back whole, less what people have touched since; and bringing it back."""

from collections.abc import Iterable

from bot.domain.errors import InvalidInput
from bot.domain.imports import BRING_BACK_WITHIN, Brought, Import, ImportState, Touch
from bot.domain.model import Episode, Person, Room
from bot.domain.permissions import require_showrunner
from bot.domain.structs import replace
from bot.services.belonging import InRoom
from bot.services.ports.destinations import cards
from bot.services.ports.read_models import TakeBackView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock

_OFFERED_MAX = 100
"""Imports of a room to choose from; older ones are found by the button on their message."""


class TakingBack:
    """Take imports back, and bring them back.

    Songs that were on the longlist before an import are not its own, and stay as they are.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def imports(self, room: Room) -> tuple[tuple[Import, Episode], ...]:
        """Return the room's imports with their episodes, the newest first."""
        read = self._store.read
        found = await read.imports.newest(room.id, _OFFERED_MAX)
        episodes = {one.episode.id: one.episode for one in await read.episodes.summaries(room.id)}
        return tuple((one, episodes[one.episode_id]) for one in found)

    async def look(self, person: Person, room: Room, import_id: int) -> TakeBackView:
        """Return what taking an import back would withdraw, and what would stay.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such import.
        """
        require_showrunner(person, room)
        read = self._store.read
        one = await InRoom(read, room).import_(import_id)
        episode = await InRoom(read, room).episode(one.episode_id)
        return TakeBackView(room, episode, one, await _brought(read, one))

    async def take_back(self, person: Person, room: Room, import_id: int) -> TakeBackView:
        """Withdraw what an import brought and nobody has touched; a running one stops.

        Returns: The songs as they were before.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such import.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: It was taken back already (`takeback.twice`), or there is nothing to
                withdraw (`takeback.nothing`).
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            one, episode = await _open(unit, room, import_id)
            if one.state is ImportState.TAKEN_BACK:
                raise InvalidInput("takeback.twice", one.name)
            view = TakeBackView(room, episode, one, await _brought(unit, one))
            if not view.untouched and one.state is not ImportState.RUNNING:
                raise InvalidInput("takeback.nothing", one.name)
            await unit.imports.take_back([song.id for song in view.untouched])
            after = one.taken_back(now, len(view.untouched), len(view.touched))
            await _update(unit, room, one, after, now)
        return replace(view, import_=after)

    async def bring_back(self, person: Person, room: Room, import_id: int) -> tuple[Import, int]:
        """Put what was withdrawn with an import on the longlist again.

        Returns: The import, and how many songs are on the longlist again: not those that somebody
            has brought there meanwhile.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such import.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: It is not taken back (`takeback.not`), or was longer ago than a day
                (`takeback.late`).
        """
        require_showrunner(person, room)
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            one, episode = await _open(unit, room, import_id)
            if one.state is not ImportState.TAKEN_BACK:
                raise InvalidInput("takeback.not", one.name)
            if now >= one.taken_at + BRING_BACK_WITHIN:
                raise InvalidInput("takeback.late", one.name)
            back = await unit.imports.bring_back(episode.id, one.id)
            after = one.brought_back()
            await _update(unit, room, one, after, now)
        return after, back


async def _open(unit: UnitOfWork, room: Room, import_id: int) -> tuple[Import, Episode]:
    one = await InRoom(unit, room).import_(import_id)
    return one, await InRoom(unit, room).active(one.episode_id)


async def _update(unit: UnitOfWork, room: Room, one: Import, after: Import, now: int) -> None:
    """Store what became of an import, and promise to show it.

    Nobody else can have moved it on: it was read in this transaction.
    """
    await unit.imports.update(one, after)
    await unit.outbox.promise(EffectKind.SHOW_IMPORT, cards(room), one.id, room.id, now)


async def _brought(unit: UnitOfWork, one: Import) -> tuple[Brought, ...]:
    songs: Iterable[Brought] = await unit.imports.brought(one.id)
    board = await unit.boards.get(one.episode_id)
    on_board = {*board.songs, *board.added} if board else set()
    return tuple(
        replace(song, touch=Touch.BOARD) if not song.touch and song.song.id in on_board else song
        for song in songs
    )
