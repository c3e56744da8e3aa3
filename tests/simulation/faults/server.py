"""What people do to the server: channels, roles, members, messages and the bot go and come."""

from collections.abc import Iterator
from random import Random

from tests.simulation.faults import fault
from tests.simulation.stage import Stage


@fault(3)
def delete_a_message(stage: Stage, draw: Random) -> None:
    """Have a moderator delete something that the bot said: a card, a ballot, results."""
    room = draw.choice(stage.rooms)
    said = [int(one["id"]) for one in stage.messages(room) if one["components"]]
    if said:
        gone = draw.choice(said)
        stage.world.trace.note("somebody", f"deletes message {gone}")
        stage.world.weather.deleted.add(gone)
        del stage.world.discord.held.messages[room.channel][gone]


@fault(1)
def delete_a_thread(stage: Stage, draw: Random) -> None:
    """Have a moderator delete a thread; the message that it was on stays."""
    threads = [one for one in stage.world.discord.held.channels.values() if one["type"] == 11]
    if threads:
        stage.world.discord.lose_channel(int(draw.choice(threads)["id"]))


@fault(2)
def forbid_a_channel(stage: Stage, draw: Random) -> Iterator[float]:
    """Have the bot lose a channel, files or threads for a while."""
    held, channel = stage.world.discord.held, draw.choice(stage.rooms).channel
    what = draw.choice(("all", "all", "files", "threads"))
    stage.world.trace.note("somebody", f"takes {what} of channel {channel} from the bot")
    if what == "all":
        held.refusals[channel] = draw.choice((50001, 50013))
    else:
        (held.no_files if what == "files" else held.no_threads).add(channel)
    yield draw.choice((60, 1200))
    held.refusals.pop(channel, None)
    held.no_files.discard(channel)
    held.no_threads.discard(channel)


@fault(2)
def delete_a_channel(stage: Stage, draw: Random) -> Iterator[float]:
    """Have a room's channel be deleted, and make another one after a while."""
    room = draw.choice(stage.rooms)
    if room.channel in stage.world.discord.held.channels:
        stage.world.trace.note("somebody", f"deletes the channel of {room.name}")
        stage.world.weather.deleted.update(int(one["id"]) for one in stage.messages(room))
        stage.world.discord.lose_channel(room.channel)
        yield draw.choice((60, 1200))
        stage.give_channel(room)


@fault(2)
def delete_a_role(stage: Stage, draw: Random) -> Iterator[float]:
    """Have the writers' role be deleted, and make another one after a while."""
    room = draw.choice(stage.rooms)
    if room.role:
        stage.world.trace.note("somebody", f"deletes the role of {room.name}")
        stage.lose_role(room)
        yield draw.choice((60, 1200))
        stage.give_role(room)


@fault(2)
def leave_the_server(stage: Stage, draw: Random) -> Iterator[float]:
    """Have a writer or the showrunner leave, and come back without their role, which is given."""
    room = draw.choice(stage.rooms)
    who = draw.choice([room.boss, *room.writers])
    if stage.crowd.leave(who):
        yield draw.choice((120, 1800))
        stage.crowd.come_back(who, room.role)


@fault(1)
def expel_the_bot(stage: Stage, draw: Random) -> Iterator[float]:
    """Have the bot be removed from the server, and invited again."""
    gateway = stage.world.discord.gateway
    if not stage.world.discord.held.removed:
        stage.world.trace.note("somebody", "removes the bot from the server")
        stage.world.weather.excuse(5, "the bot was removed")
        gateway.expel()
        yield draw.choice((60, 900))
        stage.world.trace.note("somebody", "invites the bot again")
        gateway.invite()


@fault(2)
def close_direct_messages(stage: Stage, draw: Random) -> None:
    """Have somebody take no direct messages any more."""
    held = stage.world.discord.held
    channel = held.direct(draw.choice([one for one in held.users if one < 99]))
    held.refusals[int(channel["id"])] = 50007
