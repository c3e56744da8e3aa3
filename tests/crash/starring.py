"""People who say why they starred a song while processes are killed, and what must be left."""

import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.ballots import starred
from bot.domain.model import Round, UserId
from bot.domain.star_lines import LEAST_BALLOTS, SayWhy
from storage.database import Database
from tests.crash.kept import Rows

TOLD = ("starred",)
"""What is reported of lines with stars: a round, a voter, the song's place, and when (ns)."""


_Key = tuple[int, int, int]
"""A round, a voter, and the place of a song on the ballot, counted from 0."""


async def drawn_reason(
    store: Database, draw: random.Random, round_: Round, voter: int
) -> tuple[SayWhy, int, int] | None:
    """Return a line about a song that somebody has starred, with the song's place and when (ns).

    None where they have starred none.

    Raises:
        StorageError: Nothing can be read now.
    """
    ballot = await store.read.rounds.ballot(round_, UserId(voter))
    stars = list(starred(ballot, round_.rules)) if ballot is not None else []
    if not stars:
        return None
    song, now = draw.choice(stars), time.time_ns()
    place = [candidate.song.id for candidate in round_.candidates].index(song)
    return SayWhy(song, f"{voter} {place} {now}"), place, now


def wrong_reasons(
    told: Sequence[Sequence[Any]], rounds: Rows, ballots: Rows, notes: Rows
) -> Iterator[str]:
    """Yield what is lost, doubled, shown too early or not forgotten of lines with stars.

    Args:
        told: What people were told that it is saved.
        rounds: The rounds, which are all over.
        ballots: The ballots.
        notes: All that is said of songs.
    """
    last: dict[_Key, int] = {}
    for _, round_id, voter, place, at in told:
        last[round_id, voter, place] = max(at, last.get((round_id, voter, place), 0))
    said = [note for note in notes if note["round_id"] is not None]
    closed = {row["id"] for row in rounds if row["state"] == "closed"}
    shown, expected = _shown(said), set(_with_stars(closed, ballots))
    for key in sorted(last.keys() | shown.keys()):
        at = shown.get(key, [])
        if key not in expected and at:
            yield f"the line {key} is shown without its star, or before the count"
        elif key in expected and key in last and (len(at) != 1 or at[0] < last[key]):
            yield f"the line {key} of {last[key]} was saved, and {at} is shown"
    yield from (f"{note['text']} is shown as somebody's" for note in said if note["user_id"])
    for row in ballots:
        if row["round_id"] in closed and row["lines"]:
            yield f"round {row['round_id']} is counted, and keeps who wrote {row['lines']}"


def _shown(said: Rows) -> dict[_Key, list[int]]:
    """Return when (ns) the lines that are shown were written, by whose they are."""
    shown: dict[_Key, list[int]] = {}
    for note in said:
        voter, place, at = map(int, note["text"].split())
        shown.setdefault((note["round_id"], voter, place), []).append(at)
    return shown


def _with_stars(closed: set[int], ballots: Rows) -> Iterator[_Key]:
    """Yield each star about which a line is shown, if there is one."""
    choosing = [row for row in ballots if row["choices"] not in ("", "-")]
    for row in choosing:
        if row["round_id"] not in closed:
            continue
        if sum(one["round_id"] == row["round_id"] for one in choosing) < LEAST_BALLOTS:
            continue
        for mark in row["choices"].split(","):
            if mark.endswith("*"):
                yield row["round_id"], row["voter_id"], int(mark[:-1])
