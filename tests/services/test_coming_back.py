"""Whoever was forgotten and comes back is bound by what they did, and is named by none of it."""

import logging

import pytest

from bot.domain.allowance import HOUR, Payer
from bot.domain.bounds import BOUNDS
from bot.domain.counting.crowds import Hiding
from bot.domain.errors import InvalidBallot, InvalidInput
from bot.domain.model import Person, Proposal, RoundId, UserId
from bot.encryption import Vault, new_key
from bot.services.pseudonyms import PSEUDONYM_KEY, Pseudonyms
from storage.database import Database
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.test_privacy import LEAVING, traces

WHO = person(LEAVING)


async def forgotten(house: House, who: Person = WHO) -> None:
    await house.services.privacy.forget(who, house.room)
    assert await traces(house) == {}


async def with_a_song_of_theirs(house: House) -> Proposal:
    """Have somebody propose song 9 beside three others, and be forgotten."""
    episode = await house.episode()
    songs = await house.proposed(episode, 3)
    own = await house.services.proposals.propose(WHO, house.room, episode, recording(9))
    await forgotten(house)
    on = [one.id for one in (*songs, own)]
    await house.services.shortlists.toggle(house.boss, house.room, episode, on=on)
    return own


async def opened(house: House) -> RoundId:
    episode = await house.services.episodes.find(house.room)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    return view.round.id


async def test_nobody_votes_for_a_song_they_proposed_before(house: House) -> None:
    own = await with_a_song_of_theirs(house)
    round_id = await opened(house)
    place = 1 + [
        one.song.id for one in (await house.services.rounds.view(round_id)).round.candidates
    ].index(own.song.id)
    with pytest.raises(InvalidBallot) as told:
        await house.vote(round_id, LEAVING, place)
    assert told.value.rule == "own_song"
    ballot = await house.services.voting.ballot(WHO, house.room, round_id)
    assert [one.song.id for one in ballot.own] == [own.song.id]
    assert own.song.id not in [one.song.id for one in ballot.votable]
    await house.vote(round_id, 7, place)
    await house.vote(round_id, LEAVING, *({1, 2} - {place}))


async def test_it_holds_after_a_restart_and_in_another_process(
    store: Database, house: House
) -> None:
    own = await with_a_song_of_theirs(house)
    ports = house.app.ports
    other = Pseudonyms(store, ports.vault, ports.draw_nonce)
    await other.load()
    kept = await store.read.proposals.get(own.id)
    assert kept is not None
    assert kept.proposer_id == other.of(house.room.id, UserId(LEAVING)) < 0


async def test_nobody_seconds_twice_nor_their_own(house: House) -> None:
    episode = await house.episode()
    [song] = await house.proposed(episode, 1)
    own = await house.services.proposals.propose(WHO, house.room, episode, recording(9))
    await house.services.proposals.second(WHO, house.room, song.id)
    await forgotten(house)
    for one, what in ((song, "twice"), (own, "own")):
        with pytest.raises(InvalidInput) as told:
            await house.services.proposals.second(WHO, house.room, one.id)
        assert told.value.what == f"second.{what}"
        with pytest.raises(InvalidInput) as told:
            await house.services.proposals.switch_second(WHO, house.room, one.id)
        assert told.value.what == f"second.{what}"
    [kept, *_] = [
        one
        for one in await house.services.proposals.longlist(house.room, episode)
        if one.id == song.id
    ]
    assert kept.seconds == 1


async def test_nobody_gets_more_songs_and_notes_than_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BOUNDS, "proposals", 1)
    monkeypatch.setitem(BOUNDS, "notes", 1)
    episode = await house.episode()
    [song] = await house.proposed(episode, 1)
    await house.services.proposals.propose(WHO, house.room, episode, recording(9))
    await house.services.proposals.note(WHO, house.room, song.id, "Mine")
    await forgotten(house)
    with pytest.raises(InvalidInput) as told:
        await house.services.proposals.propose(WHO, house.room, episode, recording(10))
    assert told.value.what == "many.proposals"
    with pytest.raises(InvalidInput) as told:
        await house.services.proposals.note(WHO, house.room, song.id, "Mine, too")
    assert told.value.what == "many.notes"


async def test_a_vote_has_one_ballot_of_each(house: House) -> None:
    """A vote that is over for now may go on: with their ballot in it, they have voted."""
    _, round_id = await house.opened(songs=3, seats=2)
    await house.vote(round_id, LEAVING, 1)
    await house.rows(f"UPDATE rounds SET state = 'cancelled' WHERE id = {round_id}")  # noqa: S608
    await forgotten(house)
    await house.rows(f"UPDATE rounds SET state = 'open' WHERE id = {round_id}")  # noqa: S608
    with pytest.raises(InvalidBallot) as told:
        await house.vote(round_id, LEAVING, 2)
    assert told.value.rule == "cast_formerly"
    assert await house.rows("SELECT count(*) FROM ballots") == [(1,)]
    await house.vote(round_id, 7, 2)


