"""The `fields` filter of playlist reads, such as `items(added_at,item(uri,name)),total`."""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from bot.demo.spotify.wire import Refused

_MARK = re.compile(r"[A-Za-z_]+|[.,()!]")


class Selection(Struct):
    """The fields of one object to keep, or with `exclude` those to leave out.

    Attributes:
        inner: What to keep of each field's value; None for all of it.
    """

    inner: "dict[str, Selection | None]" = field(default_factory=dict)
    exclude: bool = False

    def apply(self, value: object) -> object:
        """Return only what is selected of a value; of a list, what is selected of each element."""
        if isinstance(value, list):
            return [self.apply(one) for one in value]
        if not isinstance(value, dict):
            return value
        if self.exclude:
            return {name: one for name, one in value.items() if name not in self.inner}
        chosen = ((name, inner) for name, inner in self.inner.items() if name in value)
        return {name: inner.apply(value[name]) if inner else value[name] for name, inner in chosen}


def select(spec: str | None, value: object) -> object:
    """Return what the filter leaves of a value; all of it if there is no filter.

    Ignores names that the value does not have, as Spotify does.

    Raises:
        Refused: The filter cannot be read (400).
    """
    if not spec:
        return value
    packed = spec.replace(" ", "")
    marks = _MARK.findall(packed)
    if "".join(marks) != packed:
        raise Refused(400, "Invalid fields")
    reader = iter([*marks, ""])
    selection, last = _group(reader)
    if last:
        raise Refused(400, "Invalid fields")
    return selection.apply(value)


def _group(marks: Iterator[str]) -> tuple[Selection, str]:
    """Read a list of fields; return it with the mark that ended it: a bracket, or nothing."""
    selection = Selection()
    while True:
        mark = next(marks)
        if mark == "!":
            selection.exclude = True
            mark = next(marks)
        after = _field(mark, marks, selection)
        if after != ",":
            return selection, after


def _field(name: str, marks: Iterator[str], into: Selection) -> str:
    """Read one field with its own selection; return the mark after it."""
    if not name.isidentifier():
        raise Refused(400, "Invalid fields")
    mark = next(marks)
    if mark == ".":
        inner = into.inner.get(name) or Selection()
        into.inner[name] = inner
        name_inside = next(marks)
        return _field(name_inside, marks, inner)
    if mark == "(":
        into.inner[name], closing = _group(marks)
        if closing != ")":
            raise Refused(400, "Invalid fields")
        return next(marks)
    into.inner[name] = None
    return mark
