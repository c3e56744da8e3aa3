"""Messages and channels that go away, and permissions that are lost: the votes stay."""

import pytest

from bot.domain.model import Cause, RoundState
from tests.wire.faults import dropped, refused
from tests.wire.house import CHANNEL, House
from tests.wire.rest import DIRECT, MESSAGES
from tests.wire.shapes import text_of, voted, walk
from tests.wire.state import MISSING_ACCESS, MISSING_PERMISSIONS

TO_THE_CLOSE = 2700
"""More than the seconds for which these tests leave a vote open."""
FORBIDDEN = {"Missing Access": MISSING_ACCESS, "Missing Permissions": MISSING_PERMISSIONS}
lost = pytest.mark.parametrize("code", FORBIDDEN.values(), ids=FORBIDDEN.keys())


async def test_a_deleted_ballot_message_is_posted_again_with_the_next_change(
    house: House,
) -> None:
    view = await house.opened()
    round_id = view.round.id
    form = await house.form(round_id, house.writers[0])
    songs = await house.songs(round_id)
    [ballot] = house.ballots(round_id)
    await house.discord.delete_message(ballot)
    await house.discord.choose(f"picks:{round_id}", songs[:2], house.writers[0], form)
    await house.bot.settled()
    [again] = house.ballots(round_id)
    assert again["id"] != ballot["id"]
    assert voted(again) == 1
    await house.vote(round_id, house.writers[1], 1)
    await house.bot.settled()
    assert voted(house.ballots(round_id)[0]) == 2
    assert len(house.ballots(round_id)) == 1


async def test_a_ballot_of_another_application_is_posted_again(house: House) -> None:
    """Whoever hosts the bot has it go on as another application, to which no press there comes."""
    await house.set_up()
    await house.settle_on(reminders=(3600,))
    view = await house.opened(closes="in 3 hours")
    form = await house.form(view.round.id, house.writers[0])
    songs = await house.songs(view.round.id)
    [ballot] = house.ballots(view.round.id)
    ballot["author"] = {**ballot["author"], "id": "901"}
    await house.bot.advance(7200 + 60)
    assert len(house.ballots(view.round.id)) == 2, "before anybody is sent there"
    await house.discord.choose(f"picks:{view.round.id}", songs[:2], house.writers[0], form)
    await house.bot.settled()
    _, again = house.ballots(view.round.id)
    assert (again["author"]["id"], voted(again)) == ("900", 1)


async def test_a_ballot_message_deleted_before_the_close_loses_no_results(house: House) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    await house.discord.delete_message(house.ballots(view.round.id)[0])
    await house.bot.advance(TO_THE_CLOSE)
    assert (await house.round()).round.state is RoundState.CLOSED
    assert len(house.results(view.round.id)) == 1


async def test_deleted_results_stay_away(house: House) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.advance(TO_THE_CLOSE)
    [results] = house.results(view.round.id)
    await house.discord.delete_message(results)
    await house.bot.advance(TO_THE_CLOSE)
    assert house.results(view.round.id) == []


@lost
async def test_a_ballot_waits_for_a_channel_that_may_not_be_written_to(
    house: House, code: int
) -> None:
    await house.shortlisted()
    house.discord.forbid(CHANNEL, code)
    await house.schedule()
    await house.bot.settled()
    view = await house.round()
    assert house.ballots(view.round.id) == []
    assert view.round.message_id is None


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, MISSING_PERMISSIONS), (413, 40005), (413, 0), (400, 20009)],
    ids=["may not", "too large", "too large for the way there", "taken for explicit"],
)
async def test_results_come_without_their_picture_where_no_files_may_be_attached(
    house: House, status: int, code: int
) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    house.discord.forbid_files(CHANNEL, status, code)
    await house.bot.advance(TO_THE_CLOSE)
    [results] = house.results(view.round.id)
    assert results["attachments"] == []


async def lose(house: House, code: int) -> None:
    """Have the bot lose the room's channel: deleted (0), or forbidden with a code of Discord's."""
    if code:
        house.discord.forbid(CHANNEL, code)
    else:
        await house.discord.delete_channel(CHANNEL)


