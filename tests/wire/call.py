"""A parsed request, as the handlers of routes receive it."""

from dataclasses import dataclass

from tests.wire.capture import Recorded
from tests.wire.shapes import Json


@dataclass(frozen=True, slots=True)
class Call:
    """A parsed request: its body, the names of its files, and the variable parts of its path."""

    recorded: Recorded
    parts: dict[str, str]

    def number(self, name: str) -> int:
        """Return an id from the path."""
        return int(self.parts[name])

    @property
    def body(self) -> Json:
        """Return the JSON body."""
        body = self.recorded.body
        return body if isinstance(body, dict) else {}

    @property
    def files(self) -> list[str]:
        """Return the names of the uploaded files."""
        return self.recorded.files
