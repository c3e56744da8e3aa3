"""How errors stand in the log: with their causes, and without what people have typed."""

import copy
import logging
import re
import traceback
from collections.abc import Iterator

from typing_extensions import override

_QUOTED = re.compile(r"(?<!\w\w)'(?:[^'\\]|\\.|'(?=\w))*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
"""What is in quotes, as `repr` puts it there. An apostrophe within a word is no quote."""
_ASKED = re.compile(r"(?<=\w)\?[\w.~%+-]+=[^\s'\"]*")
"""What an address asks for, as in `/v1/search?q=hurt`."""


def without_quotes(text: str) -> str:
    """Return the text of an error without what it quotes, or what its addresses ask for.

    Either may be what somebody typed.
    """
    return _ASKED.sub("?…", _QUOTED.sub("'…'", text))


def traced(error: BaseException) -> str:
    """Return an error with its traceback and its causes, without what their texts quote."""
    text = "".join(traceback.format_exception(error))
    for said in sorted({str(one) for one in _chain(error)}, key=len, reverse=True):
        if said:
            text = text.replace(said, without_quotes(said))
    return text.rstrip("\n")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, what caused it, what it came in the way of, and what it groups."""
    seen, waiting = set[int](), [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


class _WithoutWords(logging.Formatter):
    """Formats as another formatter does, and tracebacks as `traced` does."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    @override
    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record = copy.copy(record)
            record.exc_info, record.exc_text = None, traced(error)
        return self._inner.format(record)


def hide_typed_words(handler: logging.Handler) -> None:
    """Have a handler write tracebacks as `traced` does, in whatever form it writes."""
    handler.setFormatter(_WithoutWords(handler.formatter or logging.Formatter()))


RECONNECTING = "Attempting a reconnect"
"""How discord.py begins to say that a connection was lost, or cannot be made again yet."""


def tell_reconnects_in_a_line(logger: logging.Logger) -> None:
    """Have what a logger says of reconnecting be a warning with its cause, without a traceback.

    An outage of the network is no fault of the bot's, and it goes on trying.
    """
    logger.addFilter(_shorten_reconnecting)


def _shorten_reconnecting(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and str(record.msg).startswith(RECONNECTING):
        cause = without_quotes(str(error)) or type(error).__name__
        record.msg, record.args = f"{record.getMessage()}: {cause}", ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True
