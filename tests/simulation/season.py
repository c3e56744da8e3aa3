"""The season itself: a showrunner who means to get the episode onto the board, and writers."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from tests.simulation.actions import cast, handle, vote
from tests.simulation.clearing import HEARD, clear, clearing
from tests.simulation.crowd import Person
from tests.simulation.endings import end
from tests.simulation.listening import listen
from tests.simulation.refusals import (
    lose_a_song,
    pair_songs,
    plan_without_the_refused,
    refuse_listed,
    write_letters,
)
from tests.simulation.stage import Room, Stage
from tests.wire.interactions import Interaction
from tests.wire.people import Values

LONG = 4 * 3600
"""So many seconds before the end a showrunner in a hurry closes a vote by hand."""
_ROOMS = "SELECT count(*) FROM rooms WHERE id = ?"
_EPISODES = "SELECT count(*) FROM episodes WHERE room_id = ?"
_UNDER_WAY = (
    "SELECT count(*) FROM rounds WHERE room_id = ? AND state NOT IN ('closed', 'cancelled')"
)
_PROPOSALS = (
    "SELECT count(*) FROM proposals p JOIN episodes e ON e.id = p.episode_id"
    " WHERE e.room_id = ? AND p.withdrawn = 0"
)


class Season:
    """One episode of one room, from the longlist to the board."""

    def __init__(self, stage: Stage, room: Room) -> None:
        self.stage = stage
        self.room = room
        self.draw: Random = stage.world.draw(f"season of {room.name}")
        self.sleep = stage.world.sleep
        self.hasty = self.draw.random() < 0.8
        self.clears = self.draw.random() < 0.25
        self.over = False

    async def run(self) -> None:
        """Carry it through, whatever is in the way: what does not work is tried again."""
        room, boss = self.room, self.room.boss
        await self._insist(lambda: self.stage.set_up(room), lambda: self._count(_ROOMS) > 0)
        await self._insist(
            lambda: self._do(boss, "episode create", number="104", title="Heat"),
            lambda: self._count(_EPISODES) > 0,
        )
        await self._propose_all()
        await self._insist(self._fill, lambda: self._shortlisted() >= 3)
        await self._present()
        if self.draw.random() < 0.3:
            await listen(self.stage, self.room, self.room.boss, self.draw)
        if self.clears:
            await self._clear()
        while not self.over:
            await self._insist(self._plan, lambda: self.stage.round(room) is not None)
            await self._see_through()
        await self._board()

    def _count(self, sql: str) -> int:
        return self.stage.count(sql, self.stage.id_of(self.room))

    async def _do(self, who: Person, name: str, **given: Values) -> Interaction | None:
        await self.stage.settle(self.room)
        return await self.stage.crowd.do(who, name, self.room.channel, **given)

    async def _insist(self, act: Callable[[], Awaitable[object]], done: Callable[[], bool]) -> None:
        await self.stage.world.until_ready()
        while not done():
            await act()
            if not done():
                await self.sleep(20 + 100 * self.draw.random())

    async def _propose_all(self) -> None:
        """Have the writers propose, some at the same time, until there is enough."""
        stage, room = self.stage, self.room
        wanted = stage.plan.songs + 1 if room is stage.rooms[0] else 4
        proposers = [self.draw.choice([room.boss, *room.writers]) for _ in range(wanted)]
        pending = [
            stage.world.spawn(self._propose(who, place), f"{who.name} proposes")
            for place, who in enumerate(proposers)
        ]
        for task in pending:
            await task
        more = wanted
        while self._count(_PROPOSALS) < wanted:
            await self._propose(room.boss, more)
            await self.sleep(30)
            more += 1

    async def _propose(self, who: Person, place: int) -> None:
        await self.sleep(600 * self.draw.random())
        note = f"Song {place} of {self.room.name}."
        if self.stage.plan.linked:
            song = self.stage.songs(self.room)[place]
            link = f"https://open.spotify.com/track/{song.id}"
            await self._do(who, "song propose", song=link, why=note)
            return
        title = f"{self.room.name.title()} {place}"
        asked = await self._do(who, "song propose", song=title, why=note)
        if asked is None or asked.message is None:
            return
        for one in self.stage.crowd.pressables(asked.message):
            if one["custom_id"].startswith("byhand:"):
                form = await self.stage.crowd.use(who, asked.message, one["custom_id"])
                if form is not None:
                    await self.stage.crowd.fill(who, form, title=title, artist="Somebody")

    async def _fill(self) -> None:
        size = max(3, min(self.stage.plan.songs, 12))
        await self._do(self.room.boss, "shortlist fill", size=size)
        if self._shortlisted() < 3:  # refused songs stay off, and too few may be left
            songs = len(self.stage.songs(self.room))
            await self._propose(self.room.boss, self.draw.randrange(songs))

    def _shortlisted(self) -> int:
        return self._count(f"{_PROPOSALS} AND p.shortlisted = 1")

    async def _present(self) -> None:
        asked = await self._do(self.room.boss, "shortlist pick")
        for name in ("present:", "presentnow:"):
            there = self.stage.crowd.pressables(asked.message) if asked and asked.message else []
            for one in there:
                if one["custom_id"].startswith(name) and asked and asked.message:
                    asked = await handle(self.stage, self.room.boss, asked.message, one, self.draw)
                    break

    async def _clear(self) -> None:
        """Have somebody begin to clear songs before the vote, and hear that one is refused."""
        clears = clearing(self.stage, self.room, self.draw)
        await clear(self.stage, self.room, clears, self.draw, heard=self.draw.choices(HEARD, k=2))
        await refuse_listed(self.stage, self.room, self.draw)

    async def _plan(self) -> None:
        """Schedule two cuts over what is on the shortlist at the moment."""
        there = self._shortlisted()
        if there < 3:
            await self._fill()
            return
        first = max(2, there * 2 // 3)
        cuts = f"{there}, {first}, {max(1, first // 2)}"
        closes = self.draw.choice(("in 40 minutes, in 30 minutes", "in 90 minutes, in 1 hour"))
        given = {"cuts": cuts, "closes": closes}
        await self.stage.settle(self.room)
        await plan_without_the_refused(self.stage, self.room, self.draw, **given)

    async def _see_through(self) -> None:
        """Have everybody vote in each round, and the showrunner decide what is theirs to decide."""
        while (round_ := self.stage.round(self.room)) is not None:
            state = round_["state"]
            if state == "closed" and not self._count(_UNDER_WAY):
                self.over = True
                return
            named = self._named(round_)
            if state == "open":
                await self._vote(round_["id"])
                if round_["closes_at"] - self.stage.world.clock.now() > LONG and self.hasty:
                    await end(self.stage, self.room, "close", self.draw, **named)
            elif state == "paused":
                await self._do(self.room.boss, "round resume", **named)
            elif state == "held":
                await self.stage.settle(self.room)
                await end(self.stage, self.room, "close", self.draw, **named)
            elif state == "casting" and self.draw.random() < 0.3:
                await self.stage.settle(self.room)
                await cast(self.stage, self.room, self.draw)
            await self.sleep(120 + 300 * self.draw.random())

    def _named(self, round_: Any) -> dict[str, Values]:
        """Name a round's episode, which need not be the current one any more."""
        rows = self.stage.world.rows(
            "SELECT number FROM episodes WHERE id = ?", round_["episode_id"]
        )
        return {"episode": rows[0]["number"]}

    async def _vote(self, round_id: int) -> None:
        """Have whoever has not voted yet do it, at the same time or one after another."""
        voted = {
            row["voter_id"]
            for row in self.stage.world.rows(
                "SELECT voter_id FROM ballots WHERE round_id = ?", round_id
            )
        }
        tasks = [
            self.stage.world.spawn(self._vote_soon(who), f"{who.name} votes")
            for who in self.room.writers
            if who.user.id not in voted and self.draw.random() < 0.8
        ]
        for task in tasks:
            await task

    async def _vote_soon(self, who: Person) -> None:
        await self.sleep(self.draw.choice((0.0, 0.0, 30.0)) * self.draw.random())
        await vote(self.stage, self.room, who, self.draw)

    async def _board(self) -> None:
        """Clear the board, and show it and what came of it all."""
        if self.clears:
            for act in (pair_songs, write_letters, lose_a_song):
                await act(self.stage, self.room, self.room.boss, self.draw)
        for name in ("board show", "round results", "playlist status", "room status"):
            await self._do(self.room.boss, name)
