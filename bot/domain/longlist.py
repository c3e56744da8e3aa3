"""In what order a longlist is read, and where its next page begins, though it changes meanwhile."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.model import CharacterId, Proposal, ProposalId, UserId

PER_PAGE = 10


class Sort(IntEnum):
    """The orders a longlist can be read in. The numbers stand in messages: they never change."""

    NEWEST = 0
    SECONDED = 1
    CHARACTER = 2
    PROPOSER = 3
    PROPOSED = 4


class Show(IntEnum):
    """What is shown of a longlist. The numbers stand in messages: they never change.

    `MINE` is what the reader proposed, `SILENT` what nobody has said anything of, `CHARACTER` the
    songs of one character, `TICKED` what is on the shortlist.
    """

    ALL = 0
    MINE = 1
    UNSECONDED = 2
    SILENT = 3
    CHARACTER = 4
    TICKED = 5


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a longlist.

    `character` is whose songs are shown where those of one are; 0 for songs that are nobody's.
    `newest` is the newest proposal there was when the list was opened and `at` when that was (UTC
    seconds): what came later is left out and does not change the order. Both are 0 on opening it.
    """

    sort: Sort = Sort.NEWEST
    show: Show = Show.ALL
    character: int = 0
    newest: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the order of a longlist goes by.

    `seconds` are those given until the list was opened; a proposal that has none is left out.
    `characters` are the room's, in the order they are told in. `keep` are proposals that stay shown
    whatever is shown, since they stand before somebody at this moment.
    """

    look: Look
    reader: UserId
    seconds: Mapping[ProposalId, int]
    characters: Sequence[CharacterId] = ()
    keep: Collection[ProposalId] = ()


def there_then(longlist: Sequence[Proposal], look: Look) -> list[Proposal]:
    """Return what was on a longlist when somebody opened it, in the order it came."""
    if not look.newest:
        return list(longlist)
    # A song that was withdrawn and is proposed again keeps its id, but is new all the same.
    return [one for one in longlist if one.id <= look.newest and one.proposed_at <= look.at]


def arranged(longlist: Sequence[Proposal], reading: Reading) -> tuple[Proposal, ...]:
    """Return what somebody sees of a longlist, in the order they see it in.

    Args:
        longlist: The proposals that were there when the list was opened, in any order.
        reading: What the order goes by.
    """
    wanted = _wanted(reading)
    shown = [one for one in longlist if wanted(one) or one.id in reading.keep]
    return tuple(sorted(shown, key=_key(reading)))


def _wanted(reading: Reading) -> Callable[[Proposal], bool]:
    match reading.look.show:
        case Show.MINE:
            return lambda one: one.proposer_id == reading.reader
        case Show.UNSECONDED:
            return lambda one: not reading.seconds.get(one.id)
        case Show.SILENT:
            return lambda one: not one.notes
        case Show.CHARACTER:
            return lambda one: (one.character_id or 0) == reading.look.character
        case Show.TICKED:
            return lambda one: one.shortlisted
        case _:
            return lambda _: True


def _key(reading: Reading) -> Callable[[Proposal], tuple[int, ...]]:
    """Return what to sort by. No two proposals are equal in it, and newcomers move nobody."""
    last = len(reading.characters)
    places = {character: place for place, character in enumerate(reading.characters)}

    def whose(one: Proposal) -> int:
        return last if one.character_id is None else places.get(one.character_id, last)

    match reading.look.sort:
        case Sort.SECONDED:
            return lambda one: (-reading.seconds.get(one.id, 0), one.proposed_at, one.id)
        case Sort.CHARACTER:
            return lambda one: (whose(one), -one.proposed_at, -one.id)
        case Sort.PROPOSER:
            # The reader's own come first, imported ones last.
            return lambda one: (
                one.proposer_id != reading.reader,
                not one.proposer_id,
                one.proposer_id,
                -one.proposed_at,
                -one.id,
            )
        case Sort.PROPOSED:
            return lambda one: (one.proposed_at, one.id)
        case _:
            return lambda one: (-one.proposed_at, -one.id)


def page_from(order: Sequence[ProposalId], start: int) -> range:
    """Return the places of the page that begins at one of them, counted from 0."""
    return range(start, min(start + PER_PAGE, len(order)))


def page_after(order: Sequence[ProposalId], shown: Sequence[ProposalId]) -> range:
    """Return the places of the page that follows the songs of another, counted from 0.

    Where some of those are gone, or one was moved, it goes by the others, so that none is skipped.
    With none left it is the first page.
    """
    places = _places(order, shown)
    start = _settled(reversed(places), places, -1) + 1 if places else 0
    # Where nothing follows any more, the last songs are shown again.
    return page_from(order, start if start < len(order) else max(0, len(order) - PER_PAGE))


def page_before(order: Sequence[ProposalId], shown: Sequence[ProposalId]) -> range:
    """Return the places of the page before the songs of another, counted from 0."""
    places = _places(order, shown)
    stop = _settled(places, places, 1) if places else 0
    return range(max(0, stop - PER_PAGE), stop) if stop else page_from(order, 0)


def _places(order: Sequence[ProposalId], shown: Sequence[ProposalId]) -> list[int]:
    """Return where the songs are that stood on a page, in ascending order."""
    there = set(shown)
    return [place for place, proposal in enumerate(order) if proposal in there]


def _settled(places: Iterable[int], there: Sequence[int], step: int) -> int:
    """Return the first place with another of the page beside it: one that was moved has none."""
    return next((one for one in places if one + step in there), there[min(step, 0)])
