"""The base class of buttons and menus, which work for as long as their messages exist."""

import re
from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast, dataclass_transform

import discord
from discord import ui
from discord.ui.select import BaseSelect
from typing_extensions import override

from bot.domain.errors import InvalidInput, NotFound, RuleError
from cogs.ui.kit import texts
from cogs.ui.kit.context import host_of
from cogs.ui.kit.custom_ids import Converter, IdTemplate, converter_of, field_types
from cogs.ui.kit.error_responses import ErrorReplies

NEVER = r"(?!)"
"""Matches no custom id."""


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class _Declared(ui.DynamicItem[Any], template=NEVER):
    """Derives matching, building and registration from the custom id that a subclass declares.

    To a type checker, the annotations of a subclass are its constructor's arguments, as in a
    dataclass.
    """

    declared: ClassVar[list[type["Pressable"]]] = []
    """Every button and menu of the modules imported so far."""
    id_template: ClassVar[IdTemplate]
    values: ClassVar[Converter | None] = None
    """How the values of a menu's options are read; None for what has no such options."""

    def __init_subclass__(cls, *, custom_id: str = "", values: Any = None) -> None:
        """Register a class under its custom id; a class without one is a base class.

        `values` is the type of the values of a menu's options, as one in its custom id.
        """
        super().__init_subclass__(template=NEVER)
        if values is not None:
            cls.values = converter_of(values)
        if custom_id and issubclass(cls, Pressable):
            cls.id_template = IdTemplate.of(custom_id, field_types(cls, Pressable))
            # discord.py asks each for `fullmatch`, and for nothing else, to find what was pressed.
            cls.__discord_ui_compiled_template__ = cast("re.Pattern[str]", cls.id_template)
            _Declared.declared.append(cls)

    def __init__(self, item: Any, **values: Any) -> None:
        item.custom_id = self.id_template.build(values)
        super().__init__(item)
        vars(self).update(values)

    @property
    @override
    def template(self) -> re.Pattern[str]:
        return self.id_template.pattern

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button or menu that was pressed."""
        del interaction
        return cls(item, **cls.id_template.read(match))


class Pressable(_Declared):
    """A button or menu that never expires: all it needs is in its custom id and its message.

        class CompareTurn(Pressable, custom_id="comparing:{episode_id}:{page}"):
            episode_id: EpisodeId
            page: int

    Create one from a plain button or menu and the values for its custom id:
    `CompareTurn(ui.Button(label="Next"), episode_id=episode.id, page=2)`. In `act`, the values are
    its attributes, and `item` is the button or menu of the message that was pressed, so a menu
    still has its options.
    """

    if TYPE_CHECKING:
        item: Any = field(kw_only=False)

    @classmethod
    def matches(cls, custom_id: str) -> bool:
        """Tell whether a custom id belongs to this class."""
        return cls.id_template.fullmatch(custom_id) is not None

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Carry out the press, and reply to an error.

        What was chosen in a menu is compared with what it offers, and what it offers with what its
        class reads: a menu may be from an older version, and nobody else does that for us.
        """
        host_of(interaction.client).begin(interaction)
        async with ErrorReplies(interaction):
            if isinstance(self.item, BaseSelect) and not _offered(self.item):
                raise self.stale()
            if isinstance(self.item, ui.Select):
                self.require_readable(self.item.options)
            await self.act(interaction)

    def require_readable(self, options: Iterable[discord.SelectOption]) -> None:
        """Refuse options of a menu of this kind that say nothing to it."""
        if not all(map(self.can_read, (one.value for one in options))):
            raise self.stale()

    @classmethod
    def can_read(cls, value: str) -> bool:
        """Tell whether a value is of the form that the options of this menu have."""
        return cls.values is not None and re.fullmatch(cls.values.pattern, value) is not None

    def stale(self) -> RuleError:
        """Return the error for a choice that the menu does not offer."""
        return InvalidInput("menu.stale")

    async def act(self, interaction: discord.Interaction) -> None:
        """Carry out the press."""
        raise NotImplementedError

    def text_of_piece(self, piece_id: int) -> str:
        """Return the text of a component, by its id, of the message that was pressed."""
        piece = self.view.find_item(piece_id) if self.view else None
        return texts.unescape(piece.content) if isinstance(piece, ui.TextDisplay) else ""


async def answer_stale(interaction: discord.Interaction) -> None:
    """Answer a press whose custom id belongs to no class: from a version before this, or forged."""
    data: Any = interaction.data
    if not any(kind.matches(data["custom_id"]) for kind in Pressable.declared):
        host_of(interaction.client).begin(interaction)
        async with ErrorReplies(interaction):
            raise NotFound("button")


def _offered(menu: "BaseSelect[Any]") -> bool:
    """Return whether as much was chosen as a menu takes, each once, and nothing else."""
    chosen = list(menu.values)
    if isinstance(menu, ui.Select) and not {one.value for one in menu.options}.issuperset(chosen):
        return False
    return menu.min_values <= len(chosen) == len(set(chosen)) <= menu.max_values
