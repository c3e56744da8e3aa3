"""What people do where one process serves them, about a room that another one serves."""

from bot.app import build_behind
from bot.closing import NoClient
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.structs import replace
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.rounds.due import KEY as ROUNDS
from bot.services.rounds.turnouts import Turnouts
from bot.services.rounds.voting import Voting
from bot.services.shards.leases import Leases
from bot.services.surroundings import RoomSurroundings
from tests.builders import person
from tests.parts import SETTINGS
from tests.services.conftest import House
from tests.services.shards.divided import Process, room_on, round_of, vote_in


def turnouts(house: House, process: Process) -> Turnouts:
    services = house.services
    return Turnouts(house.store, process.leases, services.ballot_messages)


async def test_a_vote_elsewhere_is_shown_by_the_process_that_edits_the_message(
    house: House,
) -> None:
    rooms = [await room_on(house, shard) for shard in (0, 1)]
    rounds = [await vote_in(house, room) for room in rooms]
    first, second = Process(house, 1, (0,)), Process(house, 2, (1,))
    for process in (first, second):
        await process.start()
    here, there = turnouts(house, first), turnouts(house, second)
    services = house.services
    voting = Voting(house.store, house.clock, services.control, here, services.pseudonyms)
    house.announcer.said.clear()
    for room, round_id in zip(rooms, rounds, strict=True):
        for who in (101, 102):
            songs = PickSongs(await house.songs(round_id, 1))
            await voting.change(person(who), room, round_id, songs)
    await here.idle()
    await house.turnout_shown()
    assert edited(house) == [rounds[0]]
    await here.look()
    await house.turnout_shown()
    assert edited(house) == []
    for _ in range(2):
        await there.look()
        await house.turnout_shown()
    assert edited(house) == [rounds[1]]


async def test_rooms_in_servers_of_other_processes_are_let_alone(house: House) -> None:
    rooms = [await room_on(house, shard) for shard in (0, 1)]
    process = Process(house, 1, (1,))
    await process.start()
    around = RoomSurroundings(
        house.store, house.clock, house.discord, house.services.control, process.leases
    )
    house.discord.removed.update(room.guild_id for room in rooms)
    await around.look()
    troubles = [(await house.services.rooms.at(room.channel_id)).channel_trouble for room in rooms]
    assert troubles == ["", "removed"]


async def test_a_beat_makes_what_a_process_that_ended_has_promised_and_plans_anew(
    house: House,
) -> None:
    round_id = await vote_in(house, await room_on(house, 1))
    settings = replace(SETTINGS, shard_count=2, shard_ids=(1,))
    said = house.announcer
    app = build_behind(NoClient(), said, said, house.discord, settings, house.parts(house.store))
    leases = app.ports.attendance
    assert isinstance(leases, Leases)
    await leases.claim(1)
    leases.came(1)
    app.outbox.start()
    await app.outbox.idle()
    house.store.on_promise = lambda: None  # it is gone
    async with house.store.transaction(house.room.id) as unit:
        now = int(house.clock.now())
        await unit.outbox.promise(
            EffectKind.EDIT_BALLOT, "channel:1001", round_id, house.room.id, now
        )
    house.agenda.due.clear()
    said.said.clear()
    await app._heartbeat()
    await app.outbox.idle()
    assert edited(house) == [round_id]
    assert house.agenda.due[ROUNDS] == (await round_of(house, round_id)).closes_at
    await app.stop()
    assert [one.holder for one in await house.store.read.shards.all()] == [0]


def edited(house: House) -> list[int]:
    """Return the rounds whose ballot messages were edited since the last call."""
    found = [one for what, one in house.announcer.said if what.startswith("edit")]
    house.announcer.said.clear()
    return found
