"""The ranked method as *pyrankvote* counts it, for `tests.bench.counting` alone.

Its rule is not ours: the quota is not a whole number, a surplus is passed on in equal parts
whatever the ballots are still worth, several songs are excluded at once, and ties are broken by
second choices or at random. Where nothing is close the winners are the same, and so is the work:
enough to compare times, but not to check a count.
"""

from collections.abc import Sequence
from functools import partial

import pyrankvote

from bot.domain.counting import Profile, Ranking
from tests.oracle.answers import Answer, ReadyCount, contested_seats, free_songs


def ranked(profile: Profile) -> ReadyCount:
    """Ask for the single transferable vote."""
    seats, songs = contested_seats(profile), free_songs(profile)
    people = {song: pyrankvote.Candidate(song) for song in songs}
    votes = [
        pyrankvote.Ballot([people[song] for song in ballot.ranking if song in people])
        for ballot in profile.ballots
        if isinstance(ballot, Ranking)
    ]
    return partial(_ask, list(people.values()), votes, seats)


def _ask(people: Sequence[object], votes: Sequence[object], seats: int) -> Answer:
    elected = pyrankvote.single_transferable_vote(people, votes, seats).get_winners()
    return frozenset([frozenset(person.name for person in elected)])
