"""Filling up a shortlist: who comes next, with one version of a song and variety by artist."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from enum import Enum

from msgspec import Struct

from bot.domain.model import Proposal, SongId
from bot.domain.versions import first_artist, same_artist, same_song


class Passed(Enum):
    """Why a song was passed over."""

    VERSION = "version"
    ARTIST = "artist"
    DENIED = "denied"


class PassedOver(Struct, frozen=True):
    """A song that was next and was not taken, and the song that stands in its way, if one does."""

    proposal: Proposal
    why: Passed
    beside: Proposal | None = None


class Filling(Struct, frozen=True):
    """What fills up a shortlist.

    `added` are the songs, in the order they were taken. `again` are those of them by an artist who
    was there already, taken since nobody else was left. `passed_over` are the songs that would have
    come in without the rules, in order.
    """

    added: tuple[Proposal, ...]
    again: tuple[Proposal, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


def fill_up(
    there: Sequence[Proposal],
    rest: Iterable[Proposal],
    room: int,
    *,
    variety: bool = True,
    denied: Collection[SongId] = (),
) -> Filling:
    """Return the songs that fill up a shortlist: most seconded first, then earliest.

    A song comes in once, in whichever version is first. With variety, an artist comes again only
    when there is nobody else; then the artist who has the fewest songs comes first. A song whose
    rights are denied never comes in.

    Args:
        there: The songs on the shortlist.
        rest: The other songs of the longlist, in any order.
        room: How many songs are wanted.
        variety: Whether there should be as many artists as possible.
        denied: The songs whose rights are denied.
    """
    added: list[Proposal] = []
    passed: list[PassedOver] = []
    for one in sorted(rest, key=lambda p: (-p.seconds, p.proposed_at, p.id)):
        if len(added) >= room:
            break
        if one.song.id in denied:
            passed.append(PassedOver(one, Passed.DENIED))
            continue
        blocking = _in_the_way(one, [*there, *added], variety=variety)
        if blocking is None:
            added.append(one)
        else:
            passed.append(blocking)
    again = _once_more(there, added, passed, room - len(added))
    taken = {one.id for one in again}
    left = tuple(one for one in passed if one.proposal.id not in taken)
    return Filling((*added, *again), again, left)


def _in_the_way(one: Proposal, there: Sequence[Proposal], *, variety: bool) -> PassedOver | None:
    recording = one.song.recording
    for other in there:
        if same_song(recording, other.song.recording):
            return PassedOver(one, Passed.VERSION, other)
    if not variety:
        return None
    same = (other for other in there if same_artist(recording, other.song.recording))
    found = next(same, None)
    return None if found is None else PassedOver(one, Passed.ARTIST, found)


def _once_more(
    there: Sequence[Proposal], added: Sequence[Proposal], passed: Sequence[PassedOver], room: int
) -> tuple[Proposal, ...]:
    """Return songs by artists who are there already, in turns, still one version of each."""
    waiting = [one.proposal for one in passed if one.why is Passed.ARTIST]
    counts = Counter(first_artist(one.song.recording) for one in (*there, *added))
    again: list[Proposal] = []
    while waiting and len(again) < room:
        # `min` keeps the order of songs by artists who have equally many.
        one = min(waiting, key=lambda p: counts[first_artist(p.song.recording)])
        waiting.remove(one)
        if _in_the_way(one, [*there, *added, *again], variety=False) is None:
            again.append(one)
            counts[first_artist(one.song.recording)] += 1
    return tuple(again)
