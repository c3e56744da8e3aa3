"""Ballots and rulings as texts in the database."""

import json
from collections.abc import Mapping, Sequence

from bot.domain.ballot_forms.form import AnyForm
from bot.domain.ballots import Ballot
from bot.domain.model import SongId
from bot.domain.star_lines import StarLines

ABSTAINED = "-"


def pack(ballot: Ballot, form: AnyForm, order: Sequence[SongId]) -> str:
    """Return a ballot as text: `-` for an abstention, an empty text for a withdrawn ballot.

    Choices are packed by their form.
    """
    if ballot.abstained:
        return ABSTAINED
    return "" if ballot.choices is None else form.pack(ballot.choices, order)


def unpack(
    text: str,
    form: AnyForm,
    order: Sequence[SongId],
    receipt: str = "",
    cast_at: int = 0,
    lines: str = "",
) -> Ballot:
    """Return the ballot that `pack` and `pack_lines` made texts of."""
    said = unpack_lines(lines, order) if lines else ()
    if text == ABSTAINED:
        return Ballot(None, True, receipt, cast_at, said)
    return Ballot(form.unpack(text, order) if text else None, False, receipt, cast_at, said)


def pack_lines(lines: StarLines, order: Sequence[SongId]) -> str:
    """Return the lines of a ballot as text: those of songs by their places on it; empty for none.

    Equal lines have equal texts.
    """
    if not lines:
        return ""
    said = dict(lines)
    stored = {str(place): said[song] for place, song in enumerate(order) if song in said}
    return json.dumps(stored, ensure_ascii=False)


def unpack_lines(text: str, order: Sequence[SongId]) -> StarLines:
    """Return the lines that `pack_lines` made a text of."""
    return tuple([(order[int(place)], line) for place, line in json.loads(text or "{}").items()])


def pack_rulings(pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]) -> str:
    """Return pins and vetoes with their reasons as text; empty if there are none."""
    if not pinned and not vetoed:
        return ""
    stored = {"pinned": list(pinned.items()), "vetoed": list(vetoed.items())}
    return json.dumps(stored, ensure_ascii=False)


def unpack_rulings(text: str) -> tuple[dict[SongId, str], dict[SongId, str]]:
    """Return the pins and the vetoes that `pack_rulings` made a text of."""
    if not text:
        return {}, {}
    stored = json.loads(text)
    pinned, vetoed = (
        {SongId(song): reason for song, reason in stored[kind]} for kind in ("pinned", "vetoed")
    )
    return pinned, vetoed
