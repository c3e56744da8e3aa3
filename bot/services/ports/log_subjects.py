"""What the running task is about, for its lines in the log: ids, never what people wrote."""

from collections.abc import Mapping
from contextvars import ContextVar

_SUBJECTS: ContextVar[Mapping[str, int | str]] = ContextVar("log subjects")
_NONE: Mapping[str, int | str] = {}


def note_subjects(**subjects: int | str) -> None:
    """Say what the running task is about, besides what it has said before."""
    _SUBJECTS.set({**log_subjects(), **subjects})


def log_subjects() -> Mapping[str, int | str]:
    """Return what the running task is about."""
    return _SUBJECTS.get(_NONE)
