"""What a round says in Discord, while Discord is in trouble too."""

from bot.domain.errors import DiscordUnavailable
from bot.services.ports.repositories.outbox import EffectKind
from tests.services.conftest import House


async def test_discord_down_at_the_close_delays_the_results_and_loses_none(house: House) -> None:
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    house.announcer.trouble = [DiscordUnavailable("edit")] * 2
    await house.services.control.close(house.boss, house.room, episode)
    await house.outbox.idle()
    assert ("post ResultsMessage", round_id) not in house.announcer.said
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert (waiting.what, waiting.attempts) == ("ballot.edit", 1)
    for _ in range(3):
        house.clock.move(house.agenda.due.pop("outbox", house.clock.now()) - house.clock.now())
        await house.work_off()
    assert [what for what, _ in house.announcer.said[-3:]] == [
        "edit BallotMessage",
        "post ResultsMessage",
        "edit ResultsMessage",
    ]
    assert not (await house.services.rooms.status(house.room)).waiting


async def test_a_second_attempt_at_a_message_says_that_it_is_one(house: House) -> None:
    house.announcer.trouble = [DiscordUnavailable("post")]
    episode = await house.episode()
    await house.proposed(episode, 1)
    await house.outbox.idle()
    house.clock.move(60)
    await house.work_off()
    assert [d.retry for d in house.announcer.deliveries] == [True]


async def test_an_effect_that_fails_unforeseen_does_not_hold_up_its_channel_for_ever(
    house: House,
) -> None:
    house.announcer.trouble = [ValueError("a bug of ours")] * 8
    episode = await house.episode()
    first, second = await house.proposed(episode, 2)
    for _ in range(8):
        await house.outbox.idle()
        house.clock.move(1000)
        house.outbox.wake()
    await house.outbox.idle()
    assert house.announcer.said == [("post ProposalCard", second.id)]
    state = await house.store.read.outbox.state_of(EffectKind.POST_PROPOSAL, first.id)
    assert state == "dropped"


async def test_a_cancelled_round_is_not_posted_late(house: House) -> None:
    house.announcer.trouble = [DiscordUnavailable("post")] * 9
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.services.control.cancel(house.boss, house.room, episode)
    house.announcer.trouble = []
    house.clock.move(3600)
    await house.work_off()
    assert ("post BallotMessage", round_id) not in house.announcer.said
