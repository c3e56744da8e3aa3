"""What can be pressed: buttons and menus that work for as long as their messages are there."""

import inspect
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

import discord
from discord import ui

from cogs.ui.kit import texts
from cogs.ui.kit.custom_ids import IdTemplate
from cogs.ui.kit.error_responses import ErrorsTold
from cogs.ui.kit.responses import comes_first

NEVER = r"(?!)"
"""Matches no custom id."""


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class _Declared(ui.DynamicItem[Any], template=NEVER):
    """Has a subclass say its custom id once; everything else follows from that.

    To a type checker the annotations of a subclass are the arguments it is made with, as they are
    of a dataclass.
    """

    declared: ClassVar[list[type["Pressable"]]] = []
    """Everything that can be pressed, of all modules imported so far."""
    id_template: ClassVar[IdTemplate]

    def __init_subclass__(cls, *, custom_id: str = "") -> None:
        """Register a class under its custom id; one without is for others to inherit from."""
        super().__init_subclass__(template=NEVER)
        if custom_id and issubclass(cls, Pressable):
            cls.id_template = IdTemplate.of(custom_id, _carried(cls))
            cls.__discord_ui_compiled_template__ = cls.id_template.pattern
            _Declared.declared.append(cls)

    def __init__(self, item: Any, **values: Any) -> None:
        item.custom_id = self.id_template.build(values)
        super().__init__(item)
        vars(self).update(values)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the thing that was pressed."""
        del interaction
        return cls(item, **cls.id_template.read(match))


class Pressable(_Declared):
    """A button or a menu that works for ever: all it needs is in its custom id and its message.

        class CompareTurn(Pressable, custom_id="comparing:{episode_id}:{page}"):
            episode_id: EpisodeId
            page: int

    It is made of a button or a menu, which gets its custom id then, and of the values the custom id
    carries: `CompareTurn(ui.Button(label="Next"), episode_id=episode.id, page=2)`. In `act` these
    are its attributes, and `item` is the button or menu of the message that was pressed, so a menu
    still has its options there.
    """

    if TYPE_CHECKING:
        item: Any = field(kw_only=False)

    @classmethod
    def names(cls, custom_id: str) -> bool:
        """Say whether something of this kind is called so."""
        return cls.id_template.pattern.fullmatch(custom_id) is not None

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only the first of several deliveries through."""
        return await comes_first(interaction)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what a press does; tell the person what goes wrong."""
        async with ErrorsTold(interaction):
            await self.act(interaction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do what a press does."""
        raise NotImplementedError

    def kept_text(self, piece_id: int) -> str:
        """Return what somebody typed earlier, kept in a piece of the message that was pressed."""
        piece = self.view.find_item(piece_id) if self.view else None
        return texts.unescape(piece.content) if isinstance(piece, ui.TextDisplay) else ""


def _carried(kind: type[Pressable]) -> dict[str, Any]:
    """Return the types of what a class is annotated with, by name."""
    return {
        name: of
        for base in kind.__mro__
        if issubclass(base, Pressable) and base is not Pressable
        for name, of in inspect.get_annotations(base, eval_str=True).items()
        if getattr(of, "__origin__", None) is not ClassVar
    }
