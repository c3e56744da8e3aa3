"""What somebody looks for is not in the log, whatever Spotify makes of it."""

import logging

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import UpstreamError
from bot.log_texts import traced
from bot.spotify.client import SpotifyClient

WORDS = "zugzwang waltz"


@pytest.mark.parametrize(
    "fault",
    [
        faults.refused(400),
        faults.refused(403),
        faults.broken(500),
        faults.dropped(),
        faults.html(status=404),
        faults.text_error(502),
    ],
)
async def test_words_are_in_no_log_where_spotify_refuses_or_fails(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
) -> None:
    await client.search("hurt")
    caplog.set_level(logging.INFO)
    spotify.faults.add("GET", "/search", fault, times=3)
    with pytest.raises(UpstreamError) as raised:
        await client.search(WORDS)
    logged = [record.getMessage() for record in caplog.records]
    # As it is written if something goes wrong while it is told.
    logged.append(traced(raised.value))
    assert not [word for word in WORDS.split() if word in "\n".join(logged)]
