"""Sorting, filtering and paging of a longlist: its menus, and the songs of each page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Annotated

import discord
from discord import ui

from bot.domain.longlist import PER_PAGE, Look, Show, Sort, page_after, page_before, page_from
from bot.domain.model import CharacterId, Proposal, ProposalId, read_id
from bot.services.ports.read_models import LonglistView
from cogs.ui.kit import texts
from cogs.ui.kit.custom_ids import NUMBER, Converter, converter_of, words_of
from cogs.ui.kit.pressable import Pressable

NAME_MAX = 60
"""Characters of a character's name in a menu."""
_CHARACTERS_MAX = 20

SORTS = {
    Sort.NEWEST: "Newest first",
    Sort.SECONDED: "Most seconded first",
    Sort.CHARACTER: "By character",
    Sort.PROPOSER: "By proposer",
}
SHOWS = {
    Show.ALL: "All songs",
    Show.MINE: "What I proposed",
    Show.UNSECONDED: "Not seconded yet",
    Show.SILENT: "No notes yet",
}
PICKING_LOOK = Look(Sort.PROPOSED, Show.ALL)
"""The order in which picking the shortlist starts."""
TICKED_LOOK = Look(Sort.PROPOSED, Show.TICKED)
_ORDERS = {
    PICKING_LOOK: "In the order proposed",
    Look(Sort.SECONDED): "Most seconded first",
    Look(Sort.CHARACTER): "By character",
    Look(Sort.NEWEST): "Newest first",
    TICKED_LOOK: "Only what is ticked",
}


class Direction(IntEnum):
    """The direction in which a page is turned."""

    PREVIOUS = 0
    NEXT = 1


def pack_look(look: Look) -> str:
    """Return a look as five numbers for a custom id."""
    return f"{look.sort:d}:{look.show:d}:{look.character}:{look.newest}:{look.at}"


def _unpack_look(packed: str) -> Look:
    sort, show, *rest = map(read_id, packed.split(":"))
    character, newest, at = rest
    return Look(Sort(sort), Show(show), character, newest, at)


PackedLook = Annotated[
    Look,
    Converter("[0-4]:[0-5]:[0-9]{1,19}:[0-9]{1,19}:[0-9]{1,19}", _unpack_look, pack_look),
]
"""A look that a custom id carries."""


Filter = Annotated[str, words_of(f"{converter_of(Show).pattern}:{NUMBER.pattern}")]
"""Which songs are shown: the filter, and the character it is about, as `show_options` write it."""


def songs_shown(item: Pressable, *menus: type[Pressable]) -> list[ProposalId]:
    """Return the songs on the message that was pressed, from the options of these menus there."""
    options = menu_options(item, *menus)
    return [ProposalId(int(option.value)) for option in options]


def menu_options(item: Pressable, *menus: type[Pressable]) -> list[discord.SelectOption]:
    """Return the options of these kinds of menus on the message that was pressed, in order.

    Raises:
        RuleError: One of them cannot be read.
    """
    parts = item.view.walk_children() if item.view else ()
    # In its message, what was pressed stands as what answers the press.
    plain = (part.item if isinstance(part, ui.DynamicItem) else part for part in parts)
    found = [
        (menu, option)
        for part in plain
        if isinstance(part, ui.Select)
        for menu in menus
        if menu.matches(part.custom_id)
        for option in part.options
    ]
    if not all(menu.can_read(option.value) for menu, option in found):
        raise item.stale()
    return [option for _, option in found]


def adjacent_places(
    view: LonglistView, shown: Sequence[ProposalId], direction: Direction, size: int = PER_PAGE
) -> range:
    """Return the places of the page after or before these songs, counted from 0."""
    order = [proposal.id for proposal in view.songs]
    turn = page_after if direction is Direction.NEXT else page_before
    return turn(order, shown, size)


def first_places(view: LonglistView, size: int = PER_PAGE) -> range:
    """Return the places of the first page, counted from 0."""
    return page_from([proposal.id for proposal in view.songs], 0, size)


def numbered_songs(view: LonglistView, shown: Sequence[ProposalId]) -> list[tuple[int, Proposal]]:
    """Return these songs, each with its present place in the list, counted from 1."""
    wanted = set(shown)
    return [
        (place, proposal) for place, proposal in enumerate(view.songs, 1) if proposal.id in wanted
    ]


def sort_options(view: LonglistView) -> Iterator[discord.SelectOption]:
    """Yield the ways to sort a longlist, without those that the room hides or cannot use."""
    for sort, label in SORTS.items():
        hidden = sort is Sort.PROPOSER and view.room.settings.proposers_hidden
        if hidden or (sort is Sort.CHARACTER and not view.characters):
            continue
        yield discord.SelectOption(label=label, value=f"{sort:d}", default=sort is view.look.sort)


def show_options(view: LonglistView) -> Iterator[discord.SelectOption]:
    """Yield the filters of a longlist, with the characters that have the most songs."""
    for show, label in SHOWS.items():
        chosen = show is view.look.show
        yield discord.SelectOption(label=label, value=f"{show:d}:0", default=chosen)
    yield from character_options(view)


def character_options(view: LonglistView) -> Iterator[discord.SelectOption]:
    """Yield the filters for whose songs to show, for the characters that have the most."""
    look = view.look
    if not view.characters:
        return
    counts = Counter(proposal.character_id for proposal in view.there)
    chosen = CharacterId(look.character) if look.show is Show.CHARACTER else None
    most = sorted(view.characters, key=lambda id_: (id_ != chosen, -counts[id_]))[:_CHARACTERS_MAX]
    for character_id in (id_ for id_ in view.characters if id_ in most):
        name = texts.option(view.characters[character_id].name, NAME_MAX)
        yield _character_option(f"For {name}", character_id, counts[character_id], chosen)
    yield _character_option("For nobody yet", CharacterId(0), counts[None], chosen)


def _character_option(
    label: str, character_id: CharacterId, songs: int, chosen: CharacterId | None
) -> discord.SelectOption:
    return discord.SelectOption(
        label=label,
        description=texts.count(songs, "song"),
        value=f"{Show.CHARACTER:d}:{character_id}",
        default=character_id == chosen,
    )


def order_options(view: LonglistView) -> Iterator[discord.SelectOption]:
    """Yield the ways to page through a longlist while picking."""
    now = (view.look.sort, view.look.show is Show.TICKED)
    for look, label in _ORDERS.items():
        if look.sort is not Sort.CHARACTER or view.characters:
            chosen = (look.sort, look.show is Show.TICKED) == now
            yield discord.SelectOption(label=label, value=pack_look(look), default=chosen)


def chosen_order(values: Sequence[str]) -> Look:
    """Return the order that somebody chose in a menu."""
    return next((look for look in _ORDERS if pack_look(look) in values), PICKING_LOOK)
