"""What the environment and `.env` give, cleaned of how people write it, and read one by one."""

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from msgspec import field

from bot.domain.structs import SecretStruct
from bot.settings_file import Written, read_lines

T = TypeVar("T")

ENVIRONMENT = "environment"
"""The origin of what `.env` does not give."""
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_QUOTES = ("''", '""', "\u2018\u2019", "\u201c\u201d")
_COMMENT = re.compile(r"\s+#.*", re.DOTALL)
_OF_POSTGRES = ("PGPASSWORD", "PGPASSFILE")
"""Where PostgreSQL's own programs find a password, and so does the bot."""
_CLOSE = 0.8
"""From 0 (unlike) to 1 (the same)."""


class NotUsable(ValueError):
    """A value cannot be used; the reason follows the setting's name, and never repeats a secret."""


class Given(SecretStruct, frozen=True):
    """Settings as they were given. Its `repr` shows nothing.

    Attributes:
        values: By name, cleaned; what is empty is not set.
        strangers: Names that are no settings, each with the setting it is close to.
        contested: Settings that the file gives several values, one of which is used.
        misplaced: Names in the file that are read from the environment alone.
        remedies: What to do about each setting, by name.
        origins: Where each of the values is from: the environment, or the file's name.
        faults: What is wrong, one line each, beginning with the name.
        defaults: What each setting is that was read, if it is not given.
    """

    values: Mapping[str, str]
    strangers: Mapping[str, str]
    contested: Sequence[str]
    misplaced: Sequence[str]
    remedies: Mapping[str, str]
    origins: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    defaults: dict[str, object] = field(default_factory=dict)

    @property
    def oddities(self) -> Sequence[str]:
        """Sentences on names that may not have been meant so."""
        strange = [
            f"{stranger} isn't a setting, and is ignored. If you meant {known}, write that"
            for stranger, known in self.strangers.items()
        ]
        several = (
            "is written more than once in .env, and its last value that isn't empty is used. Keep"
            " one of them"
        )
        elsewhere = "is read from the environment, not from .env. Write the password into"
        return (
            *strange,
            *(f"{name} {several}" for name in self.contested),
            *(f"{name} {elsewhere} DATABASE_URL" for name in self.misplaced),
        )

    def read(self, name: str, default: T, use: Callable[[str], T], *, required: bool = False) -> T:
        """Return a setting; the default if it is not set, or wrong, which is among `faults` then.

        Args:
            name: The setting.
            default: What it is without being set.
            use: Returns what the text means; raises NotUsable.
            required: Whether it has to be set.
        """
        text = self.values.get(name, "")
        self.defaults[name] = default
        if not text:
            if required:
                self.blame(name, f"missing{self._instead(name)}")
            return default
        try:
            return use(text)
        except NotUsable as reason:
            self.blame(name, f"cannot be used, since {reason}" if reason.args else "cannot be used")
            return default

    def word(self, name: str, default: T, use: Callable[[str], T], *, required: bool = False) -> T:
        """Return a setting without spaces, as `read` does; what follows ` #` is a comment."""
        return self.read(
            name, default, lambda text: use(_cleaned(_COMMENT.sub("", text))), required=required
        )

    def blame(self, name: str, what: str, to_do: str = "") -> None:
        """Note a fault of a setting, and what to do about it; its remedy if that is not given."""
        self.faults.append(f"{name}: {what}. {to_do or self.remedies[name]}")

    def blamed(self, name: str) -> bool:
        """Return whether a setting has a fault."""
        return any(fault.startswith(f"{name}:") for fault in self.faults)

    def _instead(self, name: str) -> str:
        written = [stranger for stranger, known in self.strangers.items() if known == name]
        return f", while there is {written[0]}, which isn't a setting" if written else ""


def web_address(text: str) -> SplitResult | None:
    """Return the parts of an address that begins with http:// or https://; None if it is none."""
    try:
        parts = urlsplit(text)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        return None
    return parts if sound and parts.hostname and parts.scheme in ("http", "https") else None


def given(dotenv: Path | None, remedies: Mapping[str, str]) -> Given:
    """Return what the environment gives, and the file what the environment does not.

    Raises:
        ConfigError: The file is there, but cannot be read.
    """
    written = read_lines(dotenv) if dotenv is not None else Written({})
    values: dict[str, str] = {}
    origins: dict[str, str] = {}
    for origin, source in ((str(dotenv), written.values), (ENVIRONMENT, os.environ)):
        cleaned = {name: _cleaned(source[name]) for name in remedies if name in source}
        found = {name: value for name, value in cleaned.items() if value}
        values |= found
        origins |= dict.fromkeys(found, origin)
    strangers = _strangers({*written.values, *os.environ}, remedies)
    contested = [name for name in written.contested if origins.get(name) == str(dotenv)]
    misplaced = [one for one in _OF_POSTGRES if one in written.values and one not in os.environ]
    return Given(values, strangers, contested, misplaced, remedies, origins, [*written.faults])


def _cleaned(text: str) -> str:
    """Return a value without what surrounds it by mistake: spaces, a line's end, quotation marks.

    What reads `.env` takes quotation marks off; what passes it to a container does not.
    """
    text = text.strip().strip(_INVISIBLE).strip()
    quoted = len(text) > 1 and text[0] + text[-1] in _QUOTES
    return text[1:-1].strip() if quoted else text


def _strangers(names: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Return the names that are no settings, but close to one, each with that one."""
    found = {}
    for name in sorted(set(names) - set(known)):
        plain = name.strip(_INVISIBLE).upper().replace("-", "_")
        close = get_close_matches(plain, known, 1, _CLOSE)
        if close:
            found[name] = close[0]
    return found
