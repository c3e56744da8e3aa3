"""What is said of fees and budgets: to those who clear rights alone, in private messages."""

from collections.abc import Iterator

from bot.domain.rights import Costs, Money, Outlook, SongsMoney, write_money
from cogs.ui.kit import texts
from cogs.ui.kit.song_lists import Measure, song_names

_HOLDER_MAX = 40
"""Characters of the name of somebody who holds rights."""


def money_lines(money: SongsMoney, measure: Measure) -> list[str]:
    """Return what songs cost against the budget, and what that leaves out."""
    budget = write_money(money.budget) if money.budget else "none; set one with `/episode budget`"
    if money.costs is None:
        lines = [f"**Budget**: {budget}. Nobody has quoted an amount yet."]
    else:
        total = write_money(money.costs.total)
        lines = [f"**Budget**: {budget}. Quotes so far: {total}{_left(money, money.costs)}."]
        lines += _beside(money.costs, measure)
    if money.silent:
        lines.append(f"No quote yet: {song_names(money.silent, measure)}.")
    if money.denied:
        lines.append(f"Left out, rights denied: {song_names(money.denied, measure)}.")
    return lines


def _left(money: SongsMoney, costs: Costs) -> str:
    if money.left is None:
        return ""
    amount = write_money(Money(abs(money.left), costs.total.currency))
    return f", {amount} over the budget" if money.left < 0 else f", {amount} left"


def _beside(costs: Costs, measure: Measure) -> Iterator[str]:
    if costs.raised:
        raised = write_money(Money(costs.raised, costs.total.currency))
        yield f"Most favored nations add {raised} of that."
    if costs.others:
        yield f"Also quoted, not converted: {texts.listed(map(write_money, costs.others))}."
    if costs.unknown:
        most = max(measure.names, 1)
        names = [texts.safe(one.name, _HOLDER_MAX, links=False) for one in costs.unknown[:most]]
        if len(costs.unknown) > most:
            names.append(f"{len(costs.unknown) - most} more")
        yield f"Quoted without an amount: {texts.listed(names)}."


def outlook_lines(outlook: Outlook, seats: int, measure: Measure) -> list[str]:
    """Return that a vote for so many seats may cost more than there is; nothing if it can't."""
    budget, lines = write_money(outlook.budget), []
    if outlook.alone:
        names = song_names(outlook.alone, measure)
        lines.append(f"Quoted above the whole budget of {budget}: {names}.")
    songs = "song" if seats == 1 else f"{seats} songs"
    if outlook.least.minor > outlook.budget.minor:
        lines.append(
            f"Whatever wins, quotes exceed the budget of {budget}: the {songs} with the lowest"
            f" quotes cost {write_money(outlook.least)}."
        )
    elif outlook.most.minor > outlook.budget.minor and not (outlook.alone and seats == 1):
        lines.append(
            f"Quotes can exceed the budget of {budget}: the {songs} with the highest quotes cost"
            f" {write_money(outlook.most)}."
        )
    return lines