gone = pytest.mark.parametrize(
    "code", [0, *FORBIDDEN.values()], ids=["channel deleted", *FORBIDDEN.keys()]
)


@gone
async def test_a_lost_channel_pauses_the_round_and_the_showrunner_is_told_once(
    house: House, code: int
) -> None:
    view = await house.opened()
    round_id = view.round.id
    forms = [await house.form(round_id, writer) for writer in house.writers[:2]]
    songs = await house.songs(round_id)
    await house.vote(round_id, house.writers[2], 1, 2)
    await house.bot.settled()
    if code:
        house.discord.forbid(CHANNEL, code)
        # What is pressed meanwhile is kept, though the channel does not show it.
        for writer, form in zip(house.writers, forms, strict=False):
            await house.discord.choose(f"picks:{round_id}", songs[:2], writer, form, wait=False)
            await house.bot.settled()
    else:
        await house.discord.delete_channel(CHANNEL)
        house.app.services.ballot_messages.edit_soon(round_id)
        await house.bot.settled()
    await house.bot.advance(2 * TO_THE_CLOSE)
    paused = (await house.round()).round
    assert (paused.state, paused.cause) == (RoundState.PAUSED, Cause.CHANNEL)
    assert await house.picks(round_id, house.writers[2]) == 2
    [told] = house.discord.direct_messages(house.boss)
    assert "paused" in text_of(told)
    assert "All ballots are kept" in text_of(told)


@lost
async def test_the_showrunner_opens_the_vote_again_from_the_direct_message(
    house: House, code: int
) -> None:
    view = await house.opened()
    round_id = view.round.id
    await house.vote(round_id, house.writers[0], 1, 2)
    await house.bot.settled()
    house.discord.forbid(CHANNEL, code)
    house.app.services.ballot_messages.edit_soon(round_id)
    await house.bot.settled()
    [told] = house.discord.direct_messages(house.boss)
    house.discord.allow(CHANNEL)
    [again] = [
        one["custom_id"]
        for one in walk(told["components"])
        if one.get("custom_id", "").startswith(f"decide:1:{round_id}:")
    ]
    await house.discord.press(again, house.boss, told)
    await house.bot.settled()
    [decided] = house.discord.direct_messages(house.boss)
    assert "is open again" in text_of(decided)
    assert not any("custom_id" in one for one in walk(decided["components"]))
    assert (await house.round()).round.state is RoundState.OPEN
    await house.vote(round_id, house.writers[1], 1, 2)
    await house.bot.advance(2 * TO_THE_CLOSE)
    assert (await house.round()).round.state is RoundState.CLOSED
    assert len(house.results(round_id)) == 1


@gone
async def test_a_showrunner_who_takes_no_direct_messages_holds_nothing_up(
    house: House, code: int
) -> None:
    view = await house.opened()
    house.discord.faults.always("POST", DIRECT, refused(403, 50007))
    await lose(house, code)
    house.app.services.ballot_messages.edit_soon(view.round.id)
    await house.bot.settled()
    assert (await house.round()).round.state is RoundState.PAUSED
    assert house.discord.calls("POST", DIRECT) == 1


async def test_the_direct_message_comes_once_though_its_confirmation_gets_lost(
    house: House,
) -> None:
    view = await house.opened()
    house.discord.forbid(CHANNEL, MISSING_ACCESS)
    house.discord.fail("POST", MESSAGES, dropped(after=True))
    house.app.services.ballot_messages.edit_soon(view.round.id)
    await house.bot.settled()
    await house.bot.advance(600)
    assert house.discord.faults.pending == 0
    assert len(house.discord.direct_messages(house.boss)) == 1


async def test_a_deleted_channel_pauses_the_round_though_nothing_is_said_there(
    house: House,
) -> None:
    view = await house.opened()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.settled()
    await house.discord.delete_channel(CHANNEL)
    await house.bot.advance(TO_THE_CLOSE)
    assert (await house.round()).round.state is RoundState.PAUSED
    assert len(house.discord.direct_messages(house.boss)) == 1
