"""The pages of a room's roster."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.model import Room, UserId
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of, roles_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace

PER_PAGE = 25
"""People in one picker; Discord allows no more."""


def roster_page(
    room: Room,
    roster: Sequence[UserId],
    page: int = 0,
    refused: Sequence[UserId] = (),
    roleless: Sequence[UserId] = (),
) -> ui.LayoutView:
    """Return one page of the roster: a picker that is filled in with up to 25 writers.

    The last page always has room to add writers.

    Args:
        room: The room.
        roster: Everybody on it.
        page: Which page, from 0.
        refused: Who was chosen, and cannot be a writer.
        roleless: Who was chosen, and lacks the role that the room's writers need.
    """
    last = len(roster) // PER_PAGE
    page = min(page, last)
    shown = roster[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = (
        f"**The roster of {texts.room_name(room)}**: {texts.count(len(roster), 'writer')}."
        " They count for the turnout and are mentioned when a vote opens. Tick the writers; changes"
        " are saved at once."
    )
    if last:
        head += f"\nPage {page + 1} of {last + 1}; the last has room for more writers."
    if refused:
        people = texts.listed(texts.person(user) for user in refused)
        head += f"\nNot added: {people}. Only people in this server can write, not bots."
    if roleless:
        head += f"\n{_roleless(room, roleless)}"
    view = layout(head, row(RosterPicker.make(page, shown)))
    if last:
        previous = RosterTurn.make(max(page - 1, 0), "Previous", page == 0)
        view.add_item(row(previous, RosterTurn.make(page + 1, "Next", page == last)))
    return view


def _roleless(room: Room, people: Sequence[UserId]) -> str:
    """Return who was put on the roster and can't write yet."""
    named = texts.listed(texts.person(user) for user in people)
    return (
        f"Without the role <@&{room.writers_role_id}>: {named}. They count for the turnout, but"
        " they can't propose or vote until a server admin gives them that role."
    )


class RosterPicker(Pressable, custom_id="roster:{page}"):
    """Picks the writers of one page of the roster."""

    page: int

    @classmethod
    def make(cls, page: int, shown: Sequence[UserId]) -> "RosterPicker":
        """Return the picker of a page."""
        kind = discord.SelectDefaultValueType.user
        picker: ui.UserSelect[ui.LayoutView] = ui.UserSelect(
            placeholder="Choose the writers",
            min_values=0,
            max_values=PER_PAGE,
            default_values=[discord.SelectDefaultValue(id=user, type=kind) for user in shown],
        )
        return cls(picker, page=page)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save only what the person changed on the page."""
        before = frozenset(UserId(default.id) for default in self.item.default_values)
        refused = {
            UserId(user.id)
            for user in self.item.values
            if UserId(user.id) not in before and (user.bot or isinstance(user, discord.User))
        }
        after = frozenset(UserId(user.id) for user in self.item.values) - refused
        ctx = await context_of(interaction)
        roster = await ctx.services.rooms.edit_roster(
            ctx.person, ctx.room, add=after - before, remove=before - after
        )
        needed = ctx.room.writers_role_id
        roleless = {
            UserId(user.id)
            for user in self.item.values
            if UserId(user.id) in after and needed is not None and needed not in roles_of(user)
        }
        page = roster_page(ctx.room, roster, self.page, sorted(refused), sorted(roleless))
        await replace(interaction, page)


class RosterTurn(Pressable, custom_id="rosterpage:{page}"):
    """Turns the pages of the roster."""

    page: int

    @classmethod
    def make(cls, page: int, label: str, disabled: bool) -> "RosterTurn":
        """Return the button for a page."""
        return cls(ui.Button(label=label, disabled=disabled), page=page)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        roster = await ctx.services.rooms.roster(ctx.room)
        await replace(interaction, roster_page(ctx.room, roster, self.page))
