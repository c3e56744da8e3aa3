"""Importing a playlist or a file onto a longlist, page by page, each page once."""

from bot.domain import links
from bot.domain.bounds import require_below
from bot.domain.errors import InvalidInput, NotFound, RoomError
from bot.domain.imports import Import, ImportFault, ImportState, Source
from bot.domain.model import Episode, Person, Room
from bot.domain.permissions import require_showrunner
from bot.services.belonging import InRoom
from bot.services.ports.read_models import ImportView
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.spotify import Spotify
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.songs.import_pages import ImportPages
from bot.services.songs.import_progress import ImportProgress
from bot.services.songs.import_sources import FileSongs, ImportSources

_HOUR = 3600


class Imports:
    """Import a playlist or a file onto a longlist, and report the progress.

    A page is read outside of any transaction. One transaction then stores its songs, the place of
    the next page, and the promise to read that page, so the import continues after a crash.
    """

    def __init__(self, store: Store, clock: Clock, spotify_: Spotify) -> None:
        self._store = store
        self._clock = clock
        self._sources = ImportSources(store, spotify_)
        self._progress = ImportProgress(store, clock)
        self._pages = ImportPages(store, clock, self._sources, self._progress)

    async def begin(self, person: Person, room: Room, episode: Episode, words: str) -> ImportView:
        """Begin to import a playlist, or continue an import of it that was stopped.

        Args:
            person: Who imports it.
            room: The room.
            episode: The episode of the longlist.
            words: The playlist's link, as typed.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such episode.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: It is not the link of a playlist (`import.…`), leads nowhere
                (`import.dead`), the account may not read the playlist (`import.closed`), it is
                empty (`import.empty`), or the episode has an import under way (`import.running`).
            UpstreamError: Spotify cannot be asked about the playlist.
        """
        require_showrunner(person, room)
        await InRoom(self._store.read, room).active(episode.id)
        playlist_id = links.playlist_id(words, "import")
        self._require_free(await self._under_way(self._store.read, episode))
        source = await self._sources.playlist(room, playlist_id, words)
        return await self._take_up(person, room, episode, source, words)

    async def begin_file(
        self, person: Person, room: Room, episode: Episode, songs: FileSongs
    ) -> ImportView:
        """Begin to import a file, or continue an import of it that was stopped; asks nobody.

        Raises:
            NotAllowed: The person is not the showrunner.
            EpisodeLocked, EpisodeArchived: The episode cannot be changed.
            InvalidInput: The episode has an import under way (`import.running`), or the room has
                begun as many within an hour as it can (`many.imports`).
        """
        require_showrunner(person, room)
        return await self._take_up(person, room, episode, songs.source, songs.name, songs)

    async def present(self, room: Room, episode: Episode, songs: FileSongs) -> tuple[bool, ...]:
        """Return of each song of a file whether the longlist has it already.

        Raises:
            NotFound: The room has no such episode.
        """
        await InRoom(self._store.read, room).episode(episode.id)
        recordings = [one.recording for one in songs.file.songs]
        return await self._store.read.proposals.present(episode.id, recordings)

    async def _take_up(
        self,
        person: Person,
        room: Room,
        episode: Episode,
        source: Source,
        given: str,
        songs: FileSongs | None = None,
    ) -> ImportView:
        now = int(self._clock.now())
        async with self._store.transaction(room.id) as unit:
            episode = await InRoom(unit, room).active(episode.id)
            self._require_free(await self._under_way(unit, episode))
            begun = await self._resumed(unit, episode, source, person)
            if begun is None:
                lately = await unit.imports.begun_since(room.id, now - _HOUR)
                require_below("imports", lately, given)
                begun = self._new(person, episode, source, now)
                await unit.imports.add(begun)
                if songs is not None:
                    await unit.imports.put_pages(begun.id, songs.pages)
            await self._progress.show(unit, begun)
            await self._progress.promise_page(unit, begun)
        return ImportView(room, episode, begun)

    async def read_page(self, import_id: int, effect_id: int) -> None:
        """Add the next page of a playlist to the longlist, and promise to read the one after it.

        Args:
            import_id: Which import.
            effect_id: The effect that reads the page; repeating it does nothing.

        Raises:
            NotFound: There is no such import.
            UpstreamError: Spotify cannot be read now; what was read so far stays.
        """
        await self._pages.read(await self._get(import_id), effect_id)

    async def note_failure(self, unit: UnitOfWork, import_id: int, fault: Exception) -> None:
        """End an import whose next page is not tried again, in the transaction that gives it up."""
        current = await unit.imports.get(import_id)
        if current is None or current.state is not ImportState.RUNNING:
            return
        if await unit.outbox.state_of(EffectKind.IMPORT_SONGS, import_id) == "waiting":
            return
        why = ImportFault.AWAY if isinstance(fault, RoomError) else ImportFault.BROKEN
        ended = current.stopped(why)
        if await unit.imports.update(current, ended):
            await self._progress.show(unit, ended)

    async def view(self, import_id: int) -> ImportView:
        """Return an import with its room and episode.

        Raises:
            NotFound: There is no such import.
        """
        return await self._progress.view(self._store.read, await self._get(import_id))

    async def of_room(self, room: Room, import_id: int) -> ImportView:
        """Return an import of this room.

        Raises:
            NotFound: The room has no such import.
        """
        read = self._store.read
        return await self._progress.view(read, await InRoom(read, room).import_(import_id))

    async def stop(self, person: Person, room: Room, import_id: int) -> ImportView:
        """Stop an import, unless it is over; the songs it has added stay.

        Raises:
            NotAllowed: The person is not the showrunner.
            NotFound: The room has no such import.
        """
        require_showrunner(person, room)
        view = await self.of_room(room, import_id)
        while view.import_.state is ImportState.RUNNING:  # a page may have been stored meanwhile
            await self._progress.update(view.import_, view.import_.stopped())
            view = await self.of_room(room, import_id)
        return view

    async def _get(self, import_id: int) -> Import:
        found = await self._store.read.imports.get(import_id)
        if found is None:
            raise NotFound("import")
        return found

    async def _under_way(self, unit: UnitOfWork, episode: Episode) -> Import | None:
        """Return the running import, unless its effect was dropped."""
        latest = await unit.imports.latest(episode.id)
        if latest is None or latest.state is not ImportState.RUNNING:
            return None
        state = await unit.outbox.state_of(EffectKind.IMPORT_SONGS, latest.id)
        return latest if state == "waiting" else None

    def _require_free(self, under_way: Import | None) -> None:
        if under_way is not None:
            counted: dict[str, object] = {"done": under_way.place, "total": under_way.total}
            raise InvalidInput("import.running", under_way.name, counted)

    async def _resumed(
        self, unit: UnitOfWork, episode: Episode, source: Source, person: Person
    ) -> Import | None:
        """Resume a stopped import of the same source, in a new message."""
        latest = await unit.imports.latest(episode.id)
        if latest is None or latest.state is ImportState.DONE:
            return None
        if latest.playlist_id != source.id or not latest.can_resume:
            if latest.state is ImportState.RUNNING:  # its effect was dropped
                await unit.imports.update(latest, latest.stopped())
            await unit.imports.put_pages(latest.id, ())
            return None
        again = latest.resumed(source.name, person.user_id, source.total)
        await unit.imports.update(latest, again)
        await unit.imports.set_message(latest.id, None)
        return again

    def _new(self, person: Person, episode: Episode, source: Source, now: int) -> Import:
        return Import(
            id=self._store.new_id(),
            room_id=episode.room_id,
            episode_id=episode.id,
            playlist_id=source.id,
            name=source.name,
            asked_by=person.user_id,
            begun_at=now,
            total=source.total,
            left_out=source.left_out,
        )
