"""What the bot says to a channel: once, merged, found again, and with errors named."""

import asyncio
import logging
from dataclasses import replace

import discord
import pytest

from bot.domain.errors import ChannelGone, DiscordUnavailable
from bot.domain.model import ChannelId, RoundId, UserId
from bot.services.ports.announcements import (
    BallotMessage,
    Delivery,
    ProposalCard,
    ResultsMessage,
)
from bot.services.ports.read_models import Results, RoundView
from cogs.outbound.announcer import DiscordAnnouncer
from cogs.ui.rounds import results_image
from tests.cogs.conftest import Studio
from tests.cogs.test_commands import open_round, propose, raw, said, set_up, walk
from tests.fakes import FakeCovers


@pytest.fixture
def edit_every() -> float:
    """Return what the real bot keeps to."""
    return 1.2


async def open_view(studio: Studio) -> RoundView:
    await open_round(studio)
    return await view_of(studio)


async def view_of(studio: Studio) -> RoundView:
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    return await services.rounds.live(room, await services.episodes.find(room))


def edits(studio: Studio) -> int:
    return sum(
        request.method == "PATCH"
        and "/messages/" in request.path
        and "webhooks" not in request.path
        for request in studio.env.http_requests
    )


def change(studio: Studio, view: RoundView, times: int = 1) -> None:
    with studio.env._bot_scope():  # as the bot's own tasks do, so that timers are the simulation's
        for _ in range(times):
            studio.now.services.ballot_messages.edit_soon(view.round.id)


async def settled(studio: Studio) -> None:
    """Let edits that are due at once be made."""
    await asyncio.sleep(0)
    await studio.now.services.ballot_messages.idle()


async def test_many_changes_make_one_edit_at_once_and_one_after_the_interval(
    studio: Studio,
) -> None:
    view = await open_view(studio)
    before = edits(studio)
    change(studio, view, 50)
    await settled(studio)
    assert edits(studio) == before + 1
    change(studio, view, 50)
    await settled(studio)
    assert edits(studio) == before + 1
    await studio.env.advance_time(1.3)
    assert edits(studio) == before + 2
    await studio.env.advance_time(60)
    assert edits(studio) == before + 2


async def test_a_message_older_than_an_hour_is_edited_less_often(studio: Studio) -> None:
    view = await open_view(studio)
    studio.house.clock.move(2 * 3600)
    before = edits(studio)
    change(studio, view)
    await settled(studio)
    change(studio, view)
    await studio.env.advance_time(5)
    assert edits(studio) == before + 1
    await studio.env.advance_time(6)
    assert edits(studio) == before + 2


async def test_the_last_edit_shows_the_close_and_nothing_follows(studio: Studio) -> None:
    view = await open_view(studio)
    change(studio, view, 2)
    await settled(studio)
    change(studio, view)
    await studio.boss.slash(studio.channel, "round close")
    await studio.work_off()
    after = edits(studio)
    await studio.env.advance_time(60)
    assert edits(studio) == after
    assert studio.now.services.ballot_messages._edits == {}
    assert view.round.message_id is not None
    [ballot] = [one for one in studio.channel.history() if one.id == view.round.message_id]
    assert "**Closed**" in said(ballot)


