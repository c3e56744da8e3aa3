"""Somebody asks to be forgotten: no trace of them is left, and every record counts as before."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.board import Clearance
from bot.domain.counting.record import recount, to_bytes
from bot.domain.errors import CannotForget
from bot.domain.model import Person, RoleId, UserId
from bot.domain.structs import replace
from bot.services.board.pairing import PairText
from tests.builders import person, recording
from tests.endings import closed
from tests.services.conftest import House

LEAVING = 777_000_777
"""An id that no count, time or other number contains."""


async def traces(house: House) -> dict[str, list[str]]:
    """Return the rows of every table in which the person's id stands, by table."""
    found: dict[str, list[str]] = {}
    for table in await house.tables():
        for row in await house.rows(f'SELECT * FROM "{table}"'):  # noqa: S608
            if str(LEAVING) in repr(row):
                found.setdefault(str(table), []).append(repr(row))
    return found


async def took_part(house: House) -> tuple[Person, str]:
    """Have somebody do everything a delegate can; return them and the hash of the record."""
    who = replace(person(LEAVING), roles=frozenset({RoleId(9)}))
    room = await house.services.rooms.setup(
        house.boss,
        house.room.guild_id,
        house.room.channel_id,
        title="Soundtrack",
        timezone="UTC",
        delegates=RoleId(9),
    )
    await house.services.rooms.name_supervisor(person(3, manages=True), room, who.user_id)
    room = await house.services.rooms.at(room.channel_id)
    services, episode = house.services, await house.episode()
    songs = await house.proposed(episode, 3)
    mine = await services.proposals.propose(who, room, episode, recording(9), "Mine")
    await services.proposals.note(who, room, songs[0].id, "Said by me")
    await services.proposals.second(who, room, songs[1].id)
    maya = await services.characters.create(who, room, "Maya")
    await services.characters.assign(who, room, mine.id, maya.character.id)
    await services.shortlists.fill(who, room, episode)
    view = await services.rounds.schedule(who, room, episode, closes="in 2 hours", seats=2)
    await house.vote(view.round.id, LEAVING, 1)
    await house.vote(view.round.id, LEAVING, 1, 2)
    for voter in range(5, 10):
        await house.vote(view.round.id, voter, 1, 2)
    await closed(services, house.clock, who, room, episode)
    board = await services.boards.view(room, episode)
    seated, other = (one.song.id for one in board.board.entries)
    await services.boards.step(who, room, episode, seated, 1)
    await services.boards.pair(who, room, episode, seated, PairText(other, how="One hums"))
    await services.boards.set_clearance(who, room, episode, seated, Clearance.PENDING)
    await house.work_off()
    return who, (await services.results.results(room, episode)).record_sha256


async def test_nothing_that_is_kept_names_them_any_more(house: House) -> None:
    who, _ = await took_part(house)
    assert {"proposals", "notes", "seconds", "ballots", "ballot_log", "roster", "rounds"} <= set(
        await traces(house)
    )
    cards = await house.services.privacy.forget(who, house.room)
    await house.work_off()
    assert await traces(house) == {}
    assert cards == 1
    assert LEAVING not in await house.services.rooms.roster(house.room)


async def test_every_record_counts_as_before(house: House) -> None:
    who, before = await took_part(house)
    episode = await house.services.episodes.find(house.room)
    kept = await house.services.proposals.longlist(house.room, episode)
    await house.services.privacy.forget(who, house.room)
    results = await house.services.results.results(house.room, episode)
    assert (results.record_sha256, results.altered) == (before, False)
    found = await house.services.results.record(house.boss, house.room, episode)
    assert found.record_sha256 == before
    board = (await house.services.boards.view(house.room, episode)).board
    assert [board.how(one.song.id) for one in board.entries] == ["One hums"] * 2
    after = await house.services.proposals.longlist(house.room, episode)
    assert [(one.id, one.note, one.seconds) for one in after] == [
        (one.id, one.note, one.seconds) for one in kept
    ]
    assert found.document is not None
    again = recount(to_bytes(found.document))
    assert again.sha256 == before
    assert again.outcome == results.outcome


async def test_whoever_takes_part_again_begins_anew(house: House) -> None:
    who, _ = await took_part(house)
    await house.services.privacy.forget(who, house.room)
    episode = await house.episode("105")
    await house.services.proposals.propose(who, house.room, episode, recording(12))
    assert LEAVING in await house.services.rooms.roster(house.room)
    await house.services.privacy.forget(who, house.room)
    assert await traces(house) == {}


async def test_two_forgotten_people_stay_two(house: House) -> None:
    episode = await house.episode()
    [song, *_] = await house.proposed(episode, 1)
    for number in (5, 6):
        await house.services.proposals.second(person(number), house.room, song.id)
        await house.services.privacy.forget(person(number), house.room)
    [kept] = await house.services.proposals.longlist(house.room, episode)
    assert kept.seconds == 2


async def test_other_rooms_and_other_people_are_left_alone(house: House) -> None:
    who, _ = await took_part(house)
    before = await house.rows("SELECT * FROM ballots WHERE voter_id = 5")
    await house.services.privacy.forget(who, house.room)
    assert await house.rows("SELECT * FROM ballots WHERE voter_id = 5") == before
    await house.services.privacy.forget(person(404), house.room)  # who never was there


async def test_not_while_a_vote_needs_to_know_them(house: House) -> None:
    _, round_id = await house.opened(songs=3, seats=2)
    await house.vote(round_id, LEAVING, 1)
    for who in (person(LEAVING), person(101)):  # who voted; whose song it is
        with pytest.raises(CannotForget) as told:
            await house.services.privacy.forget(who, house.room)
        assert told.value.why == "vote"
    await house.vote(round_id, LEAVING)  # the ballot is taken back
    await house.services.privacy.forget(person(LEAVING), house.room)
    assert await traces(house) == {}


async def test_not_the_showrunner(house: House) -> None:
    with pytest.raises(CannotForget) as told:
        await house.services.privacy.forget(house.boss, house.room)
    assert told.value.why == "showrunner"


async def test_who_was_taken_off_the_roster_is_remembered_for_that_alone(house: House) -> None:
    who, _ = await took_part(house)
    await house.services.rooms.edit_roster(house.boss, house.room, remove={who.user_id})
    await house.services.privacy.forget(who, house.room)
    assert set(await traces(house)) == {"roster"}


async def test_not_while_the_account_they_connected_is_in_use(house: House) -> None:
    manager = person(LEAVING, manages=True)
    invitation = await house.services.authorization.invite(manager, house.room)
    nonce = parse_qs(urlsplit(invitation.address).query)["state"][0]
    await house.services.authorization.finish(
        manager, house.room, f"http://127.0.0.1:8888/callback?code=abc&state={nonce}"
    )
    with pytest.raises(CannotForget) as told:
        await house.services.privacy.forget(manager, house.room)
    assert told.value.why == "account"
    room = await house.services.rooms.at(house.room.channel_id)
    await house.services.authorization.disconnect(manager, room)
    whose = "SELECT owner_id, owner_name FROM spotify_accounts"
    assert all(*await house.rows(whose))
    await house.services.privacy.forget(manager, house.room)
    assert await traces(house) == {}
    assert await house.rows(whose) == [("", "")]
    assert UserId(LEAVING) not in await house.services.rooms.roster(house.room)
