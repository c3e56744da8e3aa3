"""Read a record for `python -m bot recount`, and write its outcome as a table or as JSON.

Needs no database and no settings; imports only the domain.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from bot.domain.counting import Outcome, count, outcome_texts
from bot.domain.counting.crowds import Hiding, NoMatch, crowds, hiding
from bot.domain.counting.record import Record, Recount
from bot.domain.counting.registry import method_named
from bot.domain.errors import BadRecord
from bot.domain.json_fields import Fields, load
from bot.domain.structs import replace

NONE = "no song"
MEGABYTES_MAX = 64
"""A record of 100,000 ballots has about 40."""


def read(file: Path) -> bytes:
    """Return the content of a file; a pipe that nobody writes to is empty.

    Raises:
        OSError: It cannot be read.
        BadRecord: It is larger than a record can be.
    """
    limit = MEGABYTES_MAX * 1_000_000
    with open(file, "rb", opener=_open_without_waiting) as opened:
        content = opened.read(limit + 1)
    if len(content) > limit:
        raise BadRecord("the file", f"it is larger than {MEGABYTES_MAX} MB")
    return content


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file without waiting for a writer; reading does wait for one that is there."""
    opened = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(opened, True)
    return opened


class Crowds(Struct, frozen=True):
    """How well the ballots of a record hide, and the crowd of each by its receipt."""

    hiding: Hiding
    by_receipt: Mapping[str, int]


def crowds_of(record: Record, raw: bytes) -> Crowds:
    """Return what a record could tell to somebody who knows who proposed what.

    Args:
        record: The record.
        raw: A JSON file: `{"proposers": {"s1": "Ana", …}, "voters": ["Ana", "Ben", …]}`. The voters
            are those who chose songs; who is not named as a proposer proposed none.

    Raises:
        BadRecord: The file breaks a rule, or its voters cannot have cast these ballots.
    """
    fields = Fields(load(raw))
    proposers, voters = fields.value("proposers"), fields.value("voters")
    songs = {song.id for song in record.songs}
    if not isinstance(proposers, dict) or not proposers.keys() <= songs:
        raise fields.fault("proposers", "it must name proposers by the ids of the record's songs")
    if not isinstance(voters, list) or not all(isinstance(voter, str) for voter in voters):
        raise fields.fault("voters", "it must be a list of names")
    ballots = {key: one.named for key, one in record.ballots.items() if not one.abstains}
    own = [frozenset(song for song in proposers if proposers[song] == who) for who in voters]
    try:
        sizes = crowds([*ballots.values()], own) if ballots or own else []
        found = hiding([*ballots.values()], own)
    except NoMatch:
        rule = f"these {len(voters)} people cannot have cast the {len(ballots)} ballots with songs"
        raise fields.fault("voters", rule) from None
    return Crowds(found, dict(zip(ballots, sizes, strict=True)))


def as_json(recount: Recount, hidden: Crowds | None = None) -> str:
    """Return the outcome of a recount as JSON, which escapes terminal control characters."""
    told = {"hiding": hidden.hiding, "crowds": hidden.by_receipt} if hidden else {}
    return json.dumps(recount.as_json() | told, indent=2)


def as_table(recount: Recount, hidden: Crowds | None = None) -> str:
    """Return the outcome as text: a table of the songs, then the stages and ties in words."""
    record, outcome = recount.record, recount.outcome
    names = _names(record)
    parts = (
        _head(record, outcome),
        _table(record, outcome),
        outcome_texts.empty_seats(outcome),
        outcome_texts.awaited(outcome, names),
        _effect_of_rulings(record, outcome, names),
        _bullet_list("Stages", outcome_texts.stages(outcome, names)),
        _bullet_list("Ties", outcome_texts.ties(outcome, names)),
        _hiding(hidden) if hidden else "",
        f"Record (SHA-256): {recount.sha256}",
    )
    return "\n\n".join(part for part in parts if part)


def _hiding(hidden: Crowds) -> str:
    why = outcome_texts.withheld(hidden.hiding) or "No ballot can be recognized from these."
    lines = [f"  {receipt}  {size}" for receipt, size in hidden.by_receipt.items()]
    return "\n".join((why, "How many of the voters can have cast each ballot:", *lines))


def printable(text: str) -> str:
    """Return text on one line, without terminal control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _head(record: Record, outcome: Outcome) -> str:
    method = method_named(record.method)
    songs = outcome_texts.quantity(len(record.songs), "song")
    seats = outcome_texts.quantity(record.seats, "seat")
    return (
        f"Episode {printable(record.episode)}: {songs} for {seats}\n"
        f"{method.title}: {method.gist}\n"
        f"{outcome_texts.turnout(outcome)}"
    )


def _table(record: Record, outcome: Outcome) -> str:
    """Return a line for each song: those seated, a rule, those tied, runners-up, those vetoed.

    Titles come last, so that it does not matter how wide a terminal shows their script.
    """
    tallies = {tally.song: tally.figures for tally in outcome.tallies}
    rows = [
        (
            f"{seat.rank}.",
            outcome_texts.figures_text(outcome, seat.figures),
            outcome_texts.reason(outcome, seat.decided_by),
            seat.song,
        )
        for seat in outcome.seats
    ]
    unseated = (
        *((song, "tied") for song in outcome.tied),
        *((song, "runner-up") for song in outcome.runners_up),
        *((song, f"vetoed: {printable(why)}") for song, why in record.vetoed.items()),
    )
    rows += [
        ("", outcome_texts.figures_text(outcome, tallies[song]), why, song)
        for song, why in unseated
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    titles = {song.id: _title(song.title, song.artist) for song in record.songs}
    lines = [
        f"{row[0]:>{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:<{widths[2]}}"
        f"  {printable(row[3])} {titles[row[3]]}"
        for row in rows
    ]
    lines.insert(len(outcome.seats), "-" * (sum(widths) + 8))
    return "\n".join(lines)


def _title(title: str, artist: str) -> str:
    return " - ".join(part for part in (printable(title), printable(artist)) if part)


def _effect_of_rulings(record: Record, outcome: Outcome, names: outcome_texts.Names) -> str:
    if not record.pinned and not record.vetoed:
        return ""
    profile = replace(record.profile(), pinned=frozenset(), vetoed=frozenset(), casting=None)
    return outcome_texts.effect_of_rulings(outcome, count(profile), names)


def _names(record: Record) -> outcome_texts.Names:
    titles = {song.id: printable(f"{song.id} {song.title}") for song in record.songs}

    def names(songs: Sequence[str]) -> str:
        *rest, last = [titles[song] for song in songs] or [NONE]
        return f"{', '.join(rest)} and {last}" if rest else last

    return names


def _bullet_list(head: str, lines: Sequence[str]) -> str:
    return "\n".join((f"{head}:", *(f"  - {line}" for line in lines))) if lines else ""
