"""The log says what went wrong, and where; it does not say what people typed."""

import inspect
import logging
import sys
from collections.abc import Callable
from io import StringIO

import discord.shard
import pytest

from bot import running
from bot.domain import errors
from bot.domain.errors import InvalidInput, NeedsTime, NotFound, RuleError, SeveralFound
from bot.log_texts import (
    RECONNECTING,
    hide_typed_words,
    tell_reconnects_in_a_line,
    traced,
    without_quotes,
)

WORDS = "zebrafinch"
TYPED: list[RuleError] = [
    InvalidInput("import.dead", WORDS, {"title": WORDS, "limit": 3}),
    NotFound("song", WORDS),
    SeveralFound("song", WORDS, (WORDS, WORDS)),
    NeedsTime("past", WORDS),
    errors.DuplicateProposal(5, WORDS, 7, yours=False),
    errors.SongFrozen(WORDS),
    errors.DuplicateCharacter(WORDS),
]


@pytest.mark.parametrize("error", TYPED, ids=lambda error: type(error).__name__)
def test_an_error_says_what_it_is_and_repeats_no_words(error: RuleError) -> None:
    for text in (repr(error), str(error), f"{error}", f"{error!r}"):
        assert WORDS not in text
        assert type(error).__name__ in text


def test_what_it_is_about_is_told() -> None:
    assert repr(InvalidInput("import.dead", WORDS)) == "InvalidInput(what='import.dead')"
    assert "5" in repr(errors.DuplicateProposal(5, WORDS, 7, yours=False))


def refuse(words: str) -> None:
    raise NotFound("song", words)


WAYS: dict[str, Callable[[str], object]] = {
    "number": int,
    "key": dict[str, str]().__getitem__,
    "rule": refuse,
}


def fails(how: str) -> BaseException:
    """Return an error that quotes what somebody typed, caused by one that does, too."""
    try:
        try:
            WAYS[how](WORDS)
        except Exception as fault:
            raise RuntimeError(f'cannot read "{WORDS}" of it') from fault
    except RuntimeError as error:
        return error
    raise AssertionError(how)


@pytest.mark.parametrize("how", WAYS)
def test_a_traceback_has_all_causes_and_no_words(how: str) -> None:
    text = traced(fails(how))
    assert WORDS not in text
    assert "RuntimeError: cannot read '…' of it" in text
    assert "direct cause" in text
    assert "test_log_texts.py" in text


@pytest.mark.parametrize(
    "said", ["can't read {!r}", "no {!r}", "b{!r} isn't {!r}", "it's, of {!r},", "'I don't, {}'"]
)
def test_an_apostrophe_begins_no_quote(said: str) -> None:
    assert WORDS not in without_quotes(said.format(WORDS, WORDS))


@pytest.mark.parametrize(
    "said", ["https://api.invalid/v1/search?q={}&type=track:", "(with url: /search?type=a&q={})"]
)
def test_what_an_address_asks_for_is_left_out(said: str) -> None:
    text = without_quotes(said.format(WORDS.replace(" ", "+")))
    assert text.startswith(said.partition("?")[0])
    assert WORDS.split(maxsplit=1)[0] not in text
    assert without_quotes("Really? a=b") == "Really? a=b"


def test_every_handler_of_a_running_bot_leaves_them_out() -> None:
    root = logging.getLogger()
    before, level = [*root.handlers], root.level
    try:
        root.handlers[:] = []
        running.log_from("INFO")
        [handler] = root.handlers
        record = logging.LogRecord("bot", logging.ERROR, "", 1, "went wrong", (), None)
        error = fails("number")
        record.exc_info = (type(error), error, error.__traceback__)
        text = handler.format(record)
        assert "went wrong" in text
        assert "RuntimeError" in text
        assert WORDS not in text
    finally:
        root.handlers[:] = before
        root.setLevel(level)


def test_a_handler_keeps_its_form() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("<%(message)s>"))
    hide_typed_words(handler)
    try:
        int(WORDS)
    except ValueError:
        info = sys.exc_info()
    record = logging.LogRecord("bot", logging.ERROR, "", 1, "no", (), info)
    handler.emit(record)
    assert stream.getvalue().startswith("<no>\nTraceback")
    assert WORDS not in stream.getvalue()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OSError("Cannot connect to host 'x' [None]"), "Cannot connect to host '…' [None]"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_connection_that_is_made_again_is_told_of_in_a_line(
    fault: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("tests.reconnecting")
    tell_reconnects_in_a_line(logger)
    words = f"{RECONNECTING} for shard ID %s in %.2fs"
    assert words in inspect.getsource(discord.shard)
    logger.error(words, 3, 2.5, exc_info=fault)
    logger.error("Something else", exc_info=fault)
    reconnecting, other = caplog.records
    assert reconnecting.getMessage() == f"{RECONNECTING} for shard ID 3 in 2.50s: {told}"
    assert (reconnecting.levelname, reconnecting.exc_info) == ("WARNING", None)
    assert other.levelname == "ERROR"
    assert other.exc_info is not None
