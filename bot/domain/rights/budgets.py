"""What an episode's songs cost against its budget: for those who clear rights, and nobody else.

A song whose rights are denied costs nothing, for it cannot be used. Of other currencies nothing is
converted, so they count neither for nor against the budget.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song
from bot.domain.rights.costs import Costs, costs_of, holder_costs
from bot.domain.rights.money import Money
from bot.domain.rights.room_rights import Rights
from bot.domain.rights.song_rights import SongRights


class SongsMoney(Struct, frozen=True):
    """What songs cost together, in the currency of the budget.

    Without a `budget`, the currency is that of the first quote, and `costs` are None if nobody has
    quoted an amount. `silent` are the songs of which nobody has quoted anything, `denied` those
    left out.
    """

    budget: Money | None
    costs: Costs | None
    silent: tuple[Song, ...] = ()
    denied: tuple[Song, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether there is a budget or an amount; many a room has neither."""
        return self.budget is not None or self.costs is not None

    @property
    def left(self) -> int | None:
        """What the budget leaves, in minor units; negative if it is exceeded, None without one."""
        if self.budget is None or self.costs is None:
            return None
        return self.budget.minor - self.costs.total.minor


class Outlook(Struct, frozen=True):
    """What a vote may come to cost, by the quotes that are known; others can only add to it.

    `alone` are the songs that exceed the budget by themselves. `least` and `most` are what the
    songs with the lowest quotes cost that could win, and those with the highest ones.
    """

    budget: Money
    alone: tuple[Song, ...]
    least: Money
    most: Money


def money_of(
    songs: Iterable[Song], rights: Rights, budget: Money | None, episode_id: EpisodeId | None = None
) -> SongsMoney:
    """Return what songs cost together in an episode; the order of the songs is kept.

    What was quoted for other episodes is no quote for this one.
    """
    listed = [(song, rights.about(song, episode_id)) for song in songs]
    usable = [(song, one) for song, one in listed if not _is_denied(one)]
    currency = budget.currency if budget else _first_currency(one for _, one in usable)
    return SongsMoney(
        budget,
        costs_of((one for _, one in usable), currency) if currency else None,
        silent=tuple(song for song, one in usable if not holder_costs(one)),
        denied=tuple(song for song, one in listed if _is_denied(one)),
    )


def outlook(
    songs: Sequence[Song],
    rights: Rights,
    budget: Money,
    seats: int,
    episode_id: EpisodeId | None = None,
) -> Outlook:
    """Return what a vote over songs for so many seats in an episode may come to cost."""
    currency = budget.currency
    each = {song: _total(rights.about(song, episode_id), currency) for song in songs}
    totals = sorted(each.values())
    return Outlook(
        budget,
        alone=tuple(song for song, total in each.items() if total > budget.minor),
        least=Money(sum(totals[:seats]), currency),
        most=Money(sum(totals[-seats:]), currency),
    )


def _is_denied(rights: SongRights) -> bool:
    return rights.clearance is Clearance.DENIED


def _total(rights: SongRights, currency: str) -> int:
    return 0 if _is_denied(rights) else costs_of([rights], currency).total.minor


def _first_currency(songs: Iterable[SongRights]) -> str:
    """Return the currency of the first amount that is known; empty if none is."""
    fees = (cost.fee for song in songs for cost in holder_costs(song))
    return next((fee.currency for fee in fees if fee is not None), "")
