"""Rooms that listen together while processes are killed, and what must be left of that."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.errors import RuleError, StorageError
from bot.domain.model import Episode, Person, Room, UserId
from bot.services import Services
from bot.services.listening.sessions import Move
from storage.database import Database
from tests.crash.kept import Rows
from tests.crash.outside import World
from tests.crash.people import Report
from tests.crash.scene import KINDS, LISTENED, channel, voters

TOLD = ("line", "moved")
"""What is reported of sessions."""


class Listeners:
    """Begin sessions, come, write, and move on, while `listening`."""

    def __init__(
        self, store: Database, services: Services, draw: random.Random, report: Report, slot: int
    ) -> None:
        self._store = store
        self._services = services
        self._draw = draw
        self._report = report
        self._people = [Person(UserId(one)) for one in voters(slot, 0)]
        self.listening = True

    async def run(self) -> None:
        """Act in random rooms until cancelled."""
        while True:
            await asyncio.sleep(self._draw.uniform(0, 0.1))
            if not self.listening:
                continue
            try:
                room = await self._store.read.rooms.at(channel(self._draw.randrange(len(KINDS))))
                assert room is not None
                episode = await self._store.read.episodes.numbered(room.id, LISTENED)
                assert episode is not None
                await self._act(room, episode)
            except RuleError:
                pass  # somebody was faster
            except StorageError as fault:
                self._report("busy", str(fault))

    async def _act(self, room: Room, episode: Episode) -> None:
        boss, who, chance = Person(room.showrunner_id), self._draw.choice(self._people), 0.0
        session = await self._store.read.listening.under_way(episode.id)
        if session is None:
            await self._services.listenings.begin(boss, room, episode)
            return
        chance = self._draw.random()
        if chance < 0.2:
            await self._services.listenings.come(who, room, session.id)
        elif chance < 0.6:
            card = self._draw.choice((await self._store.read.listening.cards(session.id))[1:-1])
            assert card.proposal_id is not None
            text = str(time.time_ns())
            await self._services.listening_lines.write(who, room, card.proposal_id, text)
            self._report("line", card.proposal_id, who.user_id, text)
        else:
            move = Move.END if chance > 0.97 else self._draw.choice((Move.NEXT, Move.BACK))
            move = Move.GO_ON if session.paused else Move.PAUSE if chance > 0.93 else move
            revision = session.revision
            await self._services.listenings.move(boss, room, session.id, revision, move)
            self._report("moved", session.id, revision)


def wrong_sessions(
    told: Sequence[Sequence[Any]], kept: dict[str, Rows], world: World
) -> Iterator[str]:
    """Yield what is lost or doubled of lines, steps and cards.

    Args:
        told: What was acknowledged, in the order of each process.
        kept: The tables `notes`, `waiting_lines` and `listening_cards`.
        world: The messages there are.
    """
    shown = [row for row in kept["notes"] if row["drawn"]]
    lines = [
        (row["proposal_id"], row["user_id"], int(row["text"]))
        for row in (*shown, *kept["waiting_lines"])
    ]
    for (song, who), times in Counter((song, who) for song, who, _ in lines).items():
        if times > 1:
            yield f"there are {times} lines of {who} about {song}"
    there = {(song, who): text for song, who, text in lines}
    # One that nobody was told of may have been stored after the last that somebody was.
    for what, song, who, text in (one for one in told if one[0] == "line"):
        if there.get((song, who), 0) < int(text):
            yield f"{what} {text} of {who} about {song} is lost: {there.get((song, who))}"
    steps = Counter((one[1], one[2]) for one in told if one[0] == "moved")
    yield from (
        f"step {step} was taken {times} times" for step, times in steps.items() if times > 1
    )
    for card in kept["listening_cards"]:
        if card["message_id"] is not None and card["message_id"] not in world.messages:
            yield f"card {card['id']} is in no message"
