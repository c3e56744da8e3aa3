"""Imports of whole playlists and files."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from typing_extensions import override

from bot.domain.imports import Brought, Import, ImportFault, ImportState, Touch
from bot.domain.model import EpisodeId, MessageId, ProposalId, Recording, RoomId, UserId
from bot.services.ports.repositories.proposals import ImportRepository
from storage.repositories.repository import SqlRepository
from storage.repositories.same_recording import longlisted
from storage.repositories.songs import song_of


class SqlImportRepository(SqlRepository, ImportRepository):
    """`ImportRepository` in SQL."""

    @override
    async def get(self, import_id: int) -> Import | None:
        row = await self._sql.import_by_id(id=import_id)
        return None if row is None else _import(row)

    @override
    async def latest(self, episode_id: EpisodeId) -> Import | None:
        row = await self._sql.latest_import(episode_id=episode_id)
        return None if row is None else _import(row)

    @override
    async def running(self, room_id: RoomId) -> tuple[Import, ...]:
        rows = self._sql.running_imports(room_id=room_id)
        return tuple([_import(row) async for row in rows])

    @override
    async def add(self, new: Import) -> None:
        await self._sql.add_import(
            id=new.id,
            room_id=new.room_id,
            episode_id=new.episode_id,
            playlist_id=new.playlist_id,
            begun_at=new.begun_at,
            **_changing_columns(new),
        )

    @override
    async def update(self, before: Import, after: Import) -> bool:
        updated = await self._sql.update_import(
            id=before.id,
            was_place=before.place,
            was_state=before.state.value,
            **_changing_columns(after),
        )
        return updated is not None

    @override
    async def set_message(self, import_id: int, message_id: MessageId | None) -> None:
        await self._sql.set_import_message(id=import_id, message_id=message_id)

    @override
    async def put_pages(self, import_id: int, pages: Sequence[Sequence[Recording]]) -> None:
        await self._sql.drop_import_pages(import_id=import_id)
        place, rows = 0, list[dict[str, object]]()
        for page in pages:
            songs = json.dumps([_packed(one) for one in page], ensure_ascii=False)
            rows.append({"import_id": import_id, "place": place, "songs": songs})
            place += len(page)
        await self._sql.run_many("add_import_page", rows)

    @override
    async def page(self, import_id: int, place: int) -> tuple[Recording, ...]:
        songs = await self._sql.import_page(import_id=import_id, place=place)
        return tuple(map(_unpacked, json.loads(songs or "[]")))

    @override
    async def newest(self, room_id: RoomId, most: int) -> tuple[Import, ...]:
        rows = self._sql.newest_imports(room_id=room_id, most=most)
        return tuple([_import(row) async for row in rows])

    @override
    async def begun_since(self, room_id: RoomId, at: int) -> int:
        return int(await self._sql.imports_begun_since(room_id=room_id, at=at))

    @override
    async def brought(self, import_id: int) -> tuple[Brought, ...]:
        return tuple(
            [
                Brought(
                    ProposalId(row["proposal_id"]),
                    song_of(row),
                    Touch(row["touch"]) if row["touch"] else None,
                )
                async for row in self._sql.brought_songs(import_id=import_id)
            ]
        )

    @override
    async def take_back(self, proposal_ids: Iterable[ProposalId]) -> None:
        await self._sql.run_many("take_song_back", [{"id": one} for one in proposal_ids])

    @override
    async def bring_back(self, episode_id: EpisodeId, import_id: int) -> int:
        longlist = await longlisted(self._sql, episode_id)
        rows = [row async for row in self._sql.taken_songs(import_id=import_id)]
        back = [row["proposal_id"] for row in rows if longlist.add(song_of(row))]
        await self._sql.run_many("bring_song_back", [{"id": one} for one in back])
        return len(back)


def _packed(one: Recording) -> list[object]:
    facts = [one.title, one.artists, one.uri, one.isrc, one.album, one.duration_ms]
    return [*facts, one.explicit, one.year]


def _unpacked(packed: list[Any]) -> Recording:
    title, artists, uri, isrc, album, duration_ms, *more = packed
    explicit, year = more or (None, 0)  # an import that was begun before these were kept
    return Recording(
        title, tuple(artists), uri, isrc, album, duration_ms, explicit=explicit, year=year
    )


def _changing_columns(one: Import) -> dict[str, object]:
    """Return the columns that may change on the way."""
    return {
        "name": one.name,
        "asked_by": one.asked_by,
        "total": one.total,
        "place": one.place,
        "added": one.added,
        "present": one.present,
        "left_out": one.left_out,
        "state": one.state.value,
        "fault": one.fault.value,
        "changed": int(one.changed),
        "waits_until": one.waits_until,
        "page_by": one.page_by,
        "taken_at": one.taken_at,
        "taken": one.taken,
        "kept": one.kept,
        "lost": json.dumps(one.lost, ensure_ascii=False),
    }


def _import(row: Any) -> Import:
    return Import(
        id=row["id"],
        room_id=RoomId(row["room_id"]),
        episode_id=EpisodeId(row["episode_id"]),
        playlist_id=row["playlist_id"],
        name=row["name"],
        asked_by=UserId(row["asked_by"]),
        begun_at=row["begun_at"],
        total=row["total"],
        place=row["place"],
        added=row["added"],
        present=row["present"],
        left_out=row["left_out"],
        state=ImportState(row["state"]),
        fault=ImportFault(row["fault"]),
        changed=bool(row["changed"]),
        waits_until=row["waits_until"],
        page_by=row["page_by"],
        taken_at=row["taken_at"],
        taken=row["taken"],
        kept=row["kept"],
        message_id=None if row["message_id"] is None else MessageId(row["message_id"]),
        lost=tuple((place, what) for place, what in json.loads(row["lost"])),
    )
