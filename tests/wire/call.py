"""A request as the routes take it."""

from dataclasses import dataclass

from tests.wire.capture import Asked
from tests.wire.shapes import Json


@dataclass(frozen=True, slots=True)
class Call:
    """A request, read: its body, the names of its files, and what varies in its path."""

    asked: Asked
    parts: dict[str, str]

    def number(self, name: str) -> int:
        """Return an id of the path."""
        return int(self.parts[name])

    @property
    def body(self) -> Json:
        """Return the JSON body."""
        body = self.asked.body
        return body if isinstance(body, dict) else {}

    @property
    def files(self) -> list[str]:
        """Return the names of the files that came along."""
        return self.asked.files
