"""A room in all stages at once, the people around it, and another room beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.demo.spotify import SimulatedSpotify
from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.ballot_forms.points import GivePoints
from bot.domain.ballot_forms.ranking import RankSong
from bot.domain.ballots import mark_of
from bot.domain.model import ChannelId, Episode, Person, RoleId, Room, RoundState, UserId
from bot.domain.timing import UNDO
from tests.authorization.crediting import cleared
from tests.authorization.heard import STAGES, UNVOTED, unvoted
from tests.authorization.imported import taken_back
from tests.authorization.lines import PEOPLE
from tests.authorization.privy import rights_known, supervisors_met
from tests.authorization.starring import starred
from tests.builders import recording
from tests.wire.house import CHANNEL, House, loopback, run_house
from tests.wire.people import Values
from tests.wire.shapes import Json, User, walk
from tests.wire.waits import started_clock

ELSEWHERE, WRITERS, DELEGATES, SUPERVISORS = 701, 620, 621, 622
VOTED = ("decided", "tied", "points", "ranked", "open")
SONGS = 4
DAY = 24 * 3600
TITLE = "Room of Whispers"
CHARACTER = "Maya Quietly"


@dataclass
class World:
    """Both rooms, everybody by what they are, and the names of things for the table."""

    house: House
    spotify: SimulatedSpotify
    people: dict[str, User]
    names: dict[str, object]
    thread: int = 0
    address: str = ""
    """Where the admin agrees at Spotify."""
    secrets: tuple[str, ...] = ()
    """What only the room knows: none of it may be read in the other."""
    things: frozenset[object] = frozenset()
    things_elsewhere: frozenset[object] = frozenset()
    """The ids of what belongs to the one room, and to the other."""

    @property
    def services(self) -> Any:
        """What the bot can do."""
        return self.house.app.services


def as_person(user: User) -> Person:
    """Return somebody as the services know them."""
    return Person(UserId(user.id), frozenset(map(RoleId, user.roles)), user.manages)


@asynccontextmanager
async def built(path: Path) -> AsyncIterator[World]:
    """Return the world, with a bot at work in it."""
    clock = started_clock()
    with SimulatedSpotify(threaded=True) as spotify:
        async with loopback(clock) as discord:
            discord.channel(ELSEWHERE, "another-room")
            discord.role(WRITERS, "Writers")
            discord.role(DELEGATES, "Delegates")
            discord.role(SUPERVISORS, "Supervisors")
            async with run_house(discord, path, clock, spotify) as house:
                # Otherwise discord.py says no more than 110 things a minute.
                limiter = house.app.client._get_websocket(shard_id=0)._rate_limiter
                limiter.max = limiter.remaining = 10**9
                world = World(house, spotify, _people(house), {})
                await _furnished(world)
                yield world


def _people(house: House) -> dict[str, User]:
    roles = {
        "struck": [WRITERS],
        "writer": [WRITERS],
        "delegate": [DELEGATES],
        "supervisor": [SUPERVISORS],
        "left": [WRITERS, DELEGATES],
        "colleague": [WRITERS],
        "second": [WRITERS],
    }
    names = (*PEOPLE, "colleague", "second", "newcomer")
    return {
        name: house.discord.user(100 + n, name, manages=name == "admin", roles=roles.get(name, ()))
        for n, name in enumerate(names)
    }


async def _furnished(world: World) -> None:
    house, people = world.house, world.people
    roles = {"writers": WRITERS, "delegates": DELEGATES, "supervisor": SUPERVISORS}
    for name, channel, given in ((TITLE, CHANNEL, roles), ("Elsewhere", ELSEWHERE, {})):
        heir = people["showrunner" if channel == CHANNEL else "stranger"]
        options: dict[str, Values] = {"title": name, "timezone": "UTC", "showrunner": heir, **given}
        made = await house.discord.command("room setup", options, people["admin"], channel)
        assert "is set up" in made.text
    await _connected(world)
    boss, scrutineer = as_person(people["showrunner"]), as_person(people["scrutineer"])
    await world.services.scrutiny.name(boss, await house.room(), [scrutineer])
    for number, stage in enumerate(STAGES, 101):
        await _staged(world, stage, str(number))
    await _characters_and_songs(world)
    await rights_known(house, boss, world.names)
    await _people_come_and_go(world)
    await _other_room(world)
    await _invited(world)
    await house.bot.settled()
    threads = house.discord.threads(CHANNEL)
    world.thread = int(threads[-1]["id"])


async def _invited(world: World) -> Json:
    """Have the admin be shown where to agree."""
    offered = await world.house.discord.command(
        "playlist connect", {}, world.people["admin"], CHANNEL
    )
    assert offered.message is not None
    [address] = [one["url"] for one in walk(offered.message["components"]) if "url" in one]
    world.address = str(address)
    return offered.message


async def _connected(world: World) -> None:
    """Connect the room to an account, and make a playlist."""
    discord, admin = world.house.discord, world.people["admin"]
    form = await discord.press("connect:paste", admin, await _invited(world))
    done = await discord.submit(form, {"address": world.spotify.human_agrees(world.address)}, admin)
    assert "now uses the Spotify account" in done.text
    tracks = [one.uri for one in world.spotify.catalogue]
    playlist_id = world.spotify.create_playlist("Ours", tracks[:3])
    world.names |= {
        "track": f"https://open.spotify.com/track/{tracks[5].rpartition(':')[2]}",
        "playlist_id": playlist_id,
        "playlist": f"https://open.spotify.com/playlist/{playlist_id}",
    }


async def _staged(world: World, stage: str, number: str) -> None:
    """Begin an episode, and bring it to its stage."""
    services, room = world.services, await world.house.room()
    boss, colleague = as_person(world.people["showrunner"]), as_person(world.people["colleague"])
    episode = await services.episodes.create(boss, room, number, f"Whisper {number}")
    songs = []
    for n in range(SONGS):
        song = recording(int(number) * 10 + n, title=f"Quiet tune {number}{n}")
        songs.append(await services.proposals.propose(colleague, room, episode, song, f"Hush {n}"))
    spare = recording(int(number) * 10 + SONGS, title=f"Quiet tune {number} spare")
    spared = await services.proposals.propose(colleague, room, episode, spare)
    on = [one.id for one in songs]
    view = await services.shortlists.toggle(boss, room, episode, on=on)
    world.names |= {
        f"{stage}_no": number,
        f"{stage}_e": episode.id,
        f"{stage}_spare": spared.id,
        f"{stage}_seen": view.revision,
    }
    if stage in UNVOTED:
        world.names |= await unvoted(world.house, boss, episode, stage)
        return
    method = stage if stage in ("points", "ranked") else "approval"
    made = await services.rounds.schedule(
        boss, room, episode, closes="in 20 days", seats=2, method=method
    )
    world.names[stage] = made.round.id
    world.names[f"{stage}_song"] = made.round.candidates[2].song.id
    await world.house.bot.settled()
    await _moved(world, room, episode, stage)


async def _mark(world: World, room: Room) -> int:
    """Return the mark of what the writer has chosen in the open vote."""
    writer = as_person(world.people["writer"])
    view = await world.services.voting.ballot(writer, room, world.names["open"])
    assert view.ballot is not None
    assert view.ballot.choices is not None
    order = [one.song.id for one in view.round.candidates]
    return mark_of(view.ballot.choices, view.round.rules, order)


async def _moved(world: World, room: Room, episode: Episode, stage: str) -> None:
    """Have people vote in an episode's round, and move it to its stage."""
    services, boss = world.services, as_person(world.people["showrunner"])
    round_id = world.names[stage]
    first, second, third, _ = [
        one.song.id for one in (await services.rounds.view(round_id)).round.candidates
    ]
    ballots: dict[str, list[Change]] = {
        "decided": [PickSongs((first, second)), PickSongs((first, second))],
        "tied": [PickSongs((first, second)), PickSongs((third,))],
        "points": [GivePoints(((first, 2),))],
        "ranked": [RankSong(first, 1)],
        "open": [PickSongs((second, third))],
    }
    for voter, change in zip(("writer", "second"), ballots.get(stage, []), strict=False):
        await services.voting.change(as_person(world.people[voter]), room, round_id, change)
    if stage in ("decided", "tied"):
        await services.control.close_round(boss, room, round_id)
        await world.house.bot.advance(UNDO)
    if stage == "called_off":
        await services.control.cancel_round(boss, room, round_id)
    if stage == "open":
        await starred(services, as_person(world.people["writer"]), room, round_id, third)
        world.names["open_mark"] = await _mark(world, room)
    if stage == "held":
        await services.control.extend(boss, room, episode, closes="in 30 minutes")
        await world.house.bot.advance(3 * DAY)
    await world.house.bot.settled()
    expected = {
        "called_off": RoundState.CANCELLED,
        "held": RoundState.HELD,
        "decided": RoundState.CLOSED,
        "tied": RoundState.CASTING,
    }
    state = (await services.rounds.view(round_id)).round.state
    assert state is expected.get(stage, RoundState.OPEN), (stage, state)


