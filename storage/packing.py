"""Ballots and rulings as the texts that the database keeps."""

import json
from collections.abc import Mapping, Sequence

from bot.domain.ballots import Ballot
from bot.domain.model import SongId

ABSTAINED = "-"
RANKING = ">"
STAR = "*"


def pack(ballot: Ballot, choices: Sequence[SongId]) -> str:
    """Return a ballot as text, songs by their places on the ballot, counted from 0.

    `0*,3,5` picks the first, fourth and sixth candidate and stars the first; `0=5,3=2` gives five
    points and two; `>3,0` ranks the fourth before the first; `-` is an abstention and an empty text
    a withdrawn ballot.
    """
    if ballot.abstained:
        return ABSTAINED
    if ballot.picks:
        starred, picked = ballot.stars, frozenset(ballot.picks)
        return ",".join(
            [
                f"{place}{STAR}" if song in starred else str(place)
                for place, song in enumerate(choices)
                if song in picked
            ]
        )
    places = {song: place for place, song in enumerate(choices)}
    if ballot.ranking:
        return RANKING + ",".join(str(places[song]) for song in ballot.ranking)
    return ",".join(f"{places[song]}={points}" for song, points in ballot.points)


def unpack(text: str, choices: Sequence[SongId], receipt: str = "", cast_at: int = 0) -> Ballot:
    """Return the ballot that `pack` made a text of."""
    if text == ABSTAINED:
        return Ballot(abstained=True, receipt=receipt, cast_at=cast_at)
    if text.startswith(RANKING):
        ranking = tuple([choices[int(place)] for place in text[1:].split(",")])
        return Ballot(ranking=ranking, receipt=receipt, cast_at=cast_at)
    if "=" in text:
        pairs = [mark.split("=") for mark in text.split(",")]
        points = tuple([(choices[int(place)], int(number)) for place, number in pairs])
        return Ballot(points=points, receipt=receipt, cast_at=cast_at)
    marks = text.replace(STAR, "").split(",") if text else []
    picks = tuple([choices[int(mark)] for mark in marks])
    starred = text.split(",") if STAR in text else []
    stars = tuple([choices[int(mark[:-1])] for mark in starred if mark[-1] == STAR])
    return Ballot(picks, stars, receipt=receipt, cast_at=cast_at)


def pack_rulings(pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]) -> str:
    """Return pins and vetoes with their reasons as text; empty where there are none."""
    if not pinned and not vetoed:
        return ""
    kept = {"pinned": list(pinned.items()), "vetoed": list(vetoed.items())}
    return json.dumps(kept, ensure_ascii=False)


def unpack_rulings(text: str) -> tuple[dict[SongId, str], dict[SongId, str]]:
    """Return the pins and the vetoes that `pack_rulings` made a text of."""
    if not text:
        return {}, {}
    kept = json.loads(text)
    pinned, vetoed = (
        {SongId(song): reason for song, reason in kept[kind]} for kind in ("pinned", "vetoed")
    )
    return pinned, vetoed
