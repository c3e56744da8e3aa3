"""The record of a round: a JSON file from which anybody can count the round again.

A record has two forms: a `Record` is typed and valid; a *document* is the JSON object, in the order
in which it is written. The hash of a document ties a file to the results that the room saw.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct, field

from bot.domain.ballot_forms.form import AnyForm
from bot.domain.counting import BY_LOT, METHODS, CountedBallot, count, lot_order, method_named
from bot.domain.counting.outcome import Outcome
from bot.domain.counting.profile import Casting, Profile
from bot.domain.json_fields import Fields, load
from bot.domain.reasons import has_visible_text

FORMAT = "needledrop-round/1"
SONGS_MAX = 100
"""Four times the candidates of a round. Twice the songs take more than twice as long to count."""
_NAME = "[0-9A-Za-z_-]{1,64}"
"""The legal ids of songs and ballots: nothing that could control a terminal that prints them."""
_NAME_SHAPE = "1 to 64 letters, digits, - or _"


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Kept, since a large round has thousands of texts to make, and `json.dumps` makes one for each."""


class ListedSong(Struct, frozen=True):
    """A candidate as the record names it."""

    id: str
    title: str
    artist: str


class Record(Struct, frozen=True):
    """Everything that determines the outcome of a round, without names or times.

    Attributes:
        episode: The number of the episode.
        method: The name of the method.
        seats: How many songs are wanted.
        limits: The limits of the method's ballots, such as `max_picks`.
        seed: 32 hexadecimal digits.
        songs: The candidates in ballot order.
        ballots: By receipt. An abstention is a ballot without choices.
        pinned: The ids of songs that take seats first.
        vetoed: The reason for each vetoed song, by id.
        casting: The casting vote; see `Casting`.
    """

    episode: str
    method: str
    seats: int
    limits: Mapping[str, int]
    seed: str
    songs: tuple[ListedSong, ...]
    ballots: Mapping[str, CountedBallot]
    pinned: frozenset[str] = frozenset()
    vetoed: Mapping[str, str] = field(default_factory=dict)
    casting: Casting = None

    def profile(self) -> Profile:
        """Return the input of the count.

        Raises:
            BadRecord: The pins and vetoes contradict the rest.
        """
        return Profile(
            method=self.method,
            seats=self.seats,
            seed=self.seed,
            songs=tuple(song.id for song in self.songs),
            ballots=tuple(self.ballots.values()),
            pinned=self.pinned,
            vetoed=frozenset(self.vetoed),
            casting=self.casting,
        )


class Recount(Struct, frozen=True):
    """A recounted record, with the hash that identifies it."""

    record: Record
    outcome: Outcome
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return the outcome as a recount reports it, ready for JSON."""
        return self.outcome.as_json(self.sha256)


def recount(raw: bytes) -> Recount:
    """Count a record file again, from nothing but its bytes.

    Raises:
        BadRecord: It breaks a rule of records, or its casting vote does not fit the tie.
    """
    document = load(raw)
    record = parse(document)
    return Recount(record, count(record.profile()), digest(document))


def build(record: Record) -> dict[str, Any]:
    """Return the document of a record, ballots in order of receipt, pins and vetoes in lot order.

    Equal records give equal bytes: nothing shows who voted first, or when.

    Raises:
        BadRecord: There is no such method.
        TypeError: A ballot belongs to another method.
    """
    method = method_named(record.method)
    places = {song.id: place for place, song in enumerate(record.songs)}
    lot = lot_order(record.seed, places)
    vetoed = record.vetoed
    # Equal choices mostly share one ballot, and a large round has many of them.
    shared = {id(ballot): ballot for ballot in record.ballots.values()}
    written = {key: _ballot_fields(one, method.form, places) for key, one in shared.items()}
    return {
        "format": FORMAT,
        "episode": record.episode,
        "method": record.method,
        "seats": record.seats,
        **{name: record.limits[name] for name in method.form.limits},
        "seed": record.seed,
        "songs": [
            {"id": song.id, "title": song.title, "artist": song.artist} for song in record.songs
        ],
        "lot": list(lot),
        "pinned": [song for song in lot if song in record.pinned],
        "vetoed": [{"song": song, "reason": vetoed[song]} for song in lot if song in vetoed],
        "ballots": [
            {"receipt": receipt, **written[id(record.ballots[receipt])]}
            for receipt in sorted(record.ballots)
        ],
        "casting": list(record.casting) if isinstance(record.casting, tuple) else record.casting,
    }


def _ballot_fields(
    ballot: CountedBallot, form: AnyForm, places: Mapping[str, int]
) -> dict[str, object]:
    if not isinstance(ballot, form.counted):
        raise TypeError(f"a record of {form.name} holds no ballot of {type(ballot).__name__}")
    return {} if ballot.abstains else form.write(ballot, places)


def to_bytes(document: Mapping[str, object]) -> bytes:
    """Return the bytes of a record file: indented JSON in UTF-8."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def canonical(document: Mapping[str, object]) -> bytes:
    """Return the bytes to hash: JSON with sorted keys, no spaces and no escapes, in UTF-8."""
    return _CANONICAL.encode(document).encode("utf-8")


