"""A thousand votes at once: from the gateway's JSON to the answer, with Discord stubbed.

The same client, screens and services are measured twice in turn: over the database, and over a
store that does nothing for a vote (it knows the room and accepts everything). All votes arrive
before any is looked at, which is the worst that can happen.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from discord.gateway import DiscordWebSocket
from discord.utils import time_snowflake, utcnow

from bot.app import App
from bot.client import NeedleDrop
from bot.domain.ballot_forms.picks import ChosenPicks, PickSongs
from bot.domain.ballots import Ballot
from bot.domain.model import Episode, MessageId, Room, Round
from bot.domain.voting import CastBallot, Vote
from bot.garbage import collect_rarely
from storage.database import Database
from tests.bench.costs import Way, costs_in_turn, percentile
from tests.bench.installs import begin, bot_on, folder
from tests.bench.rows import Goal, Row
from tests.bench.wire import GUILD, Http, connect, event, guild, press

VOTES = 1000
TURNS = 10
QUICK_TURNS = 3

REAL, NOTHING = "the database", "a store that does nothing"
CPU = Goal(
    "1 000 ballots at once, gateway to answer (floor: nothing kept): CPU ms a ballot", times=1.05
)
WAIT = Goal("1 000 ballots at once, gateway to answer (floor: nothing kept), p99: ms", most=500)
TRANSACTIONS = Goal("1 000 ballots at once: transactions", most=1)
REQUESTS = Goal("1 000 ballots at once: requests to Discord a ballot", most=1)
GOALS = (CPU, WAIT, TRANSACTIONS, REQUESTS)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a burst took on average, beside its time: transactions, and requests a vote.

    The edits that tell the room how many have voted are no vote's own, and are left out.
    """

    transactions: float
    requests: float


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Take fewer turns.
    """
    logging.getLogger("discord").setLevel(logging.WARNING)
    collect_rarely()
    with asyncio.Runner() as runner, folder() as place:
        turns = QUICK_TURNS if quick else TURNS
        yield from runner.run(measure(Path(place), turns))


async def measure(place: Path, turns: int, votes: int = VOTES) -> Sequence[Row]:
    """Measure bursts of so many votes in a folder, and return the rows."""
    async with AsyncExitStack() as opened:
        real = await Stage.set(opened, place / "real.db")
        idle = await Stage.set(opened, place / "idle.db", keeps_nothing=True)
        ways = {REAL: real.burst(votes), NOTHING: idle.burst(votes)}
        found = await costs_in_turn(ways, turns)
        counts = real.counts(turns + 1, votes)
    ours, nothing = found[REAL], found[NOTHING]
    return (
        CPU.measured(ours.cpu * 1000, nothing.cpu * 1000),
        WAIT.measured(percentile(ours.waits, 0.99) * 1000, percentile(nothing.waits, 0.99) * 1000),
        TRANSACTIONS.measured(counts.transactions),
        REQUESTS.measured(counts.requests),
    )


class Stage:
    """One bot with its stubbed Discord, and an open round whose ballots everybody has open."""

    def __init__(
        self, app: App[NeedleDrop], round_: Round, gateway: DiscordWebSocket, http: Http
    ) -> None:
        self.app = app
        self._round = round_
        self._gateway = gateway
        self.http = http
        self._numbers = count()
        self._shown: Sequence[object] = ()
        self._began = (0, 0)

    @classmethod
    async def set(
        cls, opened: AsyncExitStack, path: Path, *, keeps_nothing: bool = False
    ) -> "Stage":
        """Make a bot, over its database or over a store that does nothing for a vote."""
        app = bot_on(path)
        opened.push_async_callback(app.close)
        episode, round_ = await begin(app.database)
        async with app.database.transaction(None) as unit:
            await unit.rounds.set_ballot_message(round_.id, MessageId(time_snowflake(utcnow())))
        if keeps_nothing:
            room = await app.database.read.rooms.get(round_.room_id)
            if room is None:
                raise AssertionError("there is no room")
            app = bot_on(path, nothing_kept(app.database, room, round_, episode))
            opened.push_async_callback(app.close)
        gateway, http = await connect(app.client)
        # A server that is not there when the bot is ready is one that it was removed from.
        await gateway.received_message(event("GUILD_CREATE", guild(GUILD)))
        await app.client.on_ready()
        stage = cls(app, round_, gateway, http)
        await stage._open_ballot()
        stage._began = stage._counted()
        return stage

    def burst(self, votes: int) -> Way:
        """Return the way to have so many votes arrive at once and be answered."""

        async def way() -> Sequence[float]:
            numbers = self._pressed_now(votes)
            sent = [self._vote(number) for number in numbers]
            arrived = await self._deliver(sent)
            answered = self.http.answered
            return [answered[str(n)] - at for n, at in zip(numbers, arrived, strict=True)]

        return way

    def _pressed_now(self, many: int) -> Sequence[int]:
        """Return ids of so many interactions of this moment, one after another."""
        now = time_snowflake(utcnow())
        return [now + next(self._numbers) for _ in range(many)]

    def counts(self, bursts: int, votes: int) -> Counts:
        """Return what one burst of these took on average."""
        transactions, requests = (
            after - before for after, before in zip(self._counted(), self._began, strict=True)
        )
        return Counts(transactions / bursts, requests / bursts / votes)

    def _counted(self) -> tuple[int, int]:
        http = self.http
        return self.app.database.transactions_of_ballots, len(http.answered) + http.others

    def _vote(self, number: int) -> str:
        songs = [one.song.id for one in self._round.candidates]
        picked = [str(songs[(number + step) % len(songs)]) for step in range(6)]
        user = 10 + number % VOTES
        custom_id = f"picks:{self._round.id}"
        return event("INTERACTION_CREATE", press(number, user, custom_id, picked, self._shown))

    async def _open_ballot(self) -> None:
        """Have the bot show a ballot, to know what the messages look like that are pressed."""
        custom_id = f"ballot:{self._round.id}"
        button = {"type": 2, "id": 2, "style": 1, "custom_id": custom_id, "label": "Vote"}
        row = {"type": 1, "id": 1, "components": [button]}
        [number] = self._pressed_now(1)
        pressed = press(number, 9, custom_id, None, [row])
        await self._deliver([event("INTERACTION_CREATE", pressed)])
        self._shown = json.loads(self.http.said)["data"]["components"]
        ids = count(1)
        for piece in cast("list[dict[str, Any]]", self._shown):
            piece["id"] = next(ids)
            for inner in piece.get("components", ()):
                inner["id"] = next(ids)

    async def _deliver(self, sent: Sequence[str]) -> list[float]:
        self.http.expect(len(sent))
        arrived = []
        for text in sent:
            arrived.append(perf_counter())
            await self._gateway.received_message(text)
        await asyncio.wait_for(self.http.expected.wait(), 30)
        return arrived


def nothing_kept(database: Database, room: Room, round_: Round, episode: Episode) -> Database:
    """Return a store that knows one room, and takes every vote without keeping it."""

    async def at(channel_id: int) -> Room:
        del channel_id
        return room

    async def accept(vote: Vote) -> CastBallot:
        songs = vote.change.songs if isinstance(vote.change, PickSongs) else ()
        ballot = Ballot(ChosenPicks(songs), receipt="00000000", cast_at=int(vote.at))
        return CastBallot(ballot, round_, episode)

    rooms = _Over(database.read.rooms, at=at)
    made: Any = _Over(database, read=_Over(database.read, rooms=rooms), cast=accept)
    return cast("Database", made)


class _Over:
    """A part with some attributes of its own, and for the rest those of the part below."""

    def __init__(self, below: object, **own: object) -> None:
        self._below = below
        vars(self).update(own)

    def __getattr__(self, name: str) -> object:
        return getattr(self._below, name)
