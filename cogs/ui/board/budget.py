"""The private page of an episode's budget, for those who clear rights."""

from discord import ui

from bot.domain.rights import write_money
from bot.services.rights.budgets import BudgetView
from cogs.ui.kit import texts
from cogs.ui.kit.budget import money_lines
from cogs.ui.kit.components import layout
from cogs.ui.kit.song_lists import Measure, fit_message


def budget_page(view: BudgetView) -> ui.LayoutView:
    """Return an episode's budget, and what its songs cost."""
    name, songs = texts.episode_name(view.episode), texts.count(len(view.songs), "song")
    where = f"the {songs} on {'the board' if view.on_board else 'the shortlist'}"
    head = f"**What {where} of {name} cost{'s' if len(view.songs) == 1 else ''}**"
    if not view.songs:
        head = f"**The budget of {name}**\nThere are no songs on its shortlist yet."
    note = "Only people who clear rights can see this."
    if view.money.budget:
        note = f"Change the budget with `amount`, or take it away with `undo`. {note}"

    def build(measure: Measure) -> ui.LayoutView:
        return layout("\n".join((head, *money_lines(view.money, measure), note)))

    return fit_message(build)


def changed_page(view: BudgetView) -> ui.LayoutView:
    """Return the reply to somebody who set a budget, or took it away."""
    name, budget = texts.episode_name(view.episode), view.money.budget
    done = f"{name} has no budget now"
    if budget is not None:
        done = f"the budget of {name} is {write_money(budget)} now"
    if view.was == budget:
        done = f"Nothing changed: {name} had {'that' if budget else 'no'} budget already"
    elif view.was is not None:
        done = f"{done}; it was {write_money(view.was)} before"

    def build(measure: Measure) -> ui.LayoutView:
        return layout("\n".join((f"{texts.sentence(done)}.", *money_lines(view.money, measure))))

    return fit_message(build)