def digest(document: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical document, in hexadecimal digits."""
    return sha256(canonical(document)).hexdigest()


def parse(document: object) -> Record:
    """Check a document against every rule of records, and return the record.

    Unknown fields are ignored at the top level and refused in a ballot. Whether a casting vote fits
    the tie is known only in the count, so `count` checks it.

    Raises:
        BadRecord: A rule is broken; the error names the ballot or field and the rule.
    """
    fields = Fields(document)
    if fields.value("format") != FORMAT:
        raise fields.fault("format", f"it must be {FORMAT!r}")
    method = method_named(fields.text("method"))
    songs = _songs(fields)
    places = {song.id: place for place, song in enumerate(songs)}
    limits = {name: fields.whole(name, least) for name, least in method.form.limits.items()}
    _check_foreign_limits(fields)
    record = Record(
        episode=fields.text("episode"),
        method=method.name,
        seats=fields.whole("seats", 1),
        limits=limits,
        seed=fields.text("seed", "[0-9a-fA-F]{32}", "32 hexadecimal digits"),
        songs=songs,
        ballots=_ballots(fields, places, limits),
        pinned=frozenset(fields.songs("pinned", places)),
        vetoed=_vetoed(fields, places),
        casting=_casting(fields, places),
    )
    if fields.songs("lot", places) != lot_order(record.seed, places):
        raise fields.fault("lot", "the order does not follow from the seed")
    record.profile()  # pins against vetoes and seats
    return record


def _check_foreign_limits(fields: Fields) -> None:
    """Check the limits of other forms too, since a record may contain them."""
    for name in {limit for method in METHODS.values() for limit in method.form.limits}:
        if name in fields:
            fields.whole(name, 0)


def _songs(fields: Fields) -> tuple[ListedSong, ...]:
    found: dict[str, ListedSong] = {}
    entries = fields.entries("songs")
    if len(entries) > SONGS_MAX:
        raise fields.fault(
            "songs", f"there are {len(entries)}, and at most {SONGS_MAX} are allowed"
        )
    for place, value in enumerate(entries, start=1):
        song = Fields(value, f"song {place}")
        name = song.text("id", _NAME, _NAME_SHAPE)
        if name in found:
            raise song.fault("id", f"{name!r} is repeated")
        found[name] = ListedSong(name, song.text("title"), song.text("artist"))
    if not found:
        raise fields.fault("songs", "there must be at least one")
    return tuple(found.values())


def _vetoed(fields: Fields, places: Mapping[str, int]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for place, value in enumerate(fields.entries("vetoed"), start=1):
        veto = Fields(value, f"veto {place}")
        song = veto.text("song")
        if song not in places:
            raise veto.fault("song", f"there is no song {song!r}")
        if song in reasons:
            raise veto.fault("song", f"{song!r} is repeated")
        reasons[song] = veto.text("reason")
        if not has_visible_text(reasons[song]):
            raise veto.fault("reason", "it must be given, in words")
    return reasons


def _ballots(
    fields: Fields, places: Mapping[str, int], limits: Mapping[str, int]
) -> dict[str, CountedBallot]:
    form = method_named(fields.text("method")).form
    found: dict[str, CountedBallot] = {}
    last = ""
    for place, value in enumerate(fields.entries("ballots"), start=1):
        receipt = Fields(value, f"ballot {place}").text("receipt", _NAME, _NAME_SHAPE)
        ballot = Fields(value, f"ballot {receipt}")
        if receipt in found:
            raise ballot.fault("receipt", "another ballot has the same one")
        if receipt < last:
            raise ballot.fault("receipt", f"it comes after {last}: ballots stand in receipt order")
        last = receipt
        ballot.only(("receipt", *form.fields))
        found[receipt] = form.read(ballot, places, limits)
    return found


def _casting(fields: Fields, places: Mapping[str, int]) -> Casting:
    value = fields.value("casting")
    if value is None:
        return None
    if value == BY_LOT:
        return BY_LOT
    if not isinstance(value, list):
        raise fields.fault("casting", f"it must be null, {BY_LOT!r} or a list of songs")
    return fields.songs("casting", places)
