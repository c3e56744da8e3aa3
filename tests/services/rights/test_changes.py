"""What people change of the rights to a song: at once, once more, and back again."""

import pytest

from bot.domain.board import Clearance
from bot.domain.errors import InvalidInput
from bot.domain.model import Person
from bot.domain.rights import Money, Side, Stage, holder_fingerprints, holder_text
from bot.services.rights import HolderText, StepText
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.rights.test_clearing import SUPERVISOR, added, listed, stepped


async def test_an_empty_fee_takes_the_fee_away_and_favor_is_changed_with_a_step(
    house: House,
) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    view = await stepped(house, room, holder, StepText(Stage.QUOTED, "5 USD", most_favored=False))
    assert (view.rights.holders[0].fee, view.rights.holders[0].most_favored) == (
        Money(500, "USD"),
        False,
    )
    view = await stepped(house, room, holder, StepText(Stage.ASKED, " "))
    assert (view.rights.holders[0].fee, view.rights.holders[0].most_favored) == (None, False)


EDITS = {
    "of different texts": (HolderText("A", "b", "1"), HolderText("Z", "", "10%"), ("Z", "b", 100)),
    "of the same text alike": (
        HolderText("Z", "b", "10%"),
        HolderText("Z", "", "5"),
        ("Z", "b", 500),
    ),
    "of the same text": (HolderText("Y", "", "10%"), HolderText("Z", "", "10%"), None),
}


@pytest.mark.parametrize("case", EDITS)
async def test_the_changes_of_two_people_are_merged_or_neither_is_lost(
    house: House, case: str
) -> None:
    room, song = await listed(house)
    first, second, merged = EDITS[case]
    holder = await added(house, room, song, text=HolderText("A", "", "10%", most_favored=True))
    rights, before = house.services.rights, holder_fingerprints(holder_text(holder))
    await rights.edit_holder(house.boss, room, holder.id, first, before)
    if merged is None:
        with pytest.raises(InvalidInput, match=r"rights\.overtaken"):
            await rights.edit_holder(SUPERVISOR, room, holder.id, second, before)
        merged = ("Y", "", 1_000)
    else:
        await rights.edit_holder(SUPERVISOR, room, holder.id, second, before)
    _, now = await rights.holder(SUPERVISOR, room, holder.id)
    assert (now.name, now.contact, now.share) == merged
    assert now.most_favored


@pytest.mark.parametrize(
    ("text", "what"),
    [(HolderText(" "), "holder.empty"), (HolderText("A", share="101"), "share")],
)
async def test_an_edit_that_cannot_be_used_changes_nothing(
    house: House, text: HolderText, what: str
) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    before = holder_fingerprints(holder_text(holder))
    with pytest.raises(InvalidInput) as refused:
        await house.services.rights.edit_holder(SUPERVISOR, room, holder.id, text, before)
    assert refused.value.what == what
    assert (await house.services.rights.holder(SUPERVISOR, room, holder.id))[1] == holder


async def test_that_a_side_has_no_other_holders_is_said_and_taken_back(house: House) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song, Side.SONG)
    await stepped(house, room, holder, StepText(Stage.CLEARED))
    rights = house.services.rights

    async def say(who: Person, whole: bool) -> tuple[Clearance, int]:
        view = await rights.say_whole(who, room, song, Side.SONG, whole=whole)
        return view.rights.side(Side.SONG).clearance, len(view.steps)

    assert await say(SUPERVISOR, True) == (Clearance.CLEARED, 3)
    assert await say(house.boss, True) == (Clearance.CLEARED, 3)  # as it was: no other step
    assert await say(house.boss, False) == (Clearance.PENDING, 4)
    assert await say(SUPERVISOR, False) == (Clearance.PENDING, 4)


async def test_it_is_taken_back_for_the_recording_however_it_was_proposed(house: House) -> None:
    room, song = await listed(house)
    rights = house.services.rights
    proposal = await house.services.proposals.propose(
        person(101), room, await house.episode("105"), recording(1, uri=recording(50).uri)
    )
    await rights.say_whole(SUPERVISOR, room, song, Side.SONG, whole=True)
    other = proposal.song.id
    assert (await rights.view(SUPERVISOR, room, other)).rights.whole == {Side.SONG}
    view = await rights.say_whole(SUPERVISOR, room, other, Side.SONG, whole=False)
    assert not view.rights.whole
    assert [one.status for one in view.steps] == [True, False]


async def test_a_holder_is_deleted_only_as_they_were_seen(house: House) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    await stepped(house, room, holder, StepText(Stage.REFUSED))
    with pytest.raises(InvalidInput, match=r"rights\.overtaken"):
        await house.services.rights.delete_holder(SUPERVISOR, room, holder.id, holder.step)
    assert (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders


async def test_a_step_that_names_no_episode_is_for_the_one_of_before(house: House) -> None:
    room, song = await listed(house)
    holder, episode = await added(house, room, song), await house.episode("105")
    rights, step = house.services.rights, StepText(Stage.ASKED)
    await rights.advance(SUPERVISOR, room, holder.id, step, holder.step, episode.id)
    view = await stepped(house, room, holder, StepText(Stage.REFUSED))
    assert [one.number for one in view.steps] == ["", "105", "105"]


async def test_songs_of_an_episode_are_shown_the_shortlist_first(house: House) -> None:
    room, _ = await listed(house)
    episode = await house.episode("105")
    proposals = await house.proposed(episode, 3)
    await house.services.shortlists.toggle(house.boss, room, episode, on=[proposals[2].id])
    view = await house.services.rights.episode(SUPERVISOR, room, episode)
    assert [song.id for song in view.songs] == [proposals[n].song.id for n in (2, 0, 1)]


async def test_songs_to_choose_are_those_proposed_and_those_with_rights(house: House) -> None:
    room, _ = await listed(house)
    episode = await house.episode("105")
    kept, gone, cleared = await house.proposed(episode, 3)
    await added(house, room, cleared.song.id)
    for one in (gone, cleared):
        await house.services.withdrawals.withdraw(house.boss, room, one.id)
    async with house.store.transaction(room.id) as unit:
        await unit.proposals.remember(room.id, recording(40))  # found by a search, and no more
    found = await house.services.rights.songs(SUPERVISOR, room)
    assert {song.id for song in found} == {kept.song.id, cleared.song.id}


async def test_a_note_is_no_new_question(house: House) -> None:
    """Who was asked first stays first, since when they were asked, whatever is noted since."""
    [proposal] = await house.proposed(await house.episode(), 1)
    rights, boss = house.services.rights, house.boss
    for name in ("First", "Second"):
        view = await rights.add_holder(
            boss, house.room, proposal.song.id, Side.SONG, HolderText(name)
        )
        holder = view.rights.holders[-1]
        await rights.advance(boss, house.room, holder.id, StepText(Stage.ASKED), holder.step)
        await house.outbox.idle()
        house.clock.move(3600)
    first, second = await rights.due(boss, house.room)
    noted = StepText(Stage.ASKED, note="Left a message")
    await rights.advance(boss, house.room, first.id, noted, first.step)
    again = await rights.due(boss, house.room)
    assert [(one.name, one.at) for one in again] == [("First", first.at), ("Second", second.at)]
