"""From what a writer types to a card on the longlist."""

import pytest

from bot.domain.errors import (
    DuplicateProposal,
    InvalidInput,
    NotAllowed,
    NotFound,
    SongFrozen,
)
from bot.domain.model import ChannelId, GuildId, Recording, UserId
from tests.builders import person, recording
from tests.services.conftest import House


async def test_a_proposal_joins_the_roster_and_posts_its_card_once(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, recording(1), " Her. ")
    assert (made.proposer_id, made.note) == (2, "Her.")
    await house.work_off()
    assert house.announcer.said == [("post ProposalCard", made.id)]
    assert await house.services.rooms.roster(house.room) == (2,)
    assert (await proposals.get(house.room, made.id)).message_id is not None


@pytest.mark.parametrize(
    "same",
    [
        recording(1),
        recording(1, uri="spotify:track:" + "9" * 22, title="Song 1 (Remaster)"),
        recording(1, uri="", isrc="", title="  song  1", artists=("ARTIST 1",)),
    ],
    ids=["same song", "same ISRC", "the same by hand"],
)
async def test_the_same_recording_twice_is_refused_naming_the_first(
    house: House, same: object
) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    with pytest.raises(DuplicateProposal) as refusal:
        await proposals.propose(person(3), house.room, episode, same)  # type: ignore[arg-type]
    assert refusal.value.proposal_id == first.id
    assert (refusal.value.title, refusal.value.proposer_id) == ("Song 1", 2)
    assert not refusal.value.yours


