"""From a closed round's ballots to its cut: the record, the count, and what is kept of both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.ballots import Ballot
from bot.domain.counting import BY_LOT, Outcome, Picks, count
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
        """What the database keeps beside the ballots, as a recount would say it."""
        return self.outcome.as_json(self.record_sha256)


def song_ids(round_: Round) -> dict[str, Song]:
    """Return the songs by the ids that records and outcomes call them: `s1`, … in ballot order."""
    return {f"s{place}": c.song for place, c in enumerate(round_.candidates, 1)}


def cut(round_: Round, episode: Episode, ballots: Sequence[Ballot]) -> Cut:
    """Count a round. A tie that a casting vote could break is decided by the lot.

    Counting the same round again gives the same cut, to the byte.
    """
    record = _record(round_, episode, ballots)
    outcome = count(record.profile())
    if outcome.tied:
        record = replace(record, casting=BY_LOT)
        outcome = count(record.profile())
    document = build(record)
    return Cut(outcome, document, digest(document))


def seated(round_: Round) -> tuple[Song, ...]:
    """Return the songs a closed round seated, in the order they were seated."""
    if round_.outcome is None:
        return ()
    songs, seats = song_ids(round_), round_.outcome["seats"]
    if not isinstance(seats, list):
        raise TypeError(f"round {round_.id} keeps an outcome that is none")
    return tuple(songs[seat["song"]] for seat in seats)


def _record(round_: Round, episode: Episode, ballots: Sequence[Ballot]) -> Record:
    songs = song_ids(round_)
    names = {song.id: name for name, song in songs.items()}
    return Record(
        episode=episode.number,
        method=round_.rules.method.value,
        seats=round_.rules.seats,
        limits={"max_picks": round_.rules.max_picks, "max_stars": round_.rules.max_stars},
        seed=round_.seed,
        songs=tuple(ListedSong(name, song.title, song.artist) for name, song in songs.items()),
        ballots={
            ballot.receipt: Picks(
                frozenset(names[song] for song in ballot.picks),
                frozenset(names[song] for song in ballot.stars),
            )
            for ballot in ballots
        },
    )
