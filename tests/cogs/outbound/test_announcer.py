"""What the bot says to a channel: once, merged, found again, and with errors named."""

import asyncio
import logging

import pytest

from bot.domain.errors import ChannelGone, DiscordUnavailable
from bot.domain.model import ChannelId, RoundId, UserId
from bot.services.ports.announcements import BallotMessage, Delivery, ProposalCard
from bot.services.ports.read_models import RoundView
from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import said
from tests.cogs.rounds import open_view
from tests.cogs.steps import open_round, propose, set_up


@pytest.fixture
def edit_every() -> float:
    """Return what the real bot keeps to."""
    return 1.2


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
    await ends(studio, "close")
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
