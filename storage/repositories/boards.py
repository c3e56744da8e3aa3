"""Boards: what was arranged and swapped, what is said of each song, and who did what."""

import json
from typing import Any

from bot.domain.board import BoardChange, Clearance, ClearanceStep, Deed
from bot.domain.model import CharacterId, EpisodeId, RoundId, SongId, UserId
from bot.services.ports.repositories.boards import StoredBoard, StoredEntry
from storage.queries import queries


class SqlBoardRepository:
    """Implements `BoardRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def get(self, episode_id: EpisodeId) -> StoredBoard | None:
        """Return a board that was touched."""
        row = await queries.board(self._connection, episode_id=episode_id)
        if row is None:
            return None
        return StoredBoard(
            episode_id=episode_id,
            round_id=RoundId(row["round_id"]),
            songs=tuple(map(SongId, json.loads(row["songs"]))),
            revision=row["revision"],
        )

    async def entries(self, episode_id: EpisodeId) -> tuple[StoredEntry, ...]:
        """Return what is said of songs, also of songs that are not on the board, in no order."""
        rows = queries.board_entries(self._connection, episode_id=episode_id)
        return tuple([_entry(row) async for row in rows])

    async def save(self, board: StoredBoard, was: int) -> bool:
        """Keep a board; False where its revision is not `was` any more (0 for a new one)."""
        given = {
            "episode_id": board.episode_id,
            "round_id": board.round_id,
            "songs": json.dumps(board.songs),
            "revision": board.revision,
        }
        if was == 0 and await queries.add_board(self._connection, **given) is not None:
            return True
        return await queries.change_board(self._connection, **given, was=was) is not None

    async def save_entry(self, episode_id: EpisodeId, entry: StoredEntry) -> None:
        """Keep what is said of a song."""
        await queries.save_board_entry(
            self._connection,
            episode_id=episode_id,
            song_id=entry.song_id,
            beat=entry.beat,
            character_id=entry.character_id,
            for_nobody=int(entry.for_nobody),
            tells=entry.tells,
            lost_without=entry.lost_without,
            clearance=entry.clearance.value,
        )

    async def log(
        self, entry_id: int, episode_id: EpisodeId, change: BoardChange, said: dict[str, object]
    ) -> None:
        """Write down what somebody did to a board, and what it became."""
        if change.called_up is not None:
            said = said | {"in": change.called_up}
        await queries.log_board(
            self._connection,
            id=entry_id,
            episode_id=episode_id,
            revision=change.revision,
            song_id=change.song_id,
            what=change.deed.value,
            said=json.dumps(said, ensure_ascii=False),
            user_id=change.user_id,
            at=change.at,
        )

    async def changes(self, episode_id: EpisodeId, since: int) -> tuple[BoardChange, ...]:
        """Return what was done to a board after a revision of it, in order."""
        rows = queries.board_changes(self._connection, episode_id=episode_id, since=since)
        return tuple([_change(row) async for row in rows])

    async def clearances(self, episode_id: EpisodeId) -> tuple[ClearanceStep, ...]:
        """Return all steps of getting an episode's songs cleared, in order."""
        rows = queries.clearances_of_episode(self._connection, episode_id=episode_id)
        return tuple([_step(row) async for row in rows])


def _entry(row: Any) -> StoredEntry:
    return StoredEntry(
        song_id=SongId(row["song_id"]),
        beat=row["beat"],
        character_id=None if row["character_id"] is None else CharacterId(row["character_id"]),
        tells=row["tells"],
        lost_without=row["lost_without"],
        clearance=Clearance(row["clearance"]),
        for_nobody=bool(row["for_nobody"]),
    )


def _change(row: Any) -> BoardChange:
    called_up = json.loads(row["said"]).get("in")
    return BoardChange(
        revision=row["revision"],
        deed=Deed(row["what"]),
        song_id=None if row["song_id"] is None else SongId(row["song_id"]),
        user_id=UserId(row["user_id"]),
        at=row["at"],
        called_up=None if called_up is None else SongId(called_up),
    )


def _step(row: Any) -> ClearanceStep:
    said = json.loads(row["said"])
    return ClearanceStep(
        song_id=SongId(row["song_id"]),
        status=Clearance(said["status"]),
        note=said["note"],
        user_id=UserId(row["user_id"]),
        at=row["at"],
    )
