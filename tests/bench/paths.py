"""Paths: what the bot does from what somebody does in Discord to what everybody sees there.

The real bot is measured on the loopback Discord of the tests, with the simulated Spotify. What the
figures count is code that a reader has to follow, and questions that the database is asked.
`python -m tests.bench.paths` prints these, each with who asks it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.demo.spotify import SimulatedSpotify, Track
from bot.domain.model import Person, RoundState, UserId
from tests.bench.installs import folder
from tests.bench.rows import Goal, Row
from tests.bench.tracing import Tracer, Work
from tests.wire.house import CHANNEL, Bot, House
from tests.wire.loopback import LoopbackDiscord
from tests.wire.people import options_of
from tests.wire.shapes import User, text_of, voted
from tests.wire.waits import started_clock

SONGS = 12
WRITERS = 4

VOTE = "a ballot, from press to turnout"
CLOSE = "a close, from due to results and playlist"
PROPOSE = "a proposal by link, from command to card"

MOST = {VOTE: (14, 1), CLOSE: (60, 12), PROPOSE: (15, 3)}
"""How many statements and transactions a path may take."""
GOALS = tuple(
    Goal(f"{path}: {what}", most=most)
    for path, numbers in MOST.items()
    for what, most in zip(("SQL statements", "transactions"), numbers, strict=True)
)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows; quick or not, it takes some seconds."""
    del quick
    logging.disable()
    with asyncio.Runner() as runner, folder() as place:
        found = runner.run(measure(Path(place), SONGS))
    goals = iter(GOALS)
    for path in MOST:
        yield next(goals).measured(found[path].statements)
        yield next(goals).measured(found[path].transactions)


def main() -> None:
    """Print each query of each path, in the order they are asked, and who asks it."""
    logging.disable()
    with asyncio.Runner() as runner, folder() as place:
        found = runner.run(measure(Path(place), SONGS))
    for path, work in found.items():
        print(f"\n{path}: {work.statements} statements, {work.transactions} transactions")
        for name, callers in work.queries:
            print(f"  {name}: {' < '.join(callers)}")


async def measure(place: Path, songs: int) -> dict[str, Work]:
    """Return what each path took, in a round of so many songs for half as many seats."""
    with Tracer() as tracer:
        async with _scene(place, tracer, songs) as scene:
            proposing = await scene.propose()
            await scene.open_round()
            voting = await scene.vote()
            closing = await scene.close()
    return {VOTE: voting, CLOSE: closing, PROPOSE: proposing}


@dataclass(frozen=True, slots=True)
class _Scene:
    """A room in which the showrunner proposed all songs but the last."""

    house: House
    spotify: SimulatedSpotify
    tracer: Tracer
    tracks: Sequence[Track]
    last: Track

    @property
    def seats(self) -> int:
        """How many songs the round seats; each writer picks as many, all the same ones."""
        return len(self.tracks) // 2

    async def propose(self) -> Work:
        """Have a writer propose the last song."""
        with self.tracer.counted() as work:
            await self.proposed(self.last, self.house.writers[0])
            await self._settle()
        if self.last.title not in text_of(self.house.discord.messages(CHANNEL)[-1]):
            raise AssertionError("no card was posted")
        return work

    async def proposed(self, track: Track, person: User) -> None:
        """Have a song proposed by its link."""
        link = f"https://open.spotify.com/track/{track.id}"
        given = {"song": link, "why": "It is hot, and nobody talks."}
        await self.house.discord.command("song propose", given, person, CHANNEL)

    async def open_round(self) -> None:
        """Open a round of all songs but the last, and have all writers but the first vote."""
        house, services = self.house, self.house.app.services
        room, episode = await house.room(), await house.episode()
        boss = Person(UserId(house.boss.id), frozenset(), True)
        wanted = {track.uri for track in self.tracks}
        longlist = await services.proposals.longlist(room, episode)
        listed = [one.id for one in longlist if one.song.recording.uri in wanted]
        await services.shortlists.toggle(boss, room, episode, on=listed)
        # Not when the schedule's own upkeep is due, too, which comes every quarter of an hour.
        await house.schedule(seats=self.seats, closes="in 31 minutes")
        await house.bot.settled()
        round_id = (await house.round()).round.id
        for writer in house.writers[1:]:
            await house.vote(round_id, writer, *range(1, self.seats + 1))
        await house.bot.settled()

    async def vote(self) -> Work:
        """Have the first writer, whose ballot is open, pick songs."""
        house = self.house
        round_id = (await house.round()).round.id
        writer, menu = house.writers[0], f"picks:{round_id}"
        form = await house.form(round_id, writer)
        await house.bot.settled()
        picked = options_of(form, menu)[: self.seats]
        with self.tracer.counted() as work:
            await house.discord.choose(menu, picked, writer, form)
            await self._settle()
        [ballot] = house.ballots(round_id)
        if voted(ballot) != WRITERS:
            raise AssertionError("the turnout was not edited")
        return work

    async def close(self) -> Work:
        """Let the round's time come."""
        house, schedule = self.house, self.house.app.schedule
        due = (await house.round()).round.closes_at
        await house.bot.advance(due - house.clock.now() - 1)
        house.clock.move(1)
        # Moved on purpose: that must not be taken for time the bot was away.
        await house.app.services.due_rounds.reset_heartbeat()
        with self.tracer.counted() as work:
            schedule.clock_moved()
            with self.tracer.unseen():
                await house.bot.due_started()
            await self._settle()
        view = await house.round()
        if view.round.state is not RoundState.CLOSED or not house.results(view.round.id):
            raise AssertionError("the round was not closed")
        if self.seats not in [len(one.uris) for one in self.spotify.playlists]:
            raise AssertionError("the winners are in no playlist")
        return work

    async def _settle(self) -> None:
        with self.tracer.unseen():
            await self.house.bot.settled()


@asynccontextmanager
async def _scene(place: Path, tracer: Tracer, songs: int) -> AsyncIterator[_Scene]:
    clock = started_clock()
    async with SimulatedSpotify(threaded=True) as spotify, LoopbackDiscord(clock.now) as discord:
        discord.channel(CHANNEL, "song-room")
        boss = discord.user(1, "boss", manages=True)
        writers = [discord.user(10 + n, f"writer{n}") for n in range(WRITERS)]
        bot = Bot(discord, place, clock, spotify)
        house = House(discord, bot, clock, place, boss, writers)
        recordings = list({track.isrc: track for track in spotify.catalogue}.values())
        scene = _Scene(house, spotify, tracer, recordings[:songs], recordings[songs])
        try:
            await bot.start()
            await house.set_up()
            given = {"number": "104", "title": "Heat"}
            await discord.command("episode create", given, boss, CHANNEL)
            for track in scene.tracks:
                await scene.proposed(track, boss)
            await bot.settled()
            yield scene
        finally:
            await bot.close()


if __name__ == "__main__":
    main()
