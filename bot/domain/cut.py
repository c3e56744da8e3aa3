"""From a closed round's ballots to its cut: the record, the count, and what is kept of both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.ballot_forms.form import CountedBallot, SongNames
from bot.domain.ballots import Ballot, form_of
from bot.domain.counting import Casting, Outcome, Profile, count
from bot.domain.counting.record import ListedSong, Record, build, digest
from bot.domain.model import Episode, Round, Song


@dataclass(frozen=True, slots=True)
class Cut:
    """The outcome of a round, and the record that anybody can count again.

    `document` is the record as it is handed out, `record_sha256` the hash the room is told.
    """

    outcome: Outcome
    document: dict[str, object]
    record_sha256: str

    @property
    def kept(self) -> dict[str, object]:
        """What the database keeps beside the ballots, as a recount would say it.

        The number of the episode is kept too, as the record has it: episodes can be renumbered.
        """
        return {"episode": self.document["episode"], **self.outcome.as_json(self.record_sha256)}


def song_ids(round_: Round) -> dict[str, Song]:
    """Return the songs by the ids that records and outcomes call them: `s1`, … in ballot order."""
    return {f"s{place}": c.song for place, c in enumerate(round_.candidates, 1)}


def cut(round_: Round, episode: Episode, ballots: Mapping[str, Ballot]) -> Cut:
    """Count a round, with its pins, its vetoes and its casting vote as they stand.

    Counting the same round again gives the same cut, to the byte.

    Args:
        round_: The round, open for the last time or over.
        episode: Its episode.
        ballots: Those that count, by receipt.
    """
    # Equal choices share one ballot already, and go on sharing it.
    shared, convert = {id(ballot): ballot for ballot in ballots.values()}, _converter(round_)
    converted = {key: convert(ballot) for key, ballot in shared.items()}
    by_receipt = {receipt: converted[id(ballot)] for receipt, ballot in ballots.items()}
    record = _record(round_, episode, by_receipt)
    document = build(record)
    return Cut(count(record.profile()), document, digest(document))


def tallied(round_: Round, tally: Sequence[tuple[Ballot, int]]) -> Outcome:
    """Count a round without its record: the outcome is the same as that of `cut`."""
    return count(_profile(round_, tally))


def follows(outcome: Outcome, round_: Round) -> bool:
    """Return whether what a closed round kept is this outcome, told with the hash of the close."""
    kept = round_.outcome or {}
    told = {name: value for name, value in kept.items() if name != "episode"}
    return told == outcome.as_json(round_.record_sha256)


def votes_alone(round_: Round, tally: Sequence[tuple[Ballot, int]]) -> Outcome:
    """Count a round as if nothing had been pinned or vetoed, and nobody had chosen in a tie."""
    return tallied(replace(round_, pinned={}, vetoed={}, casting=None), tally)


def seated(round_: Round) -> tuple[Song, ...]:
    """Return the songs a closed round seated, in the order they were seated."""
    songs = song_ids(round_)
    return tuple(songs[seat["song"]] for seat in _kept(round_, "seats"))


def runners_up(round_: Round) -> tuple[Song, ...]:
    """Return the songs a closed round did not seat, in the order they would step in."""
    songs = song_ids(round_)
    return tuple(songs[name] for name in _kept(round_, "runners_up"))


def _kept(round_: Round, part: str) -> list[Any]:
    """Return a list out of a round's outcome; an empty one where it has no outcome yet."""
    if round_.outcome is None:
        return []
    kept = round_.outcome[part]
    if not isinstance(kept, list):
        raise TypeError(f"round {round_.id} keeps an outcome that is none")
    return kept


def counted(round_: Round, ballot: Ballot) -> CountedBallot:
    """Return a writer's ballot as the count takes it."""
    return _converter(round_)(ballot)


def _record(round_: Round, episode: Episode, ballots: Mapping[str, CountedBallot]) -> Record:
    rules = round_.rules
    songs, names = song_ids(round_), _names(round_)
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
    """Return the number of the episode as it was at the close, if that was and was kept."""
    kept = (round_.outcome or {}).get("episode")
    return kept if isinstance(kept, str) else episode.number


def _profile(round_: Round, tally: Sequence[tuple[Ballot, int]]) -> Profile:
    names, convert = _names(round_), _converter(round_)
    ballots: list[CountedBallot] = []
    for ballot, number in tally:
        ballots += [convert(ballot)] * number
    return Profile(
        method=round_.rules.method,
        seats=round_.rules.seats,
        seed=round_.seed,
        songs=tuple(song_ids(round_)),
        ballots=tuple(ballots),
        pinned=frozenset(names[song] for song in round_.pinned),
        vetoed=frozenset(names[song] for song in round_.vetoed),
        casting=_casting(round_, names),
    )


def _casting(round_: Round, names: SongNames) -> Casting:
    casting = round_.casting
    return tuple(names[song] for song in casting) if isinstance(casting, tuple) else casting


def _names(round_: Round) -> SongNames:
    return {song.id: name for name, song in song_ids(round_).items()}


def _converter(round_: Round) -> Callable[[Ballot], CountedBallot]:
    """Return what takes a round's ballots into its count."""
    form = form_of(round_.rules)
    convert = form.converter(_names(round_))
    blank: CountedBallot = form.counted()
    return lambda ballot: blank if ballot.choices is None else convert(ballot.choices)