async def _characters_and_songs(world: World) -> None:
    services, room = world.services, await world.house.room()
    boss, writer = as_person(world.people["showrunner"]), as_person(world.people["writer"])
    maya = await services.characters.create(boss, room, CHARACTER, "Hush, backstory")
    current = await services.episodes.find(room)
    own = await services.proposals.propose(
        writer, room, current, recording(2000, title="Quiet tune of the writer"), "Hush mine"
    )
    song = recording(2001, title="Quiet tune gone")
    gone = await services.proposals.propose(writer, room, current, song)
    await services.withdrawals.withdraw(writer, room, gone.id)
    decided = await services.episodes.find(room, str(world.names["decided_no"]))
    board = (await services.boards.view(room, decided)).board
    listed = await services.episodes.find(room, str(world.names["listed_no"]))
    playlist = str(world.names["playlist"])
    imported = await services.imports.begin(boss, room, listed, playlist)
    view = await services.shortlists.view(room, listed)
    world.names |= await cleared(world.house, boss, decided, board)
    world.names |= {
        "import_taken": await taken_back(world.house, boss, str(world.names["open_no"]), playlist),
        "room": room.id,
        "character": maya.character.id,
        "own": own.id,
        "own_note": (await services.proposals.get(room, own.id)).notes[0].id,
        "gone": gone.id,
        "proposal": world.names["open_spare"],
        "seated": board.entries[0].song.id,
        "last": board.entries[-1].song.id,
        "runner_up": board.runners_up[0].id,
        "board_seen": board.revision,
        "import": imported.import_.id,
        "listed_seen": view.revision,
        "newcomer": world.people["newcomer"].id,
    }


