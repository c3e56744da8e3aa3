"""Edits that Discord puts off: nothing that people wait for waits for them; one does for many."""

import pytest

from bot.services.ports.announcements import ProposalCard
from bot.services.ports.repositories.outbox import EffectKind
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.rounds.ties import ended, tied

EDITS = ("edit ProposalCard", "edit BallotMessage", "edit ShortlistMessage")


async def waiting(house: House, kind: EffectKind) -> int:
    [(number,)] = await house.rows(
        f"SELECT count(*) FROM outbox WHERE state = 'waiting' AND kind = '{kind}'"  # noqa: S608
    )
    assert isinstance(number, int)
    return number


@pytest.mark.parametrize("what", [*EDITS, "post ProposalCard"])
async def test_results_do_not_wait_for_what_is_put_off(house: House, what: str) -> None:
    episode, round_id = await house.opened()
    await house.work_off()
    house.announcer.busy = {what}
    await house.vote(round_id, 7, 1)
    longlist = await house.services.proposals.longlist(house.room, episode)
    for one in longlist:
        await house.services.proposals.note(person(8), house.room, one.id, "More")
    await house.services.proposals.propose(person(8), house.room, episode, recording(9))
    await house.work_off()
    await house.close(episode)
    await house.work_off()
    assert ("post ResultsMessage", round_id) in house.announcer.said


async def test_a_casting_vote_is_asked_for_while_the_ballot_cannot_be_edited(house: House) -> None:
    round_id = await tied(house)
    house.announcer.busy = set(EDITS)
    await ended(house, round_id)
    assert ("post TieMessage", round_id) in house.announcer.said


async def test_edits_of_one_message_are_made_once_and_show_the_last_word(house: House) -> None:
    episode = await house.episode()
    [first, second] = await house.proposed(episode, 2)
    await house.work_off()
    house.announcer.busy = {"edit ProposalCard"}
    note = house.services.proposals.note
    for n in range(5):
        await note(person(8), house.room, first.id, f"Word {n}")
        await note(person(8), house.room, second.id, f"Word {n}")
        await house.work_off()
    assert await waiting(house, EffectKind.EDIT_PROPOSAL) == 2
    house.announcer.busy.clear()
    house.announcer.notices.clear()
    house.clock.move(24 * 3600)
    await house.work_off()
    assert await waiting(house, EffectKind.EDIT_PROPOSAL) == 0
    shown = {card.proposal.id: card.proposal for card in house.announcer.of_type(ProposalCard)}
    assert len(house.announcer.of_type(ProposalCard)) == 2
    assert [shown[one.id].notes[-1].text for one in (first, second)] == ["Word 4", "Word 4"]


async def test_what_changes_while_an_edit_is_being_made_is_edited_again(house: House) -> None:
    episode = await house.episode()
    [made] = await house.proposed(episode, 1)
    await house.work_off()
    edit = house.announcer.edit

    async def changed_meanwhile(card):  # type: ignore[no-untyped-def]
        house.announcer.edit = edit  # type: ignore[method-assign]
        await house.services.proposals.note(person(8), house.room, made.id, "Meanwhile")
        return await edit(card)

    house.announcer.edit = changed_meanwhile  # type: ignore[method-assign]
    await house.services.proposals.note(person(8), house.room, made.id, "First")
    await house.work_off()
    [*_, card] = house.announcer.of_type(ProposalCard)
    assert card.proposal.notes[-1].text == "Meanwhile"