async def test_one_can_be_forgotten_again_and_again(house: House) -> None:
    """A ballot that was taken back leaves a row, and so does the one after it."""
    episode, round_id = await house.opened(songs=3, seats=2)
    for picks in ((1,), (), None, (2,)):
        if picks is None:
            await forgotten(house)
        else:
            await house.vote(round_id, LEAVING, *picks)
    await house.close(episode)
    await forgotten(house)
    assert await house.rows("SELECT count(*) FROM ballots WHERE choices <> ''") == [(1,)]


async def test_calls_to_spotify_in_one_hour_keep_nobody_from_being_forgotten_again(
    store: Database, house: House
) -> None:
    payer, hour = Payer(house.room.id, LEAVING), int(house.clock.now() // HOUR)
    allowance = store.allowance("spotify:host")
    for _ in range(3):
        await allowance.spend(payer, hour - 24, hour, lambda _: 1)
        await allowance.spend(Payer(house.room.id), hour - 24, hour, lambda _: 1)
        await forgotten(house)
    spent = (await allowance.ledger(payer, hour - 24, hour)).spent
    assert [(one.of_room, one.of_person) for one in spent.hours] == [(6, 0)]


async def test_a_record_hides_whoever_came_back_from_those_who_remember(house: House) -> None:
    """Everybody else picks the song of the one who came back: the ballot without it is theirs."""
    own = await with_a_song_of_theirs(house)
    round_id = await opened(house)
    view = await house.services.rounds.view(round_id)
    songs = [one.song.id for one in view.round.candidates]
    place = 1 + songs.index(own.song.id)
    other = next(n for n in (1, 2, 3, 4) if n != place)
    for voter in range(5, 12):
        await house.vote(round_id, voter, place)
    await house.vote(round_id, LEAVING, other)
    episode = await house.services.episodes.find(house.room)
    await house.close(episode)
    found = await house.rows("SELECT outcome FROM rounds")
    assert f'"hiding": "{Hiding.SMALL_CROWD.value}"' in str(found[0][0])


async def test_a_record_takes_somebody_who_came_back_for_one_voter(house: House) -> None:
    """Everybody else picks a song of theirs, from before or from after: one ballot has none."""
    before = await with_a_song_of_theirs(house)
    episode = await house.services.episodes.find(house.room)
    after = await house.services.proposals.propose(WHO, house.room, episode, recording(10))
    await house.services.shortlists.toggle(house.boss, house.room, episode, on=[after.id])
    round_id = await opened(house)
    view = await house.services.rounds.view(round_id)
    places = {one.song.id: n for n, one in enumerate(view.round.candidates, 1)}
    theirs = (places.pop(before.song.id), places.pop(after.song.id))
    other = min(places.values())
    for voter in range(20, 29):
        await house.vote(round_id, voter, theirs[voter % 2], other)
    await house.vote(round_id, LEAVING, other)
    await house.close(episode)
    found = await house.rows("SELECT outcome FROM rounds")
    assert f'"hiding": "{Hiding.SMALL_CROWD.value}"' in str(found[0][0])


async def test_rooms_have_other_names_for_one_person(house: House) -> None:
    of, here = house.services.pseudonyms.of, house.room.id
    assert of(here, UserId(1)) != of(here, UserId(2))
    assert of(here, UserId(1)) != of(type(here)(here + 1), UserId(1))
    assert len({of(here, UserId(n)) for n in range(5000)}) == 5000


async def test_without_the_key_nobody_is_recognized_and_the_log_says_so(
    store: Database, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    vault, lost = Vault([new_key()]), Vault([new_key()])
    async with store.transaction(None) as unit:
        await unit.facts.set(PSEUDONYM_KEY, "")
    names = []
    for one in (vault, lost, vault):
        again = Pseudonyms(store, one, house.app.ports.draw_nonce)
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            await again.load()
        assert ("whoever comes back is not recognized" in caplog.text) is (one is lost)
        names.append(again.of(house.room.id, UserId(1)))
    assert names[0] == names[2] != names[1]


async def test_the_key_does_not_stand_in_the_database(house: House) -> None:
    vault = Vault([new_key()])
    store = house.store
    async with store.transaction(None) as unit:
        await unit.facts.set(PSEUDONYM_KEY, "")
    await Pseudonyms(store, vault, lambda: "drawn-by-nobody").load()
    kept = await house.rows("SELECT value FROM facts WHERE name = 'pseudonym_key'")
    assert "drawn-by-nobody" not in str(kept)
