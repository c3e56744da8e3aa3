"""What songs cost: quotes added up in one currency, with what most favored nations raise them to.

Most favored nations compares shares. A publisher with a quarter of a song who quotes 1,000 asks for
4,000 the whole, and a label that is to be treated as well gets 4,000 for the whole recording.
Both sides of a song are compared, one song never with another, and no currency with another.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from msgspec import Struct

from bot.domain.rights.holders import Holder
from bot.domain.rights.money import Money
from bot.domain.rights.shares import WHOLE
from bot.domain.rights.song_rights import SongRights


class HolderCost(Struct, frozen=True):
    """What a holder who quoted costs; `fee` is None where nothing tells how much.

    `raised` is by how many minor units that is more than what they quoted themselves, thanks to
    most favored nations. What they quoted is 0 where they asked for nothing but that.
    """

    holder: Holder
    fee: Money | None
    raised: int = 0


class Costs(Struct, frozen=True):
    """What songs cost in one currency. `raised`, in minor units, is part of the total.

    `others` are the totals in other currencies, by their codes; none is ever converted. `unknown`
    are the holders who quoted, but of whom nothing tells how much they cost.
    """

    total: Money
    raised: int = 0
    others: tuple[Money, ...] = ()
    unknown: tuple[Holder, ...] = ()


def holder_costs(rights: SongRights) -> tuple[HolderCost, ...]:
    """Return what each holder costs who quoted, in the order of the holders.

    A holder with most favored nations whose share is not known cannot be compared, and costs what
    they quoted. Amounts are rounded up to the minor unit, for nobody may get less than the best.
    """
    best: dict[str, Fraction] = {}
    for holder in rights.holders:
        portion = _portion(rights, holder)
        if holder.has_quoted and holder.fee is not None and portion is not None:
            rate = Fraction(holder.fee.minor, portion)
            best[holder.fee.currency] = max(rate, best.get(holder.fee.currency, rate))
    return tuple(_cost(rights, holder, best) for holder in rights.holders if holder.has_quoted)


def costs_of(songs: Iterable[SongRights], currency: str) -> Costs:
    """Return what songs cost together, in a currency and beside it."""
    sums, raised, unknown = {currency: 0}, 0, []
    for cost in (cost for song in songs for cost in holder_costs(song)):
        if cost.fee is None:
            unknown.append(cost.holder)
            continue
        sums[cost.fee.currency] = sums.get(cost.fee.currency, 0) + cost.fee.minor
        raised += cost.raised if cost.fee.currency == currency else 0
    others = [Money(minor, code) for code, minor in sorted(sums.items()) if code != currency]
    return Costs(Money(sums[currency], currency), raised, tuple(others), tuple(unknown))


def _portion(rights: SongRights, holder: Holder) -> int | None:
    """Return how much of its side a holder has; a side's only holder has the whole."""
    if holder.share is not None:
        return holder.share
    return WHOLE if len(rights.side(holder.side).holders) == 1 else None


def _cost(rights: SongRights, holder: Holder, best: dict[str, Fraction]) -> HolderCost:
    portion = _portion(rights, holder)
    if not holder.most_favored or portion is None:
        return HolderCost(holder, holder.fee)
    if holder.fee is not None:
        quoted, currency = holder.fee.minor, holder.fee.currency
    elif len(best) == 1:  # of two currencies, nobody could say which one they mean
        quoted, currency = 0, next(iter(best))
    else:
        return HolderCost(holder, None)
    due = ceil(best[currency] * portion)
    return HolderCost(holder, Money(due, currency), due - quoted)
