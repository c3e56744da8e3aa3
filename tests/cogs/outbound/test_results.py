"""Results come with their picture, and in words where it cannot be shown."""

import logging
from collections.abc import Mapping

import discord
import pytest

from bot.domain.errors import ChannelGone
from bot.domain.structs import replace
from bot.services.drawings import FRESH_FOR, Drawings
from bot.services.ports.announcements import Delivery, ResultsMessage
from bot.services.ports.read_models import Results
from cogs.ui.rounds import results_image
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import raw, said, walk
from tests.cogs.rounds import view_of
from tests.cogs.steps import open_round
from tests.fakes import FakeCovers


async def close(studio: Studio) -> Results:
    """Close the round, and let everything be said that is to be said."""
    await ends(studio, "close")
    await studio.work_off()
    return await results_of(studio)


async def results_of(studio: Studio) -> Results:
    view = await view_of(studio)
    return await studio.now.services.results.results_of(view.round.id)


def told(studio: Studio) -> list[discord.Message]:
    """Return the messages that tell results."""
    return [one for one in studio.channel.history() if "## The cut for" in said(one)]


def pictures(message: discord.Message) -> list[tuple[str, str]]:
    """Return where each picture shown in a message is, and what is said of it."""
    galleries = [one["items"] for one in walk(raw(message)) if "items" in one]
    return [(one["media"]["url"], one["description"]) for items in galleries for one in items]


async def assert_pictured(studio: Studio, results: Results) -> None:
    """Check that the results are told once, with their picture in them."""
    [message] = told(studio)
    [file] = message.attachments
    assert file.filename == "results.png"
    assert (await file.read()).startswith(b"\x89PNG")
    assert pictures(message) == [(file.url, results_image.alt_text(results))]


def assert_in_words(studio: Studio) -> None:
    """Check that the results are told once, without a picture."""
    [message] = told(studio)
    assert message.attachments == []
    assert pictures(message) == []
    assert "What I cast" in [one.get("label") for one in walk(raw(message))]


async def test_results_come_with_their_picture_which_an_edit_keeps(studio: Studio) -> None:
    await open_round(studio)
    results = await close(studio)
    await assert_pictured(studio, results)
    assert "Pilot" in pictures(told(studio)[0])[0][1]
    await studio.now.ports.announcer.edit(ResultsMessage(results))
    await assert_pictured(studio, results)
    again = await studio.now.ports.announcer.post(ResultsMessage(results), Delivery(9, retry=True))
    assert again == results.round.results_message_id
    await assert_pictured(studio, results)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Results]:
    """Note which results are drawn."""
    noted: list[Results] = []
    draw = results_image.results_picture

    async def note(results: Results, covers: Mapping[str, bytes]) -> bytes:
        noted.append(results)
        return await draw(results, covers)

    monkeypatch.setattr(results_image, "results_picture", note)
    return noted


async def test_results_are_drawn_once_whoever_asks(studio: Studio, drawn: list[Results]) -> None:
    await open_round(studio)
    results = await close(studio)
    assert len(drawn) == 1
    for person in (studio.boss, *studio.writers[:2]):
        shown = (await person.slash(studio.channel, "round results")).response
        assert shown is not None
        assert (await shown.attachments[0].read()).startswith(b"\x89PNG")
    await studio.now.ports.announcer.edit(ResultsMessage(replace(results, playlist_state="synced")))
    await studio.restart()
    await studio.writers[2].slash(studio.channel, "round results")
    assert len(drawn) == 1
    renamed = replace(results, episode=replace(results.episode, title="Another title"))
    await studio.now.ports.announcer.edit(ResultsMessage(renamed))
    await assert_pictured(studio, renamed)
    assert len(drawn) == 2


async def test_a_picture_with_a_cover_missing_is_drawn_again_after_a_while(
    studio: Studio, drawn: list[Results]
) -> None:
    await open_round(studio)
    results = await close(studio)
    song = results.songs["s1"]
    covered = replace(song, recording=replace(song.recording, cover_url="https://covers/s1"))
    results, covers = replace(results, songs={**results.songs, "s1": covered}), FakeCovers()
    client = studio.now.client
    drawings = Drawings(studio.house.clock, covers, studio.house.pictures)
    client.services = replace(client.services, drawings=drawings)
    drawn.clear()
    for pictures, later in ((1, 0), (1, 1), (2, FRESH_FOR), (3, FRESH_FOR), (3, FRESH_FOR)):
        studio.house.clock.instant += later
        if pictures == 3:
            covers.covers["https://covers/s1"] = b"no picture"
        await studio.now.ports.announcer.edit(ResultsMessage(results))
        assert len(drawn) == pictures


async def test_where_files_may_not_be_attached_results_come_in_words(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    await open_round(studio)
    results = await close(studio)
    await told(studio)[0].delete()
    path = f"/channels/{studio.channel.id}/messages"
    studio.env.inject_error("POST", path, status=403, code=50013)
    with caplog.at_level(logging.WARNING):
        posted = await studio.now.ports.announcer.post(
            ResultsMessage(results), Delivery(9, retry=False)
        )
    results = replace(results, round=replace(results.round, results_message_id=posted))
    assert_in_words(studio)
    assert "files may not be attached" in caplog.text
    studio.env.inject_error("PATCH", f"{path}/*", status=403, code=50013)
    await studio.now.ports.announcer.edit(ResultsMessage(results))
    assert_in_words(studio)
    await studio.now.ports.announcer.edit(ResultsMessage(results))  # now they may be again
    await assert_pictured(studio, results)


async def test_results_that_may_not_be_said_at_all_name_the_channel(studio: Studio) -> None:
    await open_round(studio)
    results = await close(studio)
    for method, path in (("POST", "messages"), ("PATCH", "messages/*")):
        studio.env.inject_error(method, f"/channels/*/{path}", status=403, code=50013, times=2)
    with pytest.raises(ChannelGone):
        await studio.now.ports.announcer.post(ResultsMessage(results), Delivery(9, retry=False))
    with pytest.raises(ChannelGone):
        await studio.now.ports.announcer.edit(ResultsMessage(results))


async def test_a_picture_that_fails_is_logged_and_the_words_come(
    studio: Studio, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    await open_round(studio)
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(results_image, "results_picture", broken)
        results = await close(studio)
    assert_in_words(studio)
    assert "could not be drawn" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    studio.house.clock.instant += FRESH_FOR
    await studio.now.ports.announcer.edit(ResultsMessage(results))
    await assert_pictured(studio, results)
