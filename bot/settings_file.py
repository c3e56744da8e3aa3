"""Read the file `.env` as people and their editors write it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

from bot.domain.errors import ConfigError
from bot.domain.structs import SecretStruct
from bot.host_files import absolute, why_not

_BYTES_MAX = 1_000_000


class Written(SecretStruct, frozen=True):
    """What a file sets. Its `repr` shows nothing.

    Attributes:
        values: By name; the last one where a name has several, but never an empty one then.
        faults: One for each line that makes no sense.
        contested: The names that have several values, or whose last line says nothing though an
            earlier one does.
    """

    values: Mapping[str, str]
    faults: Sequence[str] = ()
    contested: Collection[str] = ()


def read_lines(file: Path) -> Written:
    """Return what a `.env` file sets. No file sets nothing.

    Raises:
        ConfigError: It is there, but cannot be read. Its one fault names the file.
    """
    if not _is_there(file):
        return Written({})
    text = _decoded(file, _content(file))
    bindings = list(parse_stream(StringIO(text)))
    # Never the line itself: it may hold a secret.
    faults = [
        f"{file}: line {_line_of(one.original.string, one.original.line)} can't be read. Write"
        " NAME=value, and close each quotation mark"
        for one in bindings
        if one.error
    ]
    given = _given_by_name(bindings)
    sound = "".join(
        one.original.string for one in bindings if one.key and (one.value or not given[one.key])
    )
    last = {one.key: one for one in bindings}
    emptied = {name for name, one in last.items() if not one.value}
    values = dotenv_values(stream=StringIO(sound))
    return Written(
        {name: value for name, value in values.items() if value is not None},
        faults,
        sorted(
            name
            for name, several in given.items()
            if len(several) > 1 or (several and name in emptied)
        ),
    )


def _given_by_name(bindings: Iterable[Binding]) -> Mapping[str, set[str]]:
    """Return the values of each name; what is empty is none."""
    found: dict[str, set[str]] = {}
    for one in bindings:
        if one.key:
            found.setdefault(one.key, set()).update([one.value] if one.value else [])
    return found


def _is_there(file: Path) -> bool:
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as fault:
        raise ConfigError([why_not(file, fault)]) from fault
    return True


def _line_of(string: str, line: int) -> int:
    """Return the line of a statement's first word; the parser counts from blank lines before it."""
    return line + string[: len(string) - len(string.lstrip())].count("\n")


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_BYTES_MAX)
    except OSError as fault:
        raise ConfigError([why_not(file, fault)]) from fault


def _decoded(file: Path, content: bytes) -> str:
    """Return a file's text; editors for Windows write a mark in front of it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        where = content.count(b"\n", 0, fault.start) + 1
        reason = f"line {where} is not UTF-8"
    else:
        reason = ""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        reason = "it is in UTF-16"
    if reason:
        raise ConfigError([f"{absolute(file)}: {reason}. Save it again as UTF-8"])
    return text
