"""Custom ids: one template says what a button is called, and reads and writes what it carries."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, NewType, get_args, get_origin

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Converter:
    """How values of one type are written into a custom id, and read from there.

    `pattern` is a regular expression without groups that matches what `write` returns.
    """

    pattern: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


NUMBER = Converter(r"\d{1,19}", int, "{:d}".format)
FLAG = Converter("[01]", lambda text: text == "1", "{:d}".format)


def converter_of(kind: Any) -> Converter:
    """Return how values of a type are written.

    Numbers, flags and numbered choices are known; any other type is `Annotated` with its converter.

    Raises:
        TypeError: It is not.
    """
    if get_origin(kind) is Annotated:
        return next(one for one in get_args(kind) if isinstance(one, Converter))
    if isinstance(kind, NewType):
        return converter_of(kind.__supertype__)
    if kind is bool:
        return FLAG
    if kind is int:
        return NUMBER
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        choices = "|".join(f"{one:d}" for one in kind)
        return Converter(f"(?:{choices})", lambda text: kind(int(text)), "{:d}".format)
    raise TypeError(f"{kind} is not known in custom ids; annotate it with its converter")


@dataclass(frozen=True, slots=True)
class IdTemplate:
    """What is pressed is called by such a template: `longlook:{episode_id}`.

    Attributes:
        template: Words of its own, and the names of the values it carries.
        converters: How each value is written, by its name.
        pattern: Matches the custom ids it builds, with a group of each value's name.
    """

    template: str
    converters: Mapping[str, Converter]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, template: str, types: Mapping[str, Any]) -> "IdTemplate":
        """Return what a template says, its values being of these types.

        Raises:
            TypeError: The values named are not those that have types, or one cannot be written.
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
            TypeError: A value is missing, or not known.
            ValueError: A value cannot be written so that it is read again.
        """
        if values.keys() != self.converters.keys():
            raise TypeError(
                f"{self.template!r} takes {sorted(self.converters)}, not {sorted(values)}"
            )
        written = {name: one.write(values[name]) for name, one in self.converters.items()}
        custom_id = self.template.format_map(written)
        if self.pattern.fullmatch(custom_id) is None:
            raise ValueError(f"{custom_id!r} does not fit {self.template!r}")
        return custom_id

    def read(self, match: re.Match[str]) -> dict[str, Any]:
        """Return the values of a custom id that `pattern` matches, by name."""
        return {name: self.converters[name].read(text) for name, text in match.groupdict().items()}
