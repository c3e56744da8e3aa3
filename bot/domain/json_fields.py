"""Reading a record's JSON: every value is checked for its kind, and a fault names its place."""

import json
import re
from collections.abc import Collection, Iterator, Mapping

from bot.domain.errors import BadRecord

WHOLE_MAX = 10**9
"""More than any count needs; without a bound, numbers grow longer than can be told."""

_MISSING = object()


def load(raw: bytes) -> dict[str, object]:
    """Return the object a file holds.

    Raises:
        BadRecord: It is not UTF-8, not JSON, not an object, or one name stands twice in an object.
    """
    try:
        value: object = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant
        )
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadRecord("the file", f"it is not JSON in UTF-8 ({error})") from error
    if not isinstance(value, dict):
        raise BadRecord("the file", "it holds no JSON object")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for name, value in pairs:
        if name in made:
            raise BadRecord(f"the field {name!r}", "it stands twice in one object")
        made[name] = value
    return made


def _refuse_constant(name: str) -> object:
    raise BadRecord("the file", f"{name} is not JSON")


class Fields:
    """The fields of one JSON object, asked for by name and kind.

    `where` is what a reader would call the object (`ballot 7F3A91C2`); it is empty for the record
    itself, whose faults are named by the field.

    Every method raises BadRecord where the field is missing or of the wrong kind.
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
        """Refuse any other field: one that is overlooked would change what the object says."""
        for name in self._values:
            if name not in allowed:
                raise self.fault(name, "it has no place here")

    def value(self, name: str) -> object:
        """Return a field of any kind."""
        value = self._values.get(name, _MISSING)
        if value is _MISSING:
            raise self.fault(name, "it is missing")
        return value

    def text(self, name: str, pattern: str = "", shape: str = "") -> str:
        """Return a text; with a pattern, one that fits it, `shape` saying so in words."""
        value = self.value(name)
        if not isinstance(value, str):
            raise self.fault(name, "it must be a text")
        if pattern and not re.fullmatch(pattern, value, re.DOTALL):
            raise self.fault(name, f"it must be {shape}")
        return value

    def whole(self, name: str, least: int) -> int:
        """Return a whole number of at least `least` and at most `WHOLE_MAX`."""
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
        """Return a list of song ids, all known and none twice."""
        found: dict[str, None] = {}
        for song in self.entries(name):
            if not isinstance(song, str):
                raise self.fault(name, "it must list song ids")
            if song not in known:
                raise self.fault(name, f"there is no song {song!r}")
            if song in found:
                raise self.fault(name, f"{song!r} is repeated")
            found[song] = None
        return tuple(found)