async def _people_come_and_go(world: World) -> None:
    services, room = world.services, await world.house.room()
    boss = as_person(world.people["showrunner"])
    for name in ("struck", "left"):
        person = as_person(world.people[name])
        await services.proposals.second(person, room, world.names["open_spare"])
    lost = replace(world.people["struck"], roles=(WRITERS, SUPERVISORS))
    await supervisors_met(world.house, world.people["supervisor"], lost)
    struck = frozenset({UserId(world.people["struck"].id)})
    await services.rooms.edit_roster(boss, room, add=frozenset(), remove=struck)
    world.house.discord.leave(world.people["left"])


async def _other_room(world: World) -> None:
    """Begin an episode in the other room, and note what nobody there may read."""
    services = world.services
    elsewhere = await services.rooms.at(ChannelId(ELSEWHERE))
    stranger = as_person(world.people["stranger"])
    episode = await services.episodes.create(stranger, elsewhere, "901", "Other")
    song = recording(9000, title="Loud")
    loud = await services.proposals.propose(stranger, elsewhere, episode, song)
    bold = await services.characters.create(stranger, elsewhere, "Bold")
    world.names |= {
        "their_no": episode.number,
        "their_e": episode.id,
        "their_proposal": loud.id,
        "their_character": bold.character.id,
    }
    unseen = ("stranger", "newcomer")
    mentions = [f"<@{one.id}>" for name, one in world.people.items() if name not in unseen]
    things = ("room", "character", "own", "import", *(one for one in STAGES if one not in UNVOTED))
    ids = [f"{stage}_{kind}" for stage in STAGES for kind in ("e", "spare")]
    world.things = frozenset(world.names[one] for one in (*things, *ids))
    world.things_elsewhere = frozenset({elsewhere.id, episode.id})
    world.secrets = (TITLE, CHARACTER, "Quiet tune", "Whisper 1", "Hush", *mentions)
