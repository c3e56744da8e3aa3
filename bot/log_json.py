"""The log for machines: one JSON object a line."""

import json
import logging
from datetime import UTC, datetime

from typing_extensions import override

from bot.log_texts import traced
from bot.services.ports.log_subjects import log_subjects

EXTRA = ("reference",)
"""What a line may say of itself: the reference that people were given for an error."""


class JsonLines(logging.Formatter):
    """Writes the instant (UTC), the level, who says it, the text, and what it is about."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        said = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **log_subjects(),
            **{name: getattr(record, name) for name in EXTRA if hasattr(record, name)},
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said["error"] = traced(error)
        elif record.exc_text:
            said["error"] = record.exc_text
        return json.dumps(said, ensure_ascii=False)