async def test_a_song_stored_meanwhile_is_compared_as_it_is_stored(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    uri = "spotify:track:" + "9" * 22
    async with house.store.transaction(None) as unit:
        await unit.proposals.remember(house.room.id, recording(1, uri=uri))
    looked_up_before = recording(7, uri=uri, isrc="")
    with pytest.raises(DuplicateProposal) as refusal:
        await proposals.propose(person(3), house.room, episode, looked_up_before)
    assert refusal.value.proposal_id == first.id


async def test_one_code_under_two_titles_and_two_words_of_one_script_are_two_songs(
    house: House,
) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    by_code = recording(1), recording(1, uri="spotify:track:" + "9" * 22, title="Another")
    by_hand = (Recording(title, ("椎名林檎",)) for title in ("ガラス", "カラス"))
    for song in (*by_code, *by_hand):
        await proposals.propose(person(2), house.room, episode, song)
    assert len(await proposals.longlist(house.room, episode)) == 4


async def test_one_code_in_three_spellings_is_one_song(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    await proposals.propose(person(2), house.room, episode, recording(1, isrc="GBUM71029604"))
    for n, isrc in enumerate(("gbum71029604", "GB-UM7-10-29604")):
        again = recording(1, isrc=isrc, uri="spotify:track:" + str(n) * 22)
        with pytest.raises(DuplicateProposal):
            await proposals.propose(person(3), house.room, episode, again)


async def test_another_version_and_another_episode_are_fine(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    await proposals.propose(person(2), house.room, episode, recording(1))
    live = recording(1, uri="spotify:track:" + "8" * 22, isrc="USXXX2699999", title="Song 1 (Live)")
    await proposals.propose(person(2), house.room, episode, live)
    await proposals.propose(person(2), house.room, await house.episode("105"), recording(1))


async def test_seconding_counts_once_and_never_ones_own(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, recording(1))
    assert (await proposals.second(person(3), house.room, made.id)).seconds == 1
    for who, fault in ((3, "second.twice"), (2, "second.own")):
        with pytest.raises(InvalidInput) as refusal:
            await proposals.second(person(who), house.room, made.id)
        assert refusal.value.what == fault


async def test_notes_gather_what_a_song_tells_each(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(2), house.room, episode, recording(1), "Loss.")
    after = await proposals.note(person(3), house.room, made.id, "And hope.")
    assert [(n.user_id, n.text) for n in after.notes] == [(2, "Loss."), (3, "And hope.")]
    for text, fault in (("   ", "note.empty"), ("x" * 1001, "note.too_long")):
        with pytest.raises(InvalidInput) as refusal:
            await proposals.note(person(3), house.room, made.id, text)
        assert refusal.value.what == fault


async def test_withdrawing_is_the_proposers_and_the_showrunners(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    one, two = await house.proposed(episode, 2)
    with pytest.raises(InvalidInput):
        await house.services.withdrawals.withdraw(person(3), house.room, one.id)
    await house.services.withdrawals.withdraw(person(101), house.room, one.id)
    await house.services.withdrawals.withdraw(house.boss, house.room, two.id)
    assert await proposals.longlist(house.room, episode) == ()
    with pytest.raises(NotFound):
        await proposals.get(house.room, one.id)


async def test_a_withdrawn_song_comes_back_as_the_next_ones_proposal(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    await house.services.withdrawals.withdraw(person(2), house.room, first.id)
    again = await proposals.propose(person(3), house.room, episode, recording(1))
    assert (again.proposer_id, again.withdrawn) == (3, False)


async def test_a_frozen_candidate_cannot_be_withdrawn(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    (proposal, *_) = await house.services.proposals.longlist(house.room, episode)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    with pytest.raises(SongFrozen):
        await house.services.withdrawals.withdraw(house.boss, house.room, proposal.id)


async def test_who_was_taken_off_the_roster_cannot_propose(house: House) -> None:
    episode = await house.episode()
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(2)])
    with pytest.raises(NotAllowed) as refusal:
        await house.services.proposals.propose(person(2), house.room, episode, recording(1))
    assert refusal.value.removed


async def test_who_was_taken_off_the_roster_stays_off_whatever_they_press(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    made = await proposals.propose(person(3), house.room, episode, recording(1))
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(2)])
    for attempt in (
        proposals.second(person(2), house.room, made.id),
        proposals.note(person(2), house.room, made.id, "Rain."),
        house.services.songs.look_up(person(2), house.room, "song 1"),
    ):
        with pytest.raises(NotAllowed) as refusal:
            await attempt
        assert refusal.value.removed
    assert await house.services.rooms.roster(house.room) == (3,)
    assert house.catalogue.asked == []


async def test_rooms_cannot_reach_each_others_proposals(house: House) -> None:
    episode = await house.episode()
    (mine,) = await house.proposed(episode, 1)
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    proposals = house.services.proposals
    for attempt in (
        proposals.get(other, mine.id),
        proposals.second(person(8), other, mine.id),
        proposals.note(person(8), other, mine.id, "mine now"),
        house.services.withdrawals.withdraw(person(8, manages=True), other, mine.id),
        house.services.songs.look_up(person(8), other, f"song:{mine.song.id}"),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await house.services.songs.known(other, "song") == ()


async def test_a_title_of_300_characters_is_kept_whole(house: House) -> None:
    episode = await house.episode()
    title = "@everyone **loud** " + "x" * 281
    by_hand = house.services.songs.by_hand(title, "Somebody")
    made = await house.services.proposals.propose(person(2), house.room, episode, by_hand)
    assert made.song.title == title


async def test_what_one_room_typed_by_hand_stays_there(house: House) -> None:
    theirs, ours = "Hello !!! (shouted)", "Hello Shouted"
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    rivals = await house.services.episodes.create(person(8, manages=True), other, "1")
    episode = await house.episode()
    proposals, by_hand = house.services.proposals, house.services.songs.by_hand
    await proposals.propose(person(8), other, rivals, by_hand(theirs, "Adele"))
    made = await proposals.propose(person(2), house.room, episode, by_hand(ours, "Adele"))
    assert made.song.title == ours


async def test_ones_own_second_stops_counting_when_one_becomes_the_proposer(house: House) -> None:
    proposals, episode = house.services.proposals, await house.episode()
    first = await proposals.propose(person(2), house.room, episode, recording(1))
    await proposals.second(person(3), house.room, first.id)
    await proposals.second(person(4), house.room, first.id)
    await house.services.withdrawals.withdraw(person(2), house.room, first.id)
    again = await proposals.propose(person(3), house.room, episode, recording(1))
    assert again.seconds == 1
