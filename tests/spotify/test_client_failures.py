"""Every failure of a call is one of the bot's own errors."""

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault, Gate
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import Answer, as_json
from bot.domain.errors import SpotifyRefused, SpotifyUnavailable
from bot.spotify.client import SpotifyClient
from tests.spotify.conftest import MakeClient, Waits


@pytest.mark.parametrize(
    ("fault", "error", "status"),
    [
        (faults.broken(500), SpotifyUnavailable, 500),
        (faults.broken(503), SpotifyUnavailable, 503),
        (faults.dropped(), SpotifyUnavailable, None),
        (faults.html(), SpotifyUnavailable, None),
        (faults.html(status=502), SpotifyUnavailable, 502),
        (faults.empty(), SpotifyUnavailable, None),
        (faults.text_error(502), SpotifyUnavailable, 502),
        (Fault(answer=as_json(200, ["no", "search"])), SpotifyUnavailable, None),
        (Fault(answer=Answer(200, b"[" * 100_000)), SpotifyUnavailable, None),
        (faults.text_error(400), SpotifyRefused, 400),
        (faults.refused(403), SpotifyRefused, 403),
        (faults.refused(401), SpotifyRefused, 401),
        (faults.html(status=404), SpotifyRefused, 404),
    ],
)
async def test_every_failure_is_one_of_ours(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    fault: Fault,
    error: type[SpotifyUnavailable | SpotifyRefused],
    status: int | None,
) -> None:
    spotify.faults.add("GET", "/search", fault, times=3)
    with pytest.raises(error) as raised:
        await client.search("hurt")
    assert vars(raised.value)["status"] == status


async def test_an_answer_that_takes_too_long_is_a_failure(
    spotify: SimulatedSpotify, make_client: MakeClient
) -> None:
    spotify.faults.add("GET", "/search", faults.late(Gate()), times=3)
    with pytest.raises(SpotifyUnavailable):
        await make_client(timeout=0.05).search("hurt")


@pytest.mark.parametrize("failures", [1, 2])
async def test_reading_is_tried_three_times_with_growing_waits(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits, failures: int
) -> None:
    spotify.faults.add("GET", "/search", faults.broken(), times=failures)
    assert await client.search("hurt")
    assert len(spotify.requests) == failures + 1
    assert waits.seconds == [0.5, 1.0][:failures]


async def test_what_was_refused_is_not_tried_again(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    spotify.faults.add("GET", "/search", faults.refused(403, "Forbidden for this app"))
    with pytest.raises(SpotifyRefused) as raised:
        await client.search("hurt")
    assert raised.value.reason == "Forbidden for this app"
    assert (len(spotify.requests), waits.seconds) == (1, [])


async def test_the_words_of_a_refusal_are_in_the_log(
    spotify: SimulatedSpotify, client: SpotifyClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    spotify.faults.add("GET", "/search", faults.refused(400, "Odd words"))
    with pytest.raises(SpotifyRefused):
        await client.search("hurt")
    assert "Odd words" in caplog.text
