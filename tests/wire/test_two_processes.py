"""Two processes with one token, as while one takes over: Discord tells both everything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.domain.model import Person, Proposal, UserId
from tests import behind, chosen
from tests.backends import BACKENDS
from tests.wire.faults import Fault
from tests.wire.house import CHANNEL, Bot, House
from tests.wire.interactions import Interaction
from tests.wire.rest import CALLBACK, ORIGINAL

pytestmark = pytest.mark.parametrize("backend", BACKENDS)


@dataclass
class Pair:
    """Two processes over one database and one Discord."""

    house: House
    other: Bot

    async def settled(self) -> None:
        """Return when both have done everything that is due."""
        for bot in (self.house.bot, self.other):
            await bot.settled()

    async def answered(self, made: Interaction) -> Interaction:
        """Return an interaction that was answered once, when neither has more to say."""
        await self.house.discord.answered(made)
        await self.settled()
        assert (len(made.callbacks), made.followups) == (1, [])
        assert "I was interrupted" not in made.text
        return made

    async def proposal(self) -> Proposal:
        """Return the only proposal."""
        house = self.house
        services = house.app.services
        [found] = await services.proposals.longlist(await house.room(), await house.episode())
        return found


@pytest.fixture
async def pair(house: House) -> AsyncIterator[Pair]:
    other = Bot(house.discord, house.path, house.clock, waits=house.bot.waits, url=house.url)
    await other.start()
    try:
        yield Pair(house, other)
    finally:
        await other.close()


async def test_a_command_acts_once_and_nobody_hears_of_the_other(pair: Pair) -> None:
    house = pair.house
    await house.set_up()
    await pair.settled()
    for number in map(str, range(101, 106)):
        made = await house.discord.command(
            "episode create", {"number": number}, house.boss, CHANNEL
        )
        await pair.answered(made)
        # The slower one sees the episode there already, and must not say so.
        assert "There's already an episode" not in made.text


async def test_a_song_is_proposed_once_though_both_look_it_up(pair: Pair) -> None:
    house = pair.house
    await house.proposed(1)
    await pair.settled()
    proposal = await pair.proposal()
    given = {"song": f"song:{proposal.song.id}"}
    await house.app.services.withdrawals.withdraw(
        Person(UserId(house.boss.id), frozenset(), True), await house.room(), proposal.id
    )
    made = await house.discord.command("song propose", given, house.writers[0], CHANNEL)
    await pair.answered(made)
    assert "Proposed." in made.text
    await pair.proposal()


async def test_a_press_acts_once(pair: Pair) -> None:
    house = pair.house
    await house.proposed(1)
    await pair.settled()
    [card] = house.discord.messages(CHANNEL)
    proposal = await pair.proposal()
    made = await house.discord.press(f"second:{proposal.id}", house.writers[0], card)
    assert "You seconded" in (await pair.answered(made)).text
    assert (await pair.proposal()).seconds == 1


async def test_a_choice_on_a_ballot_is_taken_once(pair: Pair) -> None:
    house = pair.house
    view = await house.opened(method="ranked")
    await pair.settled()
    writer, round_id = house.writers[0], view.round.id
    songs, form = await house.songs(round_id), await house.form(round_id, writer)
    await pair.settled()
    for place, song in enumerate(songs[:3], 1):
        step = await house.discord.choose(f"rank:{round_id}:{place}", [song], writer, form)
        await pair.answered(step)
    person = Person(UserId(writer.id), frozenset(), False)
    mine = await house.app.services.voting.ballot(person, await house.room(), round_id)
    assert mine.ballot is not None
    assert [str(song) for song in chosen.ranking(mine.ballot)] == songs[:3]
    [(lines,)] = await rows(house, "SELECT count(*) FROM ballot_log")
    assert lines == 3


async def test_a_form_is_opened_and_saved_once(pair: Pair) -> None:
    house = pair.house
    await house.proposed(1)
    await pair.settled()
    [card] = house.discord.messages(CHANNEL)
    proposal = await pair.proposal()
    form = await house.discord.press(f"tells:{proposal.id}", house.writers[0], card)
    await pair.answered(form)
    sent = await house.discord.submit(form, {"note": "Rain on the roof"}, house.writers[0])
    assert "Saved with" in (await pair.answered(sent)).text
    notes = sorted(note.text for note in (await pair.proposal()).notes)
    assert notes == ["Rain on the roof", "Why 1"]


async def test_what_one_has_done_and_cannot_answer_the_other_answers(pair: Pair) -> None:
    house = pair.house
    await house.proposed(1)
    await pair.settled()
    [card] = house.discord.messages(CHANNEL)
    proposal, cut = await pair.proposal(), Fault(dropped=True)
    house.discord.fail("POST", CALLBACK, cut, cut)
    sent = await house.discord.press(f"second:{proposal.id}", house.writers[0], card, wait=False)
    await house.discord.until(lambda: not house.discord.faults.pending)
    await house.discord.delivered()
    house.bot.waits.over.set()
    await house.discord.answered(sent)
    assert "I was interrupted before I could answer" in sent.text
    await pair.settled()
    assert (len(sent.callbacks), sent.followups) == (1, [])
    assert (await pair.proposal()).seconds == 1


async def test_what_one_has_put_off_for_good_the_other_completes(pair: Pair) -> None:
    house = pair.house
    await house.proposed(1)
    await pair.settled()
    proposal = await pair.proposal()
    boss = Person(UserId(house.boss.id), frozenset(), True)
    await house.app.services.withdrawals.withdraw(boss, await house.room(), proposal.id)
    house.discord.fail("PATCH", ORIGINAL, Fault(dropped=True))
    given = {"song": f"song:{proposal.song.id}"}
    sent = await house.discord.command("song propose", given, house.writers[0], CHANNEL, wait=False)
    await house.discord.until(lambda: not house.discord.faults.pending)
    assert sent.waiting
    await house.discord.delivered()
    house.bot.waits.over.set()
    await house.discord.answered(sent)
    assert "I was interrupted before I could answer" in sent.text
    await pair.settled()
    assert (len(sent.callbacks), sent.followups) == (1, [])


async def rows(house: House, sql: str) -> list[tuple[int, ...]]:
    """Return what the database holds."""
    return await behind.rows(house.app.database, sql)
