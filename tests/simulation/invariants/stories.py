"""What must hold in the quiet of what people are told: all of it tells the same story."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from bot.domain.counting.record import recount
from bot.export.tables import unescape_formula
from tests.simulation.invariants import in_quiet
from tests.simulation.invariants.commits import seated
from tests.simulation.stage import Room, Stage
from tests.simulation.told import told_of
from tests.wire.shapes import text_of, walk


@in_quiet
def every_close_can_be_counted_again(stage: Stage) -> Iterator[str]:
    """A recount of each record gives the hash and the outcome that were written at the close."""
    for room in stage.rooms:
        for round_id, record in told_of(stage, room).records.items():
            (row,) = stage.world.rows("SELECT * FROM rounds WHERE id = ?", round_id)
            again, told = recount(record).as_json(), json.loads(row["outcome"])
            if again != {name: value for name, value in told.items() if name in again}:
                yield f"round {round_id} was told as {told}, and is counted as {again}"


@in_quiet
def the_results_name_their_record(stage: Stage) -> Iterator[str]:
    """The hash in the results is that of the record, and the one handed out is the same."""
    for room in stage.rooms:
        told = told_of(stage, room)
        records = {one: recount(record).sha256 for one, record in told.records.items()}
        for message in stage.messages(room):
            for one in walk(message["components"]):
                kind, _, number = str(one.get("custom_id")).partition(":")
                if kind == "cast" and records.get(int(number), "") not in text_of(message):
                    yield f"the results of round {number} name another record"
        for record in told.handed_out:
            if recount(record).sha256 not in records.values():
                yield f"{room.name} was handed a record of nothing that was counted"


@in_quiet
def exports_tell_the_board(stage: Stage) -> Iterator[str]:
    """The page of a board, its table and its JSON name the songs in the order of the database."""
    for room in stage.rooms:
        for episode, (page, files) in told_of(stage, room).boards.items():
            titles = [one["title"] for one in board(stage, episode)]
            if not files:
                if titles:
                    yield f"the board of episode {episode} cannot be had, and holds {titles}"
                continue
            table, document = files
            rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
            told = [unescape_formula(one["song"]) for one in rows if one["list"] == "board"]
            listed = [one["title"] for one in json.loads(document)["songs"]]
            if not titles == told == listed:
                yield f"episode {episode} holds {titles}; CSV {told}; JSON {listed}"
            missing = [one for one in titles if letters(one[:20]) not in letters(page)]
            if missing:
                yield f"the page of the board of episode {episode} lacks {missing}"


@in_quiet
def a_playlist_is_the_boards(stage: Stage) -> Iterator[str]:
    """The bot's own playlist of a room has the songs of its boards, in order, and nothing else."""
    for room in stage.rooms:
        kept = stage.world.rows(
            "SELECT * FROM kept_playlists WHERE kind = 'board' AND room_id = ?", stage.id_of(room)
        )
        for row in kept if told_of(stage, room).synced else ():
            there = stage.world.spotify.playlist(row["playlist_id"]).uris
            wanted = [one["uri"] for one in _boards(stage, room) if one["uri"]]
            lacking = [one for one in wanted if one not in there]
            if lacking or (row["mode"] == "mirror" and list(dict.fromkeys(wanted)) != list(there)):
                yield f"the playlist of {room.name} has {there}, its boards {wanted}"


@in_quiet
def no_playlist_of_the_bots_is_public(stage: Stage) -> Iterator[str]:
    """What an episode that nobody has seen is about is not for strangers."""
    for row in stage.world.rows("SELECT * FROM kept_playlists WHERE mode = 'mirror'"):
        if row["playlist_id"] and stage.world.spotify.playlist(row["playlist_id"]).public:
            yield f"the {row['kind']} playlist of {row['subject_id']} is public"


@in_quiet
def what_is_not_done_is_told(stage: Stage) -> Iterator[str]:
    """The room's status says of each promise that was tried and is not kept that it is not."""
    for room in stage.rooms:
        status = told_of(stage, room).status
        for row in stage.world.rows(
            "SELECT * FROM outbox WHERE room_id = ? AND state = 'waiting' AND attempts > 0"
            " AND leased_until = 0",
            stage.id_of(room),
        ):
            if "Still to be done" not in status:
                yield f"{row['kind']} waits after {row['attempts']} attempts; told was: {status}"


def board(stage: Stage, episode: int) -> list[Any]:
    """Return the rows of the songs on an episode's board, in order."""
    vote = _seating(stage, episode)
    if vote is None:
        return []
    candidates = stage.world.rows(
        "SELECT s.* FROM candidates c JOIN songs s ON s.id = c.song_id WHERE c.round_id = ?"
        " ORDER BY c.position",
        vote["id"],
    )
    won = [candidates[int(name[1:]) - 1] for name in seated(vote["outcome"])]
    kept = stage.world.rows("SELECT * FROM boards WHERE episode_id = ?", episode)
    if not kept:
        return won
    order = json.loads(kept[0]["songs"])
    if kept[0]["round_id"] == vote["id"]:
        # Songs that the showrunner added need not have been in the vote.
        songs = {one["id"]: one for one in stage.world.rows("SELECT * FROM songs")}
        return [songs[song] for song in order]
    # A later vote keeps the order that the showrunner chose; what is new comes behind.
    return sorted(won, key=lambda one: order.index(one["id"]) if one["id"] in order else len(order))


def _seating(stage: Stage, episode: int) -> Any | None:
    """Return the vote whose songs are on the board, unless the newest one is not a plan's last.

    That is the newest one: one that seated nothing leaves the board as it was before.
    """
    later = "SELECT count(*) FROM rounds WHERE follows = ? AND state <> 'cancelled'"
    closed = stage.world.rows(
        "SELECT * FROM rounds WHERE episode_id = ? AND state = 'closed' ORDER BY id DESC", episode
    )
    final = [one for one in closed if not stage.count(later, one["id"])]
    if not closed or final[:1] != closed[:1]:
        return None
    return next((one for one in final if seated(one["outcome"])), closed[0])


def _boards(stage: Stage, room: Room) -> list[Any]:
    episodes = stage.world.rows(
        "SELECT id FROM episodes WHERE room_id = ? ORDER BY id", stage.id_of(room)
    )
    return [song for row in episodes for song in board(stage, row["id"])]


def letters(text: str) -> str:
    """Return a text without what makes it harmless on a screen."""
    return "".join(filter(str.isalnum, text))
