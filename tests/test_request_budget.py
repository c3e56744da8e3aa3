"""What Discord takes: so many requests a second, shared by all processes, and few it refuses."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.request_budget import PER_SECOND, REFUSED_MOST, WINDOW, RequestBudget


class Time:
    """Seconds that pass when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(st.floats(0.01, 1.0), st.integers(1, 400))
def test_in_the_long_run_no_more_is_sent_than_ones_part(share: float, requests: int) -> None:
    time = Time()
    budget = RequestBudget(time, lambda: share)
    for _ in range(requests):
        time.now += budget.pause()
        budget.spend()
    most_at_once = max(1.0, PER_SECOND * share)
    assert requests <= (time.now - Time.now) * PER_SECOND * share + most_at_once + 0.001


def test_what_people_make_is_not_held_up_but_the_outbox_waits_for_it() -> None:
    time = Time()
    budget = RequestBudget(time, lambda: 1.0)
    for _ in range(90):
        budget.spend()
    assert budget.pause() == pytest.approx(46 / PER_SECOND)
    time.now += 46 / PER_SECOND
    assert budget.pause() == pytest.approx(0.0)


@pytest.mark.parametrize("share", [1.0, 0.25])
def test_the_outbox_rests_before_discord_bans_the_address(
    share: float, caplog: pytest.LogCaptureFixture
) -> None:
    time = Time()
    budget = RequestBudget(time, lambda: share)
    for n in range(int(REFUSED_MOST * share)):
        assert budget.rest() == 0
        budget.count((401, 403, 429)[n % 3])
    rest = budget.rest()
    assert 0 < rest <= WINDOW
    assert budget.rest() == rest
    assert len([text for text in caplog.messages if "bans an address" in text]) == 1
    time.now += rest
    assert budget.rest() == 0


@pytest.mark.parametrize(("status", "scope"), [(200, ""), (404, ""), (500, ""), (429, "shared")])
def test_what_is_no_fault_of_ours_is_not_counted(status: int, scope: str) -> None:
    budget = RequestBudget(Time(), lambda: 1 / REFUSED_MOST)
    budget.count(status, scope)
    assert budget.rest() == 0


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async def refuse(request: web.Request) -> web.Response:
        scope = {"X-RateLimit-Scope": "shared"} if "shared" in request.path else {}
        return web.Response(status=429, headers=scope)

    app = web.Application()
    app.router.add_get("/{tail:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_real_requests_are_counted_but_for_answers_to_interactions(site: str) -> None:
    budget = RequestBudget(Time(), lambda: 1 / PER_SECOND)
    trace = aiohttp.TraceConfig()
    budget.listen(trace)
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for path in ("interactions/1/t/callback", "webhooks/1/t", "shared"):
            async with session.get(f"{site}/{path}"):
                pass
    assert budget.pause() == pytest.approx(1.0)
    assert len(budget._refused) == 1
    assert budget._refused[0][1] == 2
