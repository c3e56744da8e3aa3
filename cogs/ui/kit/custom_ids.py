"""Custom ids: templates that build them from values and read the values back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, NewType, get_args, get_origin

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Converter:
    """How values of one type are written into a custom id, and read back.

    `pattern` is a regular expression without groups that matches what `write` returns.
    """

    pattern: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


NUMBER = Converter(r"\d{1,19}", int, "{:d}".format)
FLAG = Converter("[01]", lambda text: text == "1", "{:d}".format)


def converter_of(kind: Any) -> Converter:
    """Return the converter for a type.

    There are converters for numbers, flags and integer enums. Any other type must be `Annotated`
    with its converter.

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
    raise TypeError(f"custom ids have no converter for {kind}; annotate it with one")


@dataclass(frozen=True, slots=True)
class IdTemplate:
    """The template of a button's or menu's custom ids, such as `longlook:{episode_id}`.

    Attributes:
        template: Fixed text, and the names of values in braces.
        converters: The converter of each value, by the value's name.
        pattern: Matches the custom ids it builds, with a named group for each value.
    """

    template: str
    converters: Mapping[str, Converter]
    pattern: re.Pattern[str]

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
        words = iter(_FIELD.split(template))
        pattern = re.escape(next(words))
        for name in words:
            pattern += f"(?P<{name}>{converters[name].pattern}){re.escape(next(words))}"
        return cls(template, converters, re.compile(pattern))

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
        if self.pattern.fullmatch(custom_id) is None:
            raise ValueError(f"{custom_id!r} does not fit {self.template!r}")
        return custom_id

    def read(self, match: re.Match[str]) -> dict[str, Any]:
        """Return the values, by name, of a custom id that `pattern` matched."""
        return {name: self.converters[name].read(text) for name, text in match.groupdict().items()}
