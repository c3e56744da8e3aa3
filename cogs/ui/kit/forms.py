"""The base class of forms, which Discord calls modals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

import discord
import msgspec
from discord import ui

from bot.domain.errors import NotFound
from cogs.ui.kit import texts
from cogs.ui.kit.context import host_of
from cogs.ui.kit.custom_ids import IdTemplate, field_types
from cogs.ui.kit.error_responses import ErrorReplies
from cogs.ui.kit.responses import deliver

TITLE_MAX = 45


class Field(msgspec.Struct, frozen=True):
    """A field of a form.

    Attributes:
        name: The label that people see.
        most: The most characters it takes.
        hint: A line of help below the label.
        multiline: Whether it takes more than one line.
        required: Whether the form cannot be sent without it.
        secret: Whether no reply may give back what was typed.
        menu: Whether something is chosen from a menu, and nothing typed; what is read is its value.
        labels: What people see for each value of a menu that always offers the same. Without it, a
            reply does not give back what was chosen.
    """

    name: str
    most: int
    hint: str = ""
    multiline: bool = False
    required: bool = True
    secret: bool = False
    menu: bool = False
    labels: Mapping[str, str] = msgspec.field(default_factory=dict)


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class _Declared(ui.Modal):
    """Derives building, reading and registration from the custom id that a subclass declares.

    To a type checker, the annotations of a subclass are its constructor's arguments, as in a
    dataclass.
    """

    declared: ClassVar[list[type["Form"]]] = []
    """Every form of the modules imported so far."""
    id_template: ClassVar[IdTemplate]
    fields: ClassVar[Mapping[str, Field]]
    """The fields in order, by the name to read them by."""

    def __init_subclass__(cls, *, custom_id: str = "") -> None:
        """Register a class under its custom id.

        Raises:
            TypeError: It has none: nobody could tell what was sent after a restart.
        """
        super().__init_subclass__()
        if cls.__bases__ == (_Declared,):
            return
        if not custom_id or not issubclass(cls, Form):
            raise TypeError(f"{cls.__name__} is declared without a custom id")
        cls.id_template = IdTemplate.of(custom_id, field_types(cls, Form))
        _Declared.declared.append(cls)

    def __init__(
        self,
        title: str,
        filled: Mapping[str, str] | None = None,
        hints: Mapping[str, str] | None = None,
        choices: Mapping[str, Sequence[discord.SelectOption]] | None = None,
        /,
        **values: Any,
    ) -> None:
        custom_id = self.id_template.build(values)
        super().__init__(title=texts.cut(title, TITLE_MAX), custom_id=custom_id)
        vars(self).update(values)
        self._typed: Mapping[str, str] = {}
        for key, one in self.fields.items():
            value, hint = (filled or {}).get(key, ""), (hints or {}).get(key, one.hint)
            if one.menu:
                self.add_item(_menu_label(key, one, (choices or {}).get(key, ()), hint))
            else:
                self.add_item(_label(key, one, value, hint))

    def is_finished(self) -> bool:
        """Return True: discord.py keeps what is not finished, and what is sent is all we need."""
        return True


class Form(_Declared):
    """A form to fill in, which can be sent for as long as it is open, also after a restart.

        class NoteForm(Form, custom_id="noteform:{proposal_id}"):
            fields: ClassVar = {"note": Field("What it tells us", 1000, multiline=True)}
            proposal_id: ProposalId

    Its annotations are what its custom id carries, as with a `Pressable`; declaring it registers
    it. Whatever else it needs when it is sent, `act` looks up, and nothing of it stays in memory.
    When it cannot be used, the reply gives back what was typed.

    Create one from its title, what its fields are filled in with at first, hints other than those
    declared, the choices of its menus, and the values for its custom id.
    """

    if TYPE_CHECKING:
        title: str = field(kw_only=False)
        filled: Mapping[str, str] = field(kw_only=False, default_factory=dict)
        hints: Mapping[str, str] = field(kw_only=False, default_factory=dict)
        choices: Mapping[str, Sequence[discord.SelectOption]] = field(
            kw_only=False, default_factory=dict
        )

    @classmethod
    def sent(cls, custom_id: str, typed: Mapping[str, str]) -> Self | None:
        """Return the form that was sent; None if the custom id is of another one."""
        match = cls.id_template.fullmatch(custom_id)
        if match is None:
            return None
        form = cls("Sent", **cls.id_template.read(match))
        form._typed = typed
        return form

    def text(self, key: str) -> str:
        """Return what somebody typed into a field."""
        return self._typed.get(key, "")

    async def act(self, interaction: discord.Interaction) -> None:
        """Carry out the form."""
        raise NotImplementedError


def _label(key: str, one: Field, value: str, hint: str) -> "ui.Label[Any]":
    style = discord.TextStyle.paragraph if one.multiline else discord.TextStyle.short
    component: ui.TextInput[Any] = ui.TextInput(
        style=style,
        custom_id=key,
        default=value[: one.most] or None,
        max_length=one.most,
        required=one.required,
    )
    return ui.Label(text=one.name, component=component, description=hint or None)


def _menu_label(
    key: str, one: Field, choices: Sequence[discord.SelectOption], hint: str
) -> "ui.Label[Any]":
    menu: ui.Select[Any] = ui.Select(
        custom_id=key, options=list(choices), required=one.required, min_values=int(one.required)
    )
    return ui.Label(text=one.name, component=menu, description=hint or None)


async def open_form(interaction: discord.Interaction, form: Form) -> None:
    """Answer a press or a command with a form."""
    await deliver(interaction, partial(interaction.response.send_modal, form))


async def submit(interaction: discord.Interaction) -> None:
    """Carry out a form that was sent; a form that no version knows any more gives all text back."""
    host_of(interaction.client).begin(interaction)
    data: Any = interaction.data
    typed = dict(_typed(data["components"]))
    sent = (kind.sent(data["custom_id"], typed) for kind in Form.declared)
    form = next(filter(None, sent), None)
    async with ErrorReplies(interaction, _given_back(form, typed)):
        if form is None:
            raise NotFound("form")
        await form.act(interaction)


def _typed(components: Any) -> Iterator[tuple[str, str]]:
    for one in components:
        inner = one.get("components") or ([one["component"]] if "component" in one else ())
        yield from _typed(inner)
        if "value" in one:
            yield one["custom_id"], one["value"]
        elif "values" in one:
            yield one["custom_id"], next(iter(one["values"]), "")


def _given_back(form: Form | None, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what a reply may give back, by the names that people see.

    What was chosen in a menu is given back as it was shown, where that is known.
    """
    known = form.fields if form is not None else {}
    secret = {key for kind in Form.declared for key, one in kind.fields.items() if one.secret}
    given: dict[str, str] = {}
    for key, text in typed.items():
        one = known.get(key)
        if one is None:
            given |= {} if key in secret else {key: text}
        elif one.menu:
            given |= {one.name: one.labels[text]} if text in one.labels else {}
        elif not one.secret:
            given[one.name] = text
    return given
