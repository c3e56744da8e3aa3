"""Custom ids: templates that build them from values and read the values back."""

import inspect
import re
from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Annotated, Any, ClassVar, NewType, get_args, get_origin

from msgspec import Struct

_FIELD = re.compile(r"\{(\w+)\}")


class Converter(Struct, frozen=True):
    """How values of one type are written into a custom id, and read back.

    `pattern` is a regular expression without groups that matches what `write` returns.
    """

    pattern: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


NUMBER_END = 9 * 10**18
"""The least number that no custom id carries. Discord's ids and ours stay below it until 2083.

It is round since each start compiles a hundred patterns: for 2**63, which is as much as a database
holds, each takes ten times as long.
"""
NUMBER = Converter("(?:[0-9]{1,18}|[0-8][0-9]{18})", int, "{:d}".format)
"""A number below `NUMBER_END`; what carries a greater one was never posted."""
FLAG = Converter("[01]", lambda text: text == "1", "{:d}".format)


def words_of(pattern: str) -> Converter:
    """Return the converter for texts that fit a regular expression, which stay as they are."""
    return Converter(pattern, str, str)


Fingerprints = Annotated[
    tuple[str, ...],
    Converter(
        "(?:[0-9A-Za-z_-]{6})*",
        lambda text: tuple(text[n : n + 6] for n in range(0, len(text), 6)),
        "".join,
    ),
]
"""What `bot.domain.typed_text.fingerprint` returns, of several texts."""


def converter_of(kind: Any) -> Converter:
    """Return the converter for a type.

    There are converters for numbers, flags, and enums of integers or words. Any other type must be
    `Annotated` with its converter.

    Raises:
        TypeError: There is no converter for the type.
    """
    if get_origin(kind) is Annotated:
        return next(converter for converter in get_args(kind) if isinstance(converter, Converter))
    if isinstance(kind, NewType):
        return converter_of(kind.__supertype__)
    if kind is bool:
        return FLAG
    if kind is int:
        return NUMBER
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        choices = "|".join(f"{member:d}" for member in kind)
        return Converter(f"(?:{choices})", lambda text: kind(int(text)), "{:d}".format)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        words = "|".join(re.escape(member.value) for member in kind)
        return Converter(f"(?:{words})", kind, lambda member: member.value)
    raise TypeError(f"custom ids have no converter for {kind}; annotate it with one")


class IdTemplate(Struct, frozen=True, eq=False, dict=True):
    """The template of a button's or menu's custom ids, such as `longlook:{episode_id}`.

    Attributes:
        template: Fixed text, and the names of values in braces.
        converters: The converter of each value, by the value's name.
        begins: The text before the first value.
        expression: The regular expression of `pattern`.
    """

    template: str
    converters: Mapping[str, Converter]
    begins: str
    expression: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the custom ids it builds, with a named group for each value.

        It is compiled when it is first needed: a start needs none of more than a hundred.
        """
        return re.compile(self.expression)

    def fullmatch(self, custom_id: str) -> re.Match[str] | None:
        """Return the match of `pattern`; None if the custom id is of another template."""
        return self.pattern.fullmatch(custom_id) if custom_id.startswith(self.begins) else None

    @classmethod
    def of(cls, template: str, types: Mapping[str, Any]) -> "IdTemplate":
        """Return a template whose values have these types.

        Raises:
            TypeError: The template and `types` name different values, or a type has no converter.
        """
        names = _FIELD.findall(template)
        if sorted(names) != sorted(types):
            raise TypeError(f"{template!r} names {sorted(names)}, not {sorted(types)}")
        converters = {name: converter_of(types[name]) for name in names}
        begins, *words = _FIELD.split(template)
        expression = re.escape(begins)
        for name, text in zip(words[::2], words[1::2], strict=True):
            expression += f"(?P<{name}>{converters[name].pattern}){re.escape(text)}"
        return cls(template, converters, begins, expression)

    def build(self, values: Mapping[str, Any]) -> str:
        """Return the custom id that carries these values.

        Raises:
            TypeError: A value is missing, or not in the template.
            ValueError: A value could not be read back from the custom id.
        """
        if values.keys() != self.converters.keys():
            raise TypeError(
                f"{self.template!r} takes {sorted(self.converters)}, not {sorted(values)}"
            )
        written = {
            name: converter.write(values[name]) for name, converter in self.converters.items()
        }
        custom_id = self.template.format_map(written)
        if self.fullmatch(custom_id) is None:
            raise ValueError(f"{custom_id!r} does not fit {self.template!r}")
        return custom_id

    def read(self, match: re.Match[str]) -> dict[str, Any]:
        """Return the values, by name, of a custom id that `pattern` matched."""
        return {name: self.converters[name].read(text) for name, text in match.groupdict().items()}


def field_types(kind: type, base: type) -> dict[str, Any]:
    """Return the types of the values that a class declares by annotations, inherited ones included.

    Args:
        kind: The class.
        base: The class above which nothing is declared.
    """
    return {
        name: type_
        for one in kind.__mro__
        if issubclass(one, base) and one is not base
        for name, type_ in inspect.get_annotations(one, eval_str=True).items()
        if not _is_of_the_class(type_)
    }


def _is_of_the_class(type_: Any) -> bool:
    return ClassVar in (type_, get_origin(type_))
