"""How far an import has come: kept, shown, and promised to go on."""

from bot.domain.errors import NotFound
from bot.domain.imports import Import
from bot.services.ports.destinations import cards, files, imports, spotify
from bot.services.ports.read_models import ImportView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock


class ImportProgress:
    """Keeps the progress of imports, and promises what follows from it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(self, unit: UnitOfWork, current: Import) -> ImportView:
        """Return an import with its room and episode.

        Raises:
            NotFound: One of them is gone.
        """
        room = await unit.rooms.get(current.room_id)
        episode = await unit.episodes.get(current.episode_id)
        if room is None or episode is None:
            raise NotFound("import")
        return ImportView(room, episode, current)

    async def update(self, before: Import, after: Import) -> None:
        """Store the next state of an import and show it, if it changed."""
        if before == after:
            return
        async with self._store.transaction(before.room_id) as unit:
            if await unit.imports.update(before, after):
                await self.show(unit, after)

    async def promise_page(self, unit: UnitOfWork, one: Import) -> None:
        """Promise to read the next page of an import."""
        view = await self.view(unit, one)
        destination = files(view.room) if one.from_file else imports(spotify(view.room))
        kind, now = EffectKind.IMPORT_SONGS, int(self._clock.now())
        await unit.outbox.promise(kind, destination, one.id, one.room_id, now)

    async def show(self, unit: UnitOfWork, one: Import) -> None:
        """Promise to show how far an import has come."""
        room = (await self.view(unit, one)).room
        kind, now = EffectKind.SHOW_IMPORT, int(self._clock.now())
        await unit.outbox.promise(kind, cards(room), one.id, room.id, now)
