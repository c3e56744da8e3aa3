"""The pages of an import: each is read, and its songs are kept in one transaction."""

import logging
from collections.abc import Mapping
from typing import NoReturn

from bot.domain.errors import NotFound, RateLimited, RoomError, SpotifyRefused
from bot.domain.imports import Import, ImportFault, ImportState
from bot.domain.model import EpisodeState, Recording
from bot.domain.song_files import told
from bot.domain.structs import replace
from bot.domain.typed_text import one_line
from bot.services.ports.spotify import PlaylistPage
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.songs.import_progress import ImportProgress
from bot.services.songs.import_sources import ImportSources

log = logging.getLogger(__name__)

SHOWN_EVERY = 200
"""How many places of a playlist are read between two updates of the progress."""
_TOLD_MAX = 100
"""Characters of a song that could not be kept, as people are told of it."""


class _TakenBack(Exception):
    """Takes back a transaction that was only to show that it can be made."""


def _take_back() -> NoReturn:
    raise _TakenBack


class ImportPages:
    """Brings songs onto a longlist, a page at a time.

    A song that cannot be kept costs itself alone: the page comes without it, and it is told.
    """

    def __init__(
        self, store: Store, clock: Clock, sources: ImportSources, progress: ImportProgress
    ) -> None:
        self._store = store
        self._clock = clock
        self._sources = sources
        self._progress = progress

    async def read(self, current: Import, effect_id: int) -> None:
        """Add the next page to the longlist; see `Imports.read_page`."""
        if current.state is not ImportState.RUNNING or current.page_by == effect_id:
            return
        try:
            page = await self._sources.page(current)
        except RateLimited as limit:
            await self._progress.update(current, replace(current, waits_until=int(limit.until)))
            raise
        except NotFound:
            await self._progress.update(current, current.stopped(ImportFault.GONE))
        except SpotifyRefused as refusal:
            if not refusal.closed:
                raise
            await self._progress.update(current, current.stopped(ImportFault.CLOSED))
        else:
            await self._store_page(current, page, effect_id)

    async def _store_page(self, before: Import, page: PlaylistPage, effect_id: int) -> None:
        try:
            await self._keep(before, page, effect_id)
        except RoomError:
            raise
        except Exception as fault:
            lost = await self._unfit(before, page)
            if not lost:
                raise
            kind = type(fault).__name__  # what it says may repeat the songs
            log.warning("songs %s of import %d cannot be kept: %s", sorted(lost), before.id, kind)
            rest = (None if at in lost else one for at, one in enumerate(page.recordings))
            told_of = tuple(sorted((*page.lost, *lost.items())))
            await self._keep(before, PlaylistPage(page.total, tuple(rest), told_of), effect_id)

    async def _unfit(self, before: Import, page: PlaylistPage) -> Mapping[int, str]:
        """Return the songs of a page that cannot be kept, by their place in it."""
        unfit = dict[int, str]()
        for at, one in enumerate(page.recordings):
            if one is not None and not await self._fits(before, one):
                unfit[at] = one_line(told(one))[:_TOLD_MAX]
        return unfit

    async def _fits(self, before: Import, song: Recording) -> bool:
        """Return whether a song can be kept, without keeping it."""
        try:
            async with self._store.transaction(before.room_id) as unit:
                await self._add(unit, before, [song])
                _take_back()
        except _TakenBack:
            return True
        except RoomError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the other songs are kept
            return False

    async def _keep(self, before: Import, page: PlaylistPage, effect_id: int) -> None:
        songs = [one for one in page.recordings if one is not None]
        counted = before.after(len(page.recordings), len(songs), page.total, page.lost)
        read = replace(counted, page_by=effect_id)
        async with self._store.transaction(before.room_id) as unit:
            episode = await unit.episodes.get(before.episode_id)
            if episode is None or episode.state is not EpisodeState.ACTIVE:
                over = before.stopped(ImportFault.OVER)
                if await unit.imports.update(before, over):
                    await self._progress.show(unit, over)
                return
            # First, so that of two tasks that read the same page only one adds its songs.
            if not await unit.imports.update(before, read):
                return
            added = await self._add(unit, before, songs)
            present = before.present + len(songs) - added
            after = replace(read, added=before.added + added, present=present)
            await unit.imports.update(read, after)
            if after.state is ImportState.RUNNING:
                await self._progress.promise_page(unit, after)
            elif after.from_file:
                await unit.imports.put_pages(after.id, ())
            if _worth_showing(before, after):
                await self._progress.show(unit, after)

    async def _add(self, unit: UnitOfWork, one: Import, songs: list[Recording]) -> int:
        now = int(self._clock.now())
        return await unit.proposals.add_missing(
            one.room_id, one.episode_id, songs, one.id, now, told=one.from_file
        )


def _worth_showing(before: Import, after: Import) -> bool:
    if before.waits_until or after.state is not ImportState.RUNNING or after.lost != before.lost:
        return True
    return before.place // SHOWN_EVERY != after.place // SHOWN_EVERY
