"""How somebody looks at a longlist: what can be chosen there, and the songs before them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Annotated

import discord
from discord import ui

from bot.domain.longlist import Look, Show, Sort, page_after, page_before, page_from
from bot.domain.model import CharacterId, Proposal, ProposalId
from bot.services.ports.read_models import LonglistView
from cogs.ui.kit import texts
from cogs.ui.kit.custom_ids import Converter
from cogs.ui.kit.pressable import Pressable

NAME = 60
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
    Show.SILENT: "Nobody has said yet what they tell us",
}
PICKING = Look(Sort.PROPOSED, Show.ALL)
"""How a longlist is looked at when picking begins."""
TICKED = Look(Sort.PROPOSED, Show.TICKED)
_ORDERS = {
    PICKING: "In the order proposed",
    Look(Sort.SECONDED): "Most seconded first",
    Look(Sort.CHARACTER): "By character",
    Look(Sort.NEWEST): "Newest first",
    TICKED: "Only what is ticked",
}


class Way(IntEnum):
    """Which way a page is turned."""

    BACK = 0
    ON = 1


def pack_look(look: Look) -> str:
    """Return a look as five numbers."""
    return f"{look.sort:d}:{look.show:d}:{look.character}:{look.newest}:{look.at}"


def _unpack_look(packed: str) -> Look:
    sort, show, *rest = map(int, packed.split(":"))
    return Look(Sort(sort), Show(show), *rest)


PackedLook = Annotated[
    Look, Converter(r"[0-4]:[0-5]:\d{1,19}:\d{1,19}:\d{1,19}", _unpack_look, pack_look)
]
"""A look that a custom id carries."""


def songs_shown(item: Pressable, menu: type[Pressable]) -> list[ProposalId]:
    """Return the songs that stand on the message that was pressed: the options of a menu there."""
    parts = item.view.walk_children() if item.view else ()
    for part in parts:
        if isinstance(part, ui.Select) and menu.names(part.custom_id):
            return [ProposalId(int(option.value)) for option in part.options]
    return []


def turned(view: LonglistView, shown: Sequence[ProposalId], way: Way) -> range:
    """Return the places of the page after or before the songs shown."""
    order = [one.id for one in view.songs]
    return page_after(order, shown) if way is Way.ON else page_before(order, shown)


def opening(view: LonglistView) -> range:
    """Return the places of the first page."""
    return page_from([one.id for one in view.songs], 0)


def still(view: LonglistView, shown: Sequence[ProposalId]) -> list[tuple[int, Proposal]]:
    """Return the songs that stood before somebody, each with its place (from 1) as it is now."""
    wanted = set(shown)
    return [(place, one) for place, one in enumerate(view.songs, 1) if one.id in wanted]


def sort_options(view: LonglistView) -> Iterator[discord.SelectOption]:
    """Yield the ways to sort a longlist: not by what the room hides or has none of."""
    for sort, label in SORTS.items():
        hidden = sort is Sort.PROPOSER and view.room.settings.proposers_hidden
        if hidden or (sort is Sort.CHARACTER and not view.characters):
            continue
        yield discord.SelectOption(label=label, value=f"{sort:d}", default=sort is view.look.sort)


def show_options(view: LonglistView) -> Iterator[discord.SelectOption]:
    """Yield what can be shown: the characters with most songs on the list are named."""
    look = view.look
    for show, label in SHOWS.items():
        yield discord.SelectOption(label=label, value=f"{show:d}:0", default=show is look.show)
    if not view.characters:
        return
    counts = Counter(one.character_id for one in view.there)
    chosen = CharacterId(look.character) if look.show is Show.CHARACTER else None
    most = sorted(view.characters, key=lambda one: (one != chosen, -counts[one]))[:_CHARACTERS_MAX]
    for character_id in (one for one in view.characters if one in most):
        name = texts.option(view.characters[character_id].name, NAME)
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
    now = (view.look.sort, view.look.show)
    for look, label in _ORDERS.items():
        if look.sort is not Sort.CHARACTER or view.characters:
            yield discord.SelectOption(
                label=label, value=pack_look(look), default=(look.sort, look.show) == now
            )


def ordered(values: Sequence[str]) -> Look:
    """Return the way that was chosen."""
    return next((look for look in _ORDERS if pack_look(look) in values), PICKING)
