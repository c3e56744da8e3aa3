"""What a person sees of a ballot and can do with it."""

import pytest

from bot.domain.ballot_forms.picks import PickSongs, StarSongs
from bot.domain.ballots import Abstain
from bot.domain.errors import InvalidBallot, NotAllowed, NotFound
from bot.domain.model import ChannelId, GuildId, SongId, UserId
from tests import chosen
from tests.builders import person
from tests.services.conftest import House


async def test_a_ballot_shows_what_was_chosen_and_leaves_own_songs_out(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    voting = house.services.voting
    view = await voting.ballot(person(102), house.room, round_id)
    assert [c.song.title for c in view.votable] == ["Song 1", "Song 3", "Song 4"]
    assert [c.song.title for c in view.own] == ["Song 2"]
    assert view.ballot is None
    await house.vote(round_id, 102, 1, 3)
    await house.turnout_shown()
    one = view.votable[0].song.id
    after = await voting.change(person(102), house.room, round_id, StarSongs((one,)))
    again = await voting.ballot(person(102), house.room, round_id)
    assert again == after
    assert again.ballot is not None
    assert (chosen.stars(again.ballot), len(again.ballot.receipt)) == ((one,), 8)
    await house.turnout_shown()
    assert house.announcer.said[-2:] == [("edit BallotMessage", round_id)] * 2


async def test_a_vote_for_anything_else_changes_nothing(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    before = await house.services.voting.ballot(person(1), house.room, round_id)
    with pytest.raises(InvalidBallot):
        await house.services.voting.change(person(1), house.room, round_id, PickSongs((SongId(1),)))
    assert await house.services.voting.ballot(person(1), house.room, round_id) == before


async def test_rooms_cannot_reach_each_others_rounds(house: House) -> None:
    _, round_id = await house.opened()
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    with pytest.raises(NotFound):
        await house.services.voting.ballot(person(8), other, round_id)
    with pytest.raises(NotFound):
        await house.services.voting.change(person(8), other, round_id, Abstain())


async def test_who_left_the_roster_still_sees_the_ballot_they_cast(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 2, 1)
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(2)])
    view = await house.services.voting.ballot(person(2), house.room, round_id)
    assert view.ballot is not None
    turnout = (await house.services.rounds.view(round_id)).turnout
    assert (turnout.voted, turnout.of) == (1, 5)
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[UserId(3)])
    with pytest.raises(NotAllowed):
        await house.services.voting.ballot(person(3), house.room, round_id)
