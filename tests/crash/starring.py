"""People who say why they starred a song while processes are killed, and what must be left."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.ballots import Ballot, starred
from bot.domain.model import Round
from bot.domain.secrecy import LEAST_WRITERS
from bot.domain.star_lines import SayWhy
from tests.crash.kept import Rows

TOLD = ("starred",)
"""What is reported of lines with stars: a round, a voter, the song's place, and when (ns)."""


_Key = tuple[int, int, int]
"""A round, a voter, and the place of a song on the ballot, counted from 0."""


def drawn_reason(
    draw: random.Random, round_: Round, voter: int, ballot: Ballot | None
) -> tuple[SayWhy, int, int] | None:
    """Return a line about a song that is starred on somebody's ballot, for `TOLD`.

    None where none is.
    """
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
        told: What people were told, of lines and of other things.
        rounds: The rounds, which are all over.
        ballots: The ballots.
        notes: All that is said of songs.
    """
    last: dict[_Key, int] = {}
    for _, round_id, voter, place, at in (one for one in told if one[0] in TOLD):
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
    """Yield each star about which a line is shown, if there is one; no voter proposed anything."""
    choosing = [row for row in ballots if row["choices"] not in ("", "-")]
    voters = Counter(row["round_id"] for row in choosing)
    for row in choosing:
        round_id = row["round_id"]
        if round_id in closed and voters[round_id] >= LEAST_WRITERS:
            for mark in row["choices"].split(","):
                if mark.endswith("*"):
                    yield round_id, row["voter_id"], int(mark[:-1])
