"""Sorting, filtering and paging a longlist that may change while somebody reads it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import IntEnum

from msgspec import Struct

from bot.domain.model import CharacterId, Proposal, ProposalId, UserId
from bot.domain.search import folded, search_words

PER_PAGE = 10


class Sort(IntEnum):
    """The orders of a longlist. Messages contain these numbers, so they never change."""

    NEWEST = 0
    SECONDED = 1
    CHARACTER = 2
    PROPOSER = 3
    PROPOSED = 4


class Show(IntEnum):
    """The filters of a longlist. Messages contain these numbers, so they never change.

    `MINE` shows the reader's proposals, `SILENT` those without notes, `CHARACTER` the songs of one
    character, `TICKED` the shortlist.
    """

    ALL = 0
    MINE = 1
    UNSECONDED = 2
    SILENT = 3
    CHARACTER = 4
    TICKED = 5


class Look(Struct, frozen=True):
    """How somebody looks at a longlist: its order, its filter, and when they opened it.

    `character` is whose songs the filter `CHARACTER` shows; 0 for songs that are nobody's. `newest`
    is the newest proposal when the list was opened, and `at` that time (UTC seconds): later
    proposals are left out and do not change the order. Both are 0 until then. Besides the filter,
    `proposer` and `words` narrow the list down to songs of one proposer (0 for all), and to songs
    whose title and artists contain all the words.
    """

    sort: Sort = Sort.NEWEST
    show: Show = Show.ALL
    character: int = 0
    newest: int = 0
    at: int = 0
    proposer: int = 0
    words: str = ""


class Reading(Struct, frozen=True):
    """Everything that the order and the filter of a longlist depend on.

    `seconds` counts those given before the list was opened; proposals with none are left out.
    `characters` are the room's, in display order. `keep` are proposals that no filter hides, since
    somebody has them on their screen.
    """

    look: Look
    reader: UserId
    seconds: Mapping[ProposalId, int]
    characters: Sequence[CharacterId] = ()
    keep: Collection[ProposalId] = ()


def listed_at_opening(longlist: Sequence[Proposal], look: Look) -> list[Proposal]:
    """Return the proposals that were on a longlist when somebody opened it, in the order given."""
    if not look.newest:
        return list(longlist)
    # A withdrawn song that is proposed again keeps its id, but counts as new.
    return [p for p in longlist if p.id <= look.newest and p.proposed_at <= look.at]


def arranged(longlist: Sequence[Proposal], reading: Reading) -> tuple[Proposal, ...]:
    """Filter and sort a longlist.

    Args:
        longlist: The proposals at the time the list was opened, in any order.
        reading: What the order and the filter depend on.
    """
    wanted, found = _wanted(reading), _found(reading)
    shown = [p for p in longlist if (wanted(p) and found(p)) or p.id in reading.keep]
    return tuple(sorted(shown, key=_key(reading)))


def _wanted(reading: Reading) -> Callable[[Proposal], bool]:
    match reading.look.show:
        case Show.MINE:
            return lambda p: p.proposer_id == reading.reader
        case Show.UNSECONDED:
            return lambda p: not reading.seconds.get(p.id)
        case Show.SILENT:
            return lambda p: not p.notes
        case Show.CHARACTER:
            return lambda p: (p.character_id or 0) == reading.look.character
        case Show.TICKED:
            return lambda p: p.shortlisted
        case _:
            return lambda _: True


def _found(reading: Reading) -> Callable[[Proposal], bool]:
    look, words = reading.look, search_words(reading.look.words)

    def found(p: Proposal) -> bool:
        if look.proposer not in (0, _known_proposer(p, reading)):
            return False
        text = folded(p.song) if words else ""
        return all(word in text for word in words)

    return found


def _known_proposer(p: Proposal, reading: Reading) -> int | None:
    """Return who proposed a song, as far as the reader may know; None where that is hidden."""
    return None if p.hidden and p.proposer_id != reading.reader else p.proposer_id


def _key(reading: Reading) -> Callable[[Proposal], tuple[int, ...]]:
    """Return the sort key: different for every proposal, and independent of the others."""
    last = len(reading.characters)
    places = {character: place for place, character in enumerate(reading.characters)}

    def whose(p: Proposal) -> int:
        return last if p.character_id is None else places.get(p.character_id, last)

    match reading.look.sort:
        case Sort.SECONDED:
            return lambda p: (-reading.seconds.get(p.id, 0), p.proposed_at, p.id)
        case Sort.CHARACTER:
            return lambda p: (whose(p), -p.proposed_at, -p.id)
        case Sort.PROPOSER:
            # The reader's own come first, imported ones last, and before them all that are hidden.
            return lambda p: (
                p.proposer_id != reading.reader,
                not p.proposer_id,
                _known_proposer(p, reading) is None,
                _known_proposer(p, reading) or 0,
                -p.proposed_at,
                -p.id,
            )
        case Sort.PROPOSED:
            return lambda p: (p.proposed_at, p.id)
        case _:
            return lambda p: (-p.proposed_at, -p.id)


def page_from(order: Sequence[ProposalId], start: int, size: int = PER_PAGE) -> range:
    """Return the places, counted from 0, of the page that begins at one of them."""
    return range(start, min(start + size, len(order)))


def page_after(
    order: Sequence[ProposalId], shown: Sequence[ProposalId], size: int = PER_PAGE
) -> range:
    """Return the places, counted from 0, of the page after the songs shown.

    If some of these are gone or have moved, the others decide, so that no song is skipped. If none
    is left, it is the first page.
    """
    places = _places(order, shown)
    start = _first_unmoved(reversed(places), places, -1) + 1 if places else 0
    # At the end of the list, the last songs are shown again.
    return page_from(order, start if start < len(order) else max(0, len(order) - size), size)


def page_before(
    order: Sequence[ProposalId], shown: Sequence[ProposalId], size: int = PER_PAGE
) -> range:
    """Return the places, counted from 0, of the page before the songs shown."""
    places = _places(order, shown)
    stop = _first_unmoved(places, places, 1) if places else 0
    return range(max(0, stop - size), stop) if stop else page_from(order, 0, size)


def _places(order: Sequence[ProposalId], shown: Sequence[ProposalId]) -> list[int]:
    """Return the places of the songs shown, in ascending order."""
    wanted = set(shown)
    return [place for place, proposal in enumerate(order) if proposal in wanted]


def _first_unmoved(places: Iterable[int], shown: Sequence[int], step: int) -> int:
    """Return the first place with another one beside it: a song that moved has no neighbor."""
    return next((place for place in places if place + step in shown), shown[min(step, 0)])
