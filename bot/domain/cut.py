"""From a round's ballots to its cut: the record, the count, and what is stored of both."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.domain.ballot_forms.form import CountedBallot, SongNames
from bot.domain.ballots import Ballot, form_of
from bot.domain.counting import Casting, Outcome, Profile, count
from bot.domain.counting.record import ListedSong, Record, build
from bot.domain.counting.record_digest import digest_of
from bot.domain.model import Episode, Round, Song
from bot.domain.structs import replace


class Cut(Struct, frozen=True):
    """The outcome of a round, and the record from which anybody can count it again.

    `record_sha256` is the hash of the record that the room sees.
    """

    outcome: Outcome
    record: Record
    record_sha256: str

    @property
    def document(self) -> dict[str, object]:
        """The record as people download it, made anew each time: it can have very many ballots."""
        return build(self.record)

    @property
    def to_store(self) -> dict[str, object]:
        """What the database stores beside the ballots, as a recount reports it.

        This includes the episode's number in the record, since episodes can be renumbered.
        """
        return {"episode": self.record.episode, **self.outcome.as_json(self.record_sha256)}


def songs_by_record_id(round_: Round) -> dict[str, Song]:
    """Return the songs by their ids in records and outcomes: `s1`, `s2`, … in ballot order."""
    return {f"s{place}": c.song for place, c in enumerate(round_.candidates, 1)}


def chosen_songs(round_: Round, ballot: Ballot) -> tuple[Song, ...]:
    """Return the songs that a ballot says anything about, in ballot order."""
    named = counted_ballot(round_, ballot).named
    return tuple(song for name, song in songs_by_record_id(round_).items() if name in named)


def make_cut(round_: Round, episode: Episode, ballots: Mapping[str, Ballot]) -> Cut:
    """Count a round with its current pins, vetoes and casting vote, and make its record.

    Counting the same round again gives the same cut, byte for byte.

    Args:
        round_: The round, closing or closed.
        episode: Its episode.
        ballots: The ballots that count, by receipt.
    """
    # Equal choices already share one ballot, and should share one counted ballot.
    shared, convert = {id(ballot): ballot for ballot in ballots.values()}, _converter(round_)
    converted = {key: convert(ballot) for key, ballot in shared.items()}
    by_receipt = {receipt: converted[id(ballot)] for receipt, ballot in ballots.items()}
    record = _record(round_, episode, by_receipt)
    return Cut(count(record.profile()), record, digest_of(record))


def count_tally(round_: Round, tally: Sequence[tuple[Ballot, int]]) -> Outcome:
    """Count a round without making its record; the outcome is that of `make_cut`."""
    return count(_profile(round_, tally))


def matches_stored(outcome: Outcome, round_: Round) -> bool:
    """Return whether this is the outcome that was stored when the round closed."""
    stored = round_.outcome or {}
    counted = outcome.as_json(round_.record_sha256)
    return {name: value for name, value in stored.items() if name in counted} == counted


def count_without_rulings(round_: Round, tally: Sequence[tuple[Ballot, int]]) -> Outcome:
    """Count a round without its pins, its vetoes and its casting vote."""
    return count_tally(replace(round_, pinned={}, vetoed={}, casting=None), tally)


def seated(round_: Round) -> tuple[Song, ...]:
    """Return the songs a closed round seated, in the order they were seated."""
    songs = songs_by_record_id(round_)
    return tuple(songs[seat["song"]] for seat in _stored_list(round_, "seats"))


def runners_up(round_: Round) -> tuple[Song, ...]:
    """Return the songs a closed round did not seat, in the order they would be called up."""
    songs = songs_by_record_id(round_)
    return tuple(songs[name] for name in _stored_list(round_, "runners_up"))


def _stored_list(round_: Round, part: str) -> list[Any]:
    """Return a list in a round's stored outcome; empty if it has no outcome yet."""
    if round_.outcome is None:
        return []
    stored = round_.outcome[part]
    if not isinstance(stored, list):
        raise TypeError(f"vote {round_.id} keeps an outcome that is none")
    return stored


def counted_ballot(round_: Round, ballot: Ballot) -> CountedBallot:
    """Return a writer's ballot as it is counted."""
    return _converter(round_)(ballot)


def _record(round_: Round, episode: Episode, ballots: Mapping[str, CountedBallot]) -> Record:
    rules = round_.rules
    songs, names = songs_by_record_id(round_), _names(round_)
    return Record(
        episode=_number(round_, episode),
        method=rules.method,
        seats=rules.seats,
        limits={name: rules.limits[name] for name in form_of(rules).limits},
        seed=round_.seed,
        songs=tuple(ListedSong(name, song.title, song.artist) for name, song in songs.items()),
        ballots=ballots,
        pinned=frozenset(names[song] for song in round_.pinned),
        vetoed={names[song]: reason for song, reason in round_.vetoed.items()},
        casting=_casting(round_, names),
    )


def _number(round_: Round, episode: Episode) -> str:
    """Return the episode's number at the close; the current one if none was stored."""
    stored = (round_.outcome or {}).get("episode")
    return stored if isinstance(stored, str) else episode.number


def _profile(round_: Round, tally: Sequence[tuple[Ballot, int]]) -> Profile:
    names, convert = _names(round_), _converter(round_)
    ballots: list[CountedBallot] = []
    for ballot, number in tally:
        ballots += [convert(ballot)] * number
    return Profile(
        method=round_.rules.method,
        seats=round_.rules.seats,
        seed=round_.seed,
        songs=tuple(songs_by_record_id(round_)),
        ballots=tuple(ballots),
        pinned=frozenset(names[song] for song in round_.pinned),
        vetoed=frozenset(names[song] for song in round_.vetoed),
        casting=_casting(round_, names),
    )


def _casting(round_: Round, names: SongNames) -> Casting:
    casting = round_.casting
    return tuple(names[song] for song in casting) if isinstance(casting, tuple) else casting


def _names(round_: Round) -> SongNames:
    return {song.id: name for name, song in songs_by_record_id(round_).items()}


def _converter(round_: Round) -> Callable[[Ballot], CountedBallot]:
    """Return a function that turns a round's ballots into counted ballots."""
    form = form_of(round_.rules)
    convert = form.converter(_names(round_))
    blank: CountedBallot = form.counted()
    return lambda ballot: blank if ballot.choices is None else convert(ballot.choices)
