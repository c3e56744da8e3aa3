"""What a round says in Discord, while Discord is in trouble too."""

from bot.domain.errors import DiscordBusy, DiscordRefused, DiscordUnavailable
from bot.services.ports.repositories.outbox import EffectKind
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.timed import closes


async def test_discord_down_at_the_close_delays_the_results_and_loses_none(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    house.announcer.trouble = [DiscordUnavailable("edit")] * 2
    await closes(house)
    assert ("post ResultsMessage", round_id) not in house.announcer.said
    waiting = (await house.services.rooms.status(house.room)).waiting
    assert {one.attempts for one in waiting} == {1}
    for _ in range(3):
        house.clock.move(house.agenda.due.pop("outbox", house.clock.now()) - house.clock.now())
        await house.work_off()
    said = [what for what, _ in house.announcer.said]
    assert said.count("post ResultsMessage") == 1
    assert "edit BallotMessage" in said
    assert said[said.index("post ResultsMessage") :].count("edit ResultsMessage") == 1
    assert not (await house.services.rooms.status(house.room)).waiting


async def test_a_second_attempt_at_a_message_says_that_it_is_one(house: House) -> None:
    house.announcer.trouble = [DiscordUnavailable("post")]
    episode = await house.episode()
    await house.proposed(episode, 1)
    await house.outbox.idle()
    house.clock.move(60)
    await house.work_off()
    assert [d.retry for d in house.announcer.deliveries] == [True]


async def test_an_effect_that_fails_unforeseen_holds_up_nothing_and_comes_in_the_end(
    house: House,
) -> None:
    house.announcer.trouble = [ValueError("a bug of ours")]
    episode = await house.episode()
    first, second = await house.proposed(episode, 2)
    await house.outbox.idle()
    assert house.announcer.said == [("post ProposalCard", second.id)]
    house.announcer.trouble = [ValueError("a bug of ours")] * 20
    while house.announcer.trouble:
        house.clock.move(house.agenda.due.pop("outbox") - house.clock.now())
        await house.work_off()
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert (waiting.what, waiting.last_error) == (EffectKind.POST_PROPOSAL, "ValueError")
    assert waiting.due_at - house.clock.now() > 3 * 3600
    house.clock.move(waiting.due_at - house.clock.now() + 1)
    await house.work_off()
    assert house.announcer.said[-1] == ("post ProposalCard", first.id)
    assert not (await house.services.rooms.status(house.room)).waiting


async def test_what_waits_behind_it_about_the_same_keeps_its_order(house: House) -> None:
    house.announcer.trouble = [ValueError("a bug of ours")]
    episode = await house.episode()
    (song,) = await house.proposed(episode, 1)
    await house.outbox.idle()
    await house.services.proposals.second(person(1), house.room, song.id)
    await house.outbox.idle()
    assert house.announcer.said == []
    house.clock.move(60)
    await house.work_off()
    assert house.announcer.said == [("post ProposalCard", song.id), ("edit ProposalCard", song.id)]


async def test_a_message_refused_for_certain_is_not_looked_for(house: House) -> None:
    house.announcer.trouble = [DiscordRefused("post", 400, 50035, "No")]
    episode = await house.episode()
    await house.proposed(episode, 1)
    await house.outbox.idle()
    house.clock.move(60)
    await house.work_off()
    assert [d.retry for d in house.announcer.deliveries] == [False]


async def test_a_cancelled_round_is_not_posted_late(house: House) -> None:
    house.announcer.trouble = [DiscordBusy("post")] * 9
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.cancel(episode)
    house.announcer.trouble = []
    house.clock.move(3600)
    await house.work_off()
    assert ("post BallotMessage", round_id) not in house.announcer.said
