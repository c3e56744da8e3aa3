"""Reading a record's JSON: the type of every value is checked, and errors name the field."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterator, Mapping

from bot.domain.errors import BadRecord

WHOLE_MAX = 10**9
"""More than any count needs; without a limit, numbers could grow too long to print."""

_MISSING = object()


def load(raw: bytes) -> dict[str, object]:
    """Return the object in a file.

    Raises:
        BadRecord: It is not UTF-8, not JSON, not an object, or repeats a name in an object.
    """
    try:
        value: object = json.loads(
            _decoded(raw), object_pairs_hook=_object, parse_constant=_refuse_constant
        )
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadRecord("the file", f"it is not JSON in UTF-8 ({error})") from error
    if not isinstance(value, dict):
        raise BadRecord("the file", "it holds no JSON object")
    return value


def _decoded(raw: bytes) -> str:
    """Return a file's text, as editors save it: UTF-16 says so with a mark, UTF-8 may have one."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in pairs:
        if name in fields:
            raise BadRecord(f"the field {name!r}", "it stands twice in one object")
        fields[name] = value
    return fields


def _refuse_constant(name: str) -> object:
    raise BadRecord("the file", f"{name} is not JSON")


class Fields:
    """The fields of one JSON object, read by name and type.

    `where` is the reader's name for the object (`ballot 7F3A91C2`); empty for the record itself,
    whose errors name only the field.

    Every method raises BadRecord if the field is missing or of the wrong type.
    """

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise BadRecord(where, "it must be an object")
        self._values: Mapping[str, object] = value
        self.where = where

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def fault(self, name: str, rule: str) -> BadRecord:
        """Return the error to raise for a field."""
        return BadRecord(self.where, f"{name}: {rule}") if self.where else BadRecord(name, rule)

    def inner(self, name: str) -> "Fields":
        """Return the fields of an object within this one."""
        return Fields(self.value(name), f"{self.where}, {name}" if self.where else name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def only(self, allowed: Collection[str]) -> None:
        """Refuse all other fields: ignoring one could change the meaning of the object."""
        for name in self._values:
            if name not in allowed:
                raise self.fault(name, "it has no place here")

    def value(self, name: str) -> object:
        """Return a field of any type."""
        value = self._values.get(name, _MISSING)
        if value is _MISSING:
            raise self.fault(name, "it is missing")
        return value

    def text(self, name: str, pattern: str = "", shape: str = "") -> str:
        """Return a text; it must match the pattern, if any, which `shape` describes in words."""
        value = self.value(name)
        if not isinstance(value, str):
            raise self.fault(name, "it must be a text")
        if pattern and not re.fullmatch(pattern, value, re.DOTALL):
            raise self.fault(name, f"it must be {shape}")
        return value

    def whole(self, name: str, least: int) -> int:
        """Return a whole number from `least` to `WHOLE_MAX`."""
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fault(name, f"it must be a whole number of at least {least}")
        if value > WHOLE_MAX:
            raise self.fault(name, f"it must be a whole number of at most {WHOLE_MAX}")
        return value

    def entries(self, name: str) -> list[object]:
        """Return a list of anything."""
        value = self.value(name)
        if not isinstance(value, list):
            raise self.fault(name, "it must be a list")
        return value

    def songs(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known song ids without repetition."""
        songs: dict[str, None] = {}
        for song in self.entries(name):
            if not isinstance(song, str):
                raise self.fault(name, "it must list song ids")
            if song not in known:
                raise self.fault(name, f"there is no song {song!r}")
            if song in songs:
                raise self.fault(name, f"{song!r} is repeated")
            songs[song] = None
        return tuple(songs)
