"""What people are told and handed when all has been quiet: pages, files, records."""

from dataclasses import dataclass, field
from typing import Any

from bot.domain.counting.record import to_bytes
from bot.domain.model import RoundId
from tests.simulation.stage import Room, Stage

SYNCED_WITHIN = 600
"""So many seconds after they were asked for, playlists are as they should be."""


@dataclass
class Told:
    """What one room is told.

    Attributes:
        status: The room's status.
        synced: Whether the bot agreed to bring the playlist in line.
        boards: The board of each episode, by its id: as a page, as CSV, as JSON.
        rights: Where the rights to the songs of each episode stand, and what they cost.
        records: What the host has of each closed round, by its id.
        handed_out: The records that everybody may have.
    """

    status: str = ""
    synced: bool = False
    boards: dict[int, tuple[str, list[bytes]]] = field(default_factory=dict)
    rights: dict[int, tuple[str, str]] = field(default_factory=dict)
    records: dict[int, bytes] = field(default_factory=dict)
    handed_out: list[bytes] = field(default_factory=list)


async def ask(stage: Stage) -> None:
    """Have the showrunner of each room ask for everything there is."""
    stage.memory["told"] = {room.name: Told() for room in stage.rooms}
    for room in stage.rooms:
        await stage.settle(room)
        synced = await stage.crowd.do(room.boss, "playlist sync", room.channel)
        told_of(stage, room).synced = bool(synced and not stage.deed(synced).errors)
    await stage.world.sleep(SYNCED_WITHIN)
    for room in stage.rooms:
        await _ask_in(stage, room, told_of(stage, room))


def told_of(stage: Stage, room: Room) -> Told:
    """Return what a room was told."""
    told: Told = stage.memory["told"][room.name]
    return told


async def _ask_in(stage: Stage, room: Room, told: Told) -> None:
    told.status = (await _asked(stage, room, "room status"))[0]
    for row in stage.world.rows(
        "SELECT * FROM episodes WHERE room_id = ? AND EXISTS (SELECT 1 FROM rounds r"
        " WHERE r.episode_id = episodes.id AND r.state = 'closed')",
        stage.id_of(room),
    ):
        which = {"episode": row["number"]}
        page, _ = await _asked(stage, room, "board show", **which)
        _, tables = await _asked(stage, room, "board export", ".csv", format="csv", **which)
        _, documents = await _asked(stage, room, "board export", ".json", format="json", **which)
        told.boards[row["id"]] = (page, [*tables, *documents])
        if stage.count("SELECT count(*) FROM rights_steps WHERE room_id = ?", stage.id_of(room)):
            stands, _ = await _asked(stage, room, "rights show", **which)
            costs, _ = await _asked(stage, room, "episode budget", **which)
            told.rights[row["id"]] = (stands, costs)
        told.handed_out += (await _asked(stage, room, "round record", ".json", **which))[1]
    app = next(process.app for process in stage.world.alive if process.app is not None)
    for row in stage.world.rows(
        "SELECT id FROM rounds WHERE room_id = ? AND state = 'closed'", stage.id_of(room)
    ):
        cut = await app.services.results.record_of(RoundId(row["id"]))
        told.records[row["id"]] = to_bytes(cut.document)


async def _asked(
    stage: Stage, room: Room, name: str, end: str = "", **given: Any
) -> tuple[str, list[bytes]]:
    """Have the showrunner use a command; return the answer, and its files of one kind."""
    stage.world.discord.files.clear()
    made = await stage.crowd.do(room.boss, name, room.channel, **given)
    if made is None or stage.deed(made).errors:
        return "", []
    files = stage.world.discord.files
    return made.text, [files[one] for one in files if end and one.endswith(end)]