async def test_a_failed_edit_is_logged_and_made_up_for_by_the_next_change(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    view = await open_view(studio)
    studio.env.inject_error("PATCH", "/channels/*/messages/*", status=400, message="no")
    with caplog.at_level(logging.ERROR):
        change(studio, view)
        await settled(studio)
    assert "could not be shown" in caplog.text
    before = edits(studio)
    change(studio, view)
    await studio.env.advance_time(2)
    assert edits(studio) == before + 1


async def test_a_deleted_ballot_message_is_posted_again_once(studio: Studio) -> None:
    view = await open_view(studio)
    assert view.round.message_id is not None
    await studio.now.client.http.delete_message(studio.channel.id, view.round.message_id)
    before = len(studio.channel.history())
    for _ in range(3):
        change(studio, view)
        await studio.env.advance_time(2)
    assert len(studio.channel.history()) == before + 1
    await studio.restart()
    change(studio, view)
    await studio.env.advance_time(2)
    assert len(studio.channel.history()) == before + 1


async def test_what_may_have_been_sent_is_looked_for_first(studio: Studio) -> None:
    view = await open_view(studio)
    before = len(studio.channel.history())
    again = await studio.now.ports.announcer.post(BallotMessage(view), Delivery(5, retry=True))
    assert again == view.round.message_id
    assert len(studio.channel.history()) == before


async def test_where_it_is_not_found_it_is_sent_with_the_promise_as_nonce(studio: Studio) -> None:
    view = await open_view(studio)
    assert view.round.message_id is not None
    await studio.now.client.http.delete_message(studio.channel.id, view.round.message_id)
    message = BallotMessage(view, (UserId(studio.writers[0].id),))
    again = await studio.now.ports.announcer.post(message, Delivery(77, retry=True))
    assert again != view.round.message_id
    posts = [one for one in studio.env.http_requests if one.method == "POST"]
    payload = posts[-1].json
    assert isinstance(payload, dict)
    assert (payload["nonce"], payload["enforce_nonce"]) == ("77", True)
    assert payload["allowed_mentions"]["users"] == [studio.writers[0].id]
    assert payload["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize(
    ("status", "code", "why"), [(403, 50013, "forbidden"), (404, 10003, "deleted")]
)
async def test_a_channel_that_is_gone_is_named(
    studio: Studio, status: int, code: int, why: str
) -> None:
    view = await open_view(studio)
    studio.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(ChannelGone) as gone:
        await studio.now.ports.announcer.post(BallotMessage(view), Delivery(5, retry=False))
    assert (gone.value.why, gone.value.channel_id) == (why, studio.channel.id)


@pytest.mark.parametrize(("status", "code"), [(503, 0), (429, 30046)])
async def test_discord_in_trouble_is_named(studio: Studio, status: int, code: int) -> None:
    view = await open_view(studio)
    studio.env.inject_error("PATCH", "/channels/*/messages/*", status=status, code=code, times=None)
    with pytest.raises(DiscordUnavailable):
        await studio.now.ports.announcer.edit(BallotMessage(view))


async def test_a_card_that_was_deleted_stays_away(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 1)
    [card] = studio.channel.history()
    await studio.now.client.http.delete_message(studio.channel.id, card.id)
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    episode = await services.episodes.find(room)
    [proposal] = await services.proposals.longlist(room, episode)
    await studio.now.ports.announcer.edit(ProposalCard(room, episode, proposal))
    assert studio.channel.history() == []


async def test_a_round_without_a_message_yet_is_left_to_its_posting(studio: Studio) -> None:
    view = await open_view(studio)
    before = edits(studio)
    studio.now.services.ballot_messages.edit_soon(RoundId(1))
    await settled(studio)
    assert edits(studio) == before
    assert view.turnout.voted == 0


async def test_a_change_of_the_ballot_is_one_call_and_an_edit_later(studio: Studio) -> None:
    ballot = await open_round(studio)
    writer = studio.writers[1]
    mine = (await writer.click(ballot, label="Vote")).response
    assert mine is not None
    before = len(studio.env.http_requests)
    await writer.click(mine, label="Abstain")
    calls = [request.path for request in studio.env.http_requests[before:]]
    assert sum("callback" in path for path in calls) == 1
    assert len(calls) == 2  # the answer, and the edit of the public message


async def close(studio: Studio) -> Results:
    """Close the round, and let everything be said that is to be said."""
    await studio.boss.slash(studio.channel, "round close")
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


async def test_results_are_drawn_once(studio: Studio) -> None:
    await open_round(studio)
    results = await close(studio)
    [message] = told(studio)
    covered = {
        name: replace(song, recording=replace(song.recording, cover_url=f"https://covers/{name}"))
        for name, song in results.songs.items()
    }
    results = replace(results, songs=covered)
    covers = FakeCovers({f"https://covers/{name}": b"no picture" for name in covered})
    announcer = DiscordAnnouncer(studio.now.client, covers)
    posted = await announcer.post(ResultsMessage(results), Delivery(9, retry=False))
    await message.delete()
    results = replace(results, round=replace(results.round, results_message_id=posted))
    synced = replace(results, playlist_state="synced", playlist_url="https://open.spotify.com/x")
    assert await announcer.edit(ResultsMessage(synced)) == posted
    await assert_pictured(studio, synced)
    assert len(covers.asked) == len(covered)
    renamed = replace(synced, episode=replace(synced.episode, title="Another title"))
    await announcer.edit(ResultsMessage(renamed))
    await assert_pictured(studio, renamed)
    assert len(covers.asked) == 2 * len(covered)


async def test_a_picture_with_a_cover_missing_is_drawn_again(studio: Studio) -> None:
    await open_round(studio)
    results = await close(studio)
    song = results.songs["s1"]
    covered = replace(song, recording=replace(song.recording, cover_url="https://covers/s1"))
    results, covers = replace(results, songs={**results.songs, "s1": covered}), FakeCovers()
    announcer = DiscordAnnouncer(studio.now.client, covers)
    for times in (1, 2):
        await announcer.edit(ResultsMessage(results))
        assert len(covers.asked) == times


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
    await studio.now.ports.announcer.edit(ResultsMessage(results))
    await assert_pictured(studio, results)
