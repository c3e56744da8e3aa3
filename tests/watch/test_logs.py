"""The log for machines, and errors reported elsewhere."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from typing_extensions import override

from bot import error_reports
from bot.domain.errors import ConfigError
from bot.log_json import JsonLines
from bot.services.ports.log_subjects import note_subjects


def unread(what: str) -> None:
    """Fail as what reads something typed does."""
    raise ValueError(f"could not read {what!r}")


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger, and what it has written."""
    text, logger = io.StringIO(), logging.getLogger("tests.json")
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, text
    logger.removeHandler(handler)
    logger.propagate = True


def lines(text: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


async def test_a_line_an_event_with_what_it_is_about(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, text = written

    async def work() -> None:
        note_subjects(room=7)
        note_subjects(round=9)
        logger.warning("late by %d s", 4)
        try:
            unread("what somebody typed")
        except ValueError:
            logger.exception("two\nlines", extra={"reference": "AB12CD"})

    await asyncio.create_task(work())
    logger.warning("about nothing")
    first, second, third = lines(text)
    assert first == {
        "time": first["time"],
        "level": "WARNING",
        "logger": "tests.json",
        "message": "late by 4 s",
        "room": 7,
        "round": 9,
    }
    assert first["time"].endswith("+00:00")
    assert second["reference"] == "AB12CD"
    assert "ValueError: could not read '…'" in second["error"]
    assert "room" not in third


class Kept(Transport):
    """Keeps what would have been sent."""

    def __init__(self, _options: object = None) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []

    @override
    def capture_envelope(self, envelope: Envelope) -> None:
        event = envelope.get_event()
        if event is not None:
            self.sent.append(dict(event))


@pytest.fixture
def kept() -> Iterator[Kept]:
    transport = Kept()
    error_reports.begin("https://key@sentry.example/1", transport)
    yield transport
    sentry_sdk.init()


def test_an_error_is_reported_without_what_people_wrote(kept: Kept) -> None:
    song = "Hounds of Love"
    try:
        unread(song)
    except ValueError:
        logging.getLogger("tests.reports").exception("a song: %s", song)
    logging.getLogger("tests.reports").warning("only a warning")
    [event] = kept.sent
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"]
    assert event["logentry"] == {"message": "a song: %s"}
    assert song not in json.dumps(event, default=str)


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ConfigError, match="SENTRY_DSN: it needs sentry-sdk"):
        error_reports.begin("https://key@sentry.example/1")
