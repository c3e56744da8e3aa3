"""Boards: what was arranged and swapped, what is said of each song, and who did what."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec.structs import asdict
from typing_extensions import override

from bot.domain.board import BoardAction, BoardChange, Clearance, ClearanceStep
from bot.domain.model import CharacterId, EpisodeId, RoundId, SongId, UserId
from bot.domain.shared_slots import SharedSlot
from bot.services.ports.repositories.boards import BoardRepository, StoredBoard, StoredEntry
from storage.repositories.repository import SqlRepository


class SqlBoardRepository(SqlRepository, BoardRepository):
    """`BoardRepository` in SQL."""

    @override
    async def get(self, episode_id: EpisodeId) -> StoredBoard | None:
        row = await self._sql.board(episode_id=episode_id)
        if row is None:
            return None
        return StoredBoard(
            episode_id=episode_id,
            round_id=RoundId(row["round_id"]),
            songs=tuple(map(SongId, json.loads(row["songs"]))),
            revision=row["revision"],
            added=_reasons(row["added"]),
            removed=_reasons(row["removed"]),
            shared=tuple(map(_shared_slot, json.loads(row["shared"]))),
        )

    @override
    async def entries(self, episode_id: EpisodeId) -> tuple[StoredEntry, ...]:
        rows = self._sql.board_entries(episode_id=episode_id)
        return tuple([_entry(row) async for row in rows])

    @override
    async def save(self, board: StoredBoard, was: int) -> bool:
        given = {
            "episode_id": board.episode_id,
            "round_id": board.round_id,
            "songs": json.dumps(board.songs),
            "revision": board.revision,
            "added": json.dumps(dict(board.added), ensure_ascii=False),
            "removed": json.dumps(dict(board.removed), ensure_ascii=False),
            "shared": json.dumps(list(map(asdict, board.shared)), ensure_ascii=False),
        }
        if was == 0 and await self._sql.add_board(**given) is not None:
            return True
        return await self._sql.change_board(**given, was=was) is not None

    @override
    async def save_entry(self, episode_id: EpisodeId, entry: StoredEntry) -> None:
        await self._sql.save_board_entry(
            episode_id=episode_id,
            song_id=entry.song_id,
            beat=entry.beat,
            character_id=entry.character_id,
            for_nobody=int(entry.for_nobody),
            tells=entry.note,
            lost_without=entry.lost_without,
        )

    @override
    async def log(
        self, entry_id: int, episode_id: EpisodeId, change: BoardChange, details: dict[str, object]
    ) -> None:
        if change.called_up is not None:
            details = details | {"in": change.called_up}
        await self._sql.log_board(
            id=entry_id,
            episode_id=episode_id,
            revision=change.revision,
            song_id=change.song_id,
            what=change.action.value,
            said=json.dumps(details, ensure_ascii=False),
            user_id=change.user_id,
            at=change.at,
        )

    @override
    async def changes(self, episode_id: EpisodeId, since: int) -> tuple[BoardChange, ...]:
        rows = self._sql.board_changes(episode_id=episode_id, since=since)
        return tuple([_change(row) async for row in rows])

    @override
    async def clearances(self, episode_id: EpisodeId) -> tuple[ClearanceStep, ...]:
        rows = self._sql.clearances_of_episode(episode_id=episode_id)
        return tuple([_step(row) async for row in rows])


def _reasons(stored: str) -> dict[SongId, str]:
    return {SongId(int(song)): str(reason) for song, reason in json.loads(stored).items()}


def _shared_slot(stored: Mapping[str, Any]) -> SharedSlot:
    fallen = stored["fallen"]
    return SharedSlot(
        songs=tuple(map(SongId, stored["songs"])),
        how=stored["how"],
        fallen=None if fallen is None else SongId(fallen),
    )


def _entry(row: Any) -> StoredEntry:
    return StoredEntry(
        song_id=SongId(row["song_id"]),
        beat=row["beat"],
        character_id=None if row["character_id"] is None else CharacterId(row["character_id"]),
        note=row["tells"],
        lost_without=row["lost_without"],
        for_nobody=bool(row["for_nobody"]),
    )


def _change(row: Any) -> BoardChange:
    called_up = json.loads(row["said"]).get("in")
    return BoardChange(
        revision=row["revision"],
        action=BoardAction(row["what"]),
        song_id=None if row["song_id"] is None else SongId(row["song_id"]),
        user_id=UserId(row["user_id"]),
        at=row["at"],
        called_up=None if called_up is None else SongId(called_up),
    )


def _step(row: Any) -> ClearanceStep:
    details = json.loads(row["said"])
    return ClearanceStep(
        song_id=SongId(row["song_id"]),
        status=Clearance(details["status"]),
        note=details["note"],
        user_id=UserId(row["user_id"]),
        at=row["at"],
    )
