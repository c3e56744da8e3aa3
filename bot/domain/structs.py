"""What value classes need beyond `msgspec.Struct`: changed copies, and values that stay secret."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    # They do the same, each for its own kind of class. But mypy checks what is replaced for the
    # one of `dataclasses` alone, of structs too.
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["SecretStruct", "replace"]


class SecretStruct(Struct, frozen=True):
    """The base of values that hold secrets: a log or a traceback shows the name of the class."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []
