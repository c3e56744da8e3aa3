"""MusicBrainz is asked as it wants to be: by name, not too often, and not while it wants a rest."""

import asyncio
import logging
import re
from email.utils import formatdate
from itertools import pairwise

import pytest

from bot.demo.musicbrainz import SimulatedMusicBrainz
from bot.demo.musicbrainz.server import Trouble
from bot.domain.errors import CreditsBusy, CreditsUnavailable
from bot.installation import version
from bot.musicbrainz import web as web_module
from bot.musicbrainz.web import EVERY, PATIENCE, PAUSE, PAUSE_MAX, MusicBrainzWeb
from tests.fakes import FakeClock
from tests.musicbrainz.conftest import CODE, Time


async def test_who_asks_is_named(web: MusicBrainzWeb, simulated: SimulatedMusicBrainz) -> None:
    assert await web.get(f"isrc/{CODE}") is not None
    [asked] = simulated.asked
    assert asked.agent == f"NeedleDrop/{version()} ( music@here.example )"
    assert asked.path == f"/ws/2/isrc/{CODE}"
    assert asked.query == {"fmt": "json"}


async def test_what_is_not_there_is_nothing(web: MusicBrainzWeb) -> None:
    assert await web.get("isrc/USRE17199999") is None


async def test_a_second_lies_between_two_questions_however_many_ask(
    web: MusicBrainzWeb, simulated: SimulatedMusicBrainz
) -> None:
    """The simulated one answers 503 to whoever asks sooner."""
    answers = await asyncio.gather(*(web.get(f"isrc/{CODE}") for _ in range(5)))
    assert None not in answers
    times = [one.at for one in simulated.asked]
    assert len(times) == 5
    assert all(after - before >= EVERY for before, after in pairwise(times))


async def test_a_short_pause_is_waited_for(
    web: MusicBrainzWeb, simulated: SimulatedMusicBrainz, time: Time
) -> None:
    simulated.trouble = Trouble(503, "3", times=1)
    assert await web.get(f"isrc/{CODE}") is not None
    first, second = (one.at for one in simulated.asked)
    assert second - first >= 3
    assert time.passed < PATIENCE


@pytest.mark.parametrize("status", [503, 429])
async def test_a_long_pause_is_told_and_kept(
    status: int,
    web: MusicBrainzWeb,
    simulated: SimulatedMusicBrainz,
    clock: FakeClock,
    time: Time,
) -> None:
    simulated.trouble = Trouble(status, "120", times=1)
    with pytest.raises(CreditsBusy) as told:
        await web.get(f"isrc/{CODE}")
    assert told.value.until == clock.now() + 120
    for _ in range(3):
        with pytest.raises(CreditsBusy) as told:
            await web.get(f"isrc/{CODE}")
    assert len(simulated.asked) == 1, "nothing was asked in the pause"
    time.passed += 120
    assert await web.get(f"isrc/{CODE}") is not None


async def test_who_is_told_twice_to_wait_says_so(
    web: MusicBrainzWeb, simulated: SimulatedMusicBrainz
) -> None:
    simulated.trouble = Trouble(503, "1")
    with pytest.raises(CreditsBusy):
        await web.get(f"isrc/{CODE}")
    assert len(simulated.asked) == 2


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("", PAUSE),
        ("soon", PAUSE),
        ("-5", PAUSE),
        ("999999999", PAUSE_MAX),
        ("9" * 40, PAUSE),
        (formatdate(1_800_000_090, usegmt=True), 90),
        (formatdate(2_000_000_000, usegmt=True), PAUSE_MAX),
    ],
)
async def test_however_the_pause_is_said_it_is_understood(
    said: str, pause: float, web: MusicBrainzWeb, simulated: SimulatedMusicBrainz, clock: FakeClock
) -> None:
    clock.instant = 1_800_000_000
    simulated.trouble = Trouble(503, said)
    with pytest.raises(CreditsBusy) as told:
        await web.get(f"isrc/{CODE}")
    assert told.value.until == clock.now() + pause


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(500),
        Trouble(400),
        Trouble(403),
        Trouble(301),
        Trouble(200, body=b"<html>"),
        Trouble(200, body=b"[]"),
        Trouble(200, body=b"\xff\xfe"),
        Trouble(200, body=b'{"a":' * 100_000),
        Trouble(drop=True),
    ],
    ids=lambda one: f"{one.status} {one.body[:8]!r} {one.drop}",
)
async def test_what_cannot_be_used_is_no_answer(
    trouble: Trouble, web: MusicBrainzWeb, simulated: SimulatedMusicBrainz
) -> None:
    simulated.trouble = trouble
    with pytest.raises(CreditsUnavailable):
        await web.get(f"isrc/{CODE}")
    simulated.trouble = None
    assert await web.get(f"isrc/{CODE}") is not None


async def test_an_answer_without_end_is_not_read_to_its_end(
    web: MusicBrainzWeb, simulated: SimulatedMusicBrainz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_module, "BYTES_MAX", 1000)
    simulated.trouble = Trouble(200, body=b" " * 100_000)
    with pytest.raises(CreditsUnavailable):
        await web.get(f"isrc/{CODE}")


async def test_where_nobody_listens_there_is_no_answer(clock: FakeClock, time: Time) -> None:
    gone = SimulatedMusicBrainz([])
    async with gone:
        pass
    web = MusicBrainzWeb("music@here.example", gone.root, clock, time, time.wait)
    with pytest.raises(CreditsUnavailable):
        await web.get(f"isrc/{CODE}")
    await web.close()


async def test_the_log_tells_neither_codes_nor_contact(
    web: MusicBrainzWeb, simulated: SimulatedMusicBrainz, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        simulated.trouble = Trouble(503, "600")
        with pytest.raises(CreditsBusy):
            await web.get(f"isrc/{CODE}")
    assert "a pause of 600 seconds" in caplog.text
    assert not re.search(f"{CODE}|here.example", caplog.text)
