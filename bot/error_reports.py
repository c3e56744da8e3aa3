"""Errors reported to Sentry, where a host wants that, without anything of people's."""

import logging
from collections.abc import Mapping, MutableMapping
from types import ModuleType
from typing import Any

from bot import installation
from bot.domain.errors import ConfigError
from bot.log_texts import without_quotes

_KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release")
_OF_FRAMES = ("filename", "function", "module", "lineno", "in_app")


def begin(dsn: str, transport: Any = None) -> None:
    """Report from now on whatever is logged as an error.

    Args:
        dsn: The address of the project at Sentry.
        transport: What sends the reports, in place of the library's own.

    Raises:
        ConfigError: The library is not installed.
    """
    library, log_listener = _library()
    library.init(
        dsn=dsn,
        release=installation.version(),
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[log_listener],
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        server_name="",
        before_send=scrubbed,
        shutdown_timeout=2,
        transport=transport,
    )


def scrubbed(event: MutableMapping[str, Any], _hint: object = None) -> dict[str, Any]:
    """Return what of a report may leave: kinds of errors and places in the code.

    What errors quote may be what somebody typed, and so may be what a line of the log was filled
    in with.
    """
    kept = {name: event[name] for name in _KEPT if name in event}
    written = event.get("logentry") or {}
    if written.get("message"):
        kept["logentry"] = {"message": written["message"]}
    errors = (event.get("exception") or {}).get("values") or []
    if errors:
        kept["exception"] = {"values": [_error(one) for one in errors]}
    return kept


def _error(one: Mapping[str, Any]) -> dict[str, Any]:
    frames = (one.get("stacktrace") or {}).get("frames") or []
    return {
        "type": one.get("type"),
        "module": one.get("module"),
        "value": without_quotes(str(one.get("value") or "")),
        "stacktrace": {
            "frames": [
                {name: frame[name] for name in _OF_FRAMES if name in frame} for frame in frames
            ]
        },
    }


def _library() -> tuple[ModuleType, Any]:
    """Return the library, and what has it listen to the log."""
    try:
        # Large, and for those alone who want it.
        import sentry_sdk  # noqa: PLC0415
        from sentry_sdk.integrations.logging import LoggingIntegration  # noqa: PLC0415
    except ModuleNotFoundError:
        what = "SENTRY_DSN: it needs sentry-sdk, which isn't installed"
        raise ConfigError([f"{what}. Install it, or leave SENTRY_DSN empty"]) from None
    return sentry_sdk, LoggingIntegration(level=None, event_level=logging.ERROR)
