"""The record of a round: who may have it, and what it says."""

import json

import pytest

from bot.domain.ballot_forms.picks import PickSongs, StarSongs
from bot.domain.ballot_forms.points import GivePoints
from bot.domain.ballot_forms.ranking import RankSong
from bot.domain.ballots import Abstain
from bot.domain.counting.crowds import Hiding
from bot.domain.counting.record import recount, to_bytes
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.model import RoundId, RoundState
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.ties import ended


async def five_votes(house: House, round_id: RoundId) -> None:
    for who in (1, 2, 3, 4, 5):
        await house.vote(round_id, who, 1 + who % 3)


async def test_the_record_recounts_to_what_the_room_was_told(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    (fourth,) = await house.songs(round_id, 4)
    await house.services.rulings.veto(house.boss, house.room, round_id, fourth, reason="rights")
    await ended(house, round_id)
    tie = await house.services.rulings.tie(round_id)
    if tie.tied:
        chosen = [song.id for song in tie.tied[-tie.outcome.open_seats :]]
        await house.services.rulings.cast(house.boss, house.room, round_id, chosen)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    again = recount(to_bytes(view.document))
    results = await house.services.results.results_of(round_id)
    assert again.outcome == results.outcome
    assert again.sha256 == results.record_sha256 == view.record_sha256
    assert again.as_json() | {"episode": "104", "hiding": "safe"} == results.round.outcome
    assert not results.altered
    assert not view.altered


async def test_a_record_tells_nobody_who_voted_or_when(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    await house.close(episode)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    ballots = view.document["ballots"]
    assert isinstance(ballots, list)
    receipts = [ballot["receipt"] for ballot in ballots]
    assert receipts == sorted(receipts)
    assert {key for ballot in ballots for key in ballot} == {"receipt", "picks", "stars"}
    text = json.dumps(view.document)
    assert str(int(house.clock.now()))[:6] not in text
    assert not any(str(person(who).user_id) in receipts for who in range(1, 6))


async def test_the_record_is_for_the_roster(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    with pytest.raises(NotFound):
        await house.services.results.record(person(1), house.room, episode)
    await ended(house, round_id)
    assert (await house.services.results.record(person(2), house.room, episode)).document
    with pytest.raises(NotAllowed) as refusal:
        await house.services.results.record(person(999), house.room, episode)
    assert refusal.value.needs == "roster"


async def test_below_five_ballots_the_record_is_withheld(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=1)
    for who in (1, 2, 3):
        await house.vote(round_id, who, 1)
    await house.change(round_id, 4, Abstain())
    await ended(house, round_id)
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is None
    assert view.hiding is Hiding.FEW_BALLOTS
    assert view.outcome.ballots == 4
    assert not any(tally.figures for tally in view.outcome.tallies)
    assert len(view.record_sha256) == 64
    mine = await house.services.voting.ballot(person(1), house.room, round_id)
    assert mine.withheld
    assert mine.in_record


@pytest.mark.parametrize("method", ["approval", "spread", "points", "ranked"])
async def test_a_ballot_of_each_method_is_counted_as_cast(house: House, method: str) -> None:
    episode, round_id = await house.opened(songs=4, seats=2, method=method)
    songs = await house.songs(round_id, 1, 2, 3)
    for who in range(1, 7):
        first, second = songs[who % 3], songs[(who + 1) % 3]
        if method == "points":
            await house.change(round_id, who, GivePoints(((first, 5), (second, 1))))
        elif method == "ranked":
            await house.change(round_id, who, RankSong(first, 1))
            await house.change(round_id, who, RankSong(second, 2))
        else:
            await house.vote(round_id, who, 1 + who % 3, 1 + (who + 1) % 3)
            await house.change(round_id, who, StarSongs((first,)))
    before = await house.services.voting.ballot(person(1), house.room, round_id)
    assert before.in_record is None
    await house.close(episode)
    if (await house.services.rounds.view(round_id)).round.state is RoundState.CASTING:
        await house.close(episode)
    mine = await house.services.voting.ballot(person(1), house.room, round_id)
    assert mine.ballot is not None
    assert mine.ballot == before.ballot
    assert mine.in_record is True
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.document is not None
    again = recount(to_bytes(view.document))
    assert again.as_json() | {"episode": "104", "hiding": "safe"} == view.round.outcome
    assert not (await house.services.results.results_of(round_id)).altered


async def test_a_ballot_altered_behind_the_bots_back_is_noticed(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=1)
    for who in range(1, 6):
        await house.vote(round_id, who, 1)
    await house.close(episode)
    await house.work_off()
    await house.rows("UPDATE ballots SET choices = '2' WHERE voter_id = 1")
    mine = await house.services.voting.ballot(person(2), house.room, round_id)
    assert mine.in_record is False
    view = await house.services.results.record(house.boss, house.room, episode)
    assert view.altered
    assert view.document is not None
    assert view.record_sha256 == recount(to_bytes(view.document)).sha256
    assert view.record_sha256 != view.round.record_sha256


@pytest.mark.parametrize(("method", "choices"), [("approval", "2"), ("ranked", ">2")])
async def test_results_that_no_longer_follow_from_the_ballots_say_so(
    house: House, method: str, choices: str
) -> None:
    episode, round_id = await house.opened(songs=4, seats=1, method=method)
    (first,) = await house.songs(round_id, 1)
    for who in range(1, 6):
        await house.change(
            round_id, who, RankSong(first, 1) if method == "ranked" else PickSongs((first,))
        )
    await house.close(episode)
    await house.work_off()
    assert not (await house.services.results.results_of(round_id)).altered
    await house.rows(f"UPDATE ballots SET choices = '{choices}'")  # noqa: S608 - our own
    assert (await house.services.results.results_of(round_id)).altered


async def test_another_number_of_the_episode_leaves_old_records_alone(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    await house.close(episode)
    await house.work_off()
    before = await house.services.results.record(house.boss, house.room, episode)
    await house.rows("UPDATE episodes SET number = '105'")
    after = await house.services.results.record(house.boss, house.room, episode)
    assert after.document == before.document
    assert not after.altered
    assert not (await house.services.results.results_of(round_id)).altered
    mine = await house.services.voting.ballot(person(2), house.room, round_id)
    assert mine.in_record


@ONLY_SQLITE
async def test_a_round_that_kept_no_number_goes_by_its_episodes(house: House) -> None:
    episode, round_id = await house.opened(songs=4, seats=2)
    await five_votes(house, round_id)
    await house.close(episode)
    await house.work_off()
    await house.rows("UPDATE rounds SET outcome = json_remove(outcome, '$.episode')")
    view = await house.services.results.record(house.boss, house.room, episode)
    assert not view.altered
    assert not (await house.services.results.results_of(round_id)).altered
