"""Discord and Spotify as a small server that outlives the processes, and fails now and then."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Said = dict[str, Any]
"""A request or an answer: JSON, one line each."""

LOST, REFUSED, BLIND = 0.02, 0.01, 0.3
"""The share of answers that are lost, of requests refused, and of lost messages nobody can find."""

EFFECTS = frozenset({"send", "edit", "make_event", "end_event", "sync"})


@dataclass(slots=True)
class Message:
    """A message as it stands."""

    id: int
    to: str
    key: str
    nonce: int
    body: Said
    unfindable: bool = False


@dataclass
class World:
    """Everything that is visible outside.

    `untried` counts, by nonce, the sends that nobody took for a second try; `may_double` holds
    where a message was taken, its answer lost, and the message could not be found again.
    """

    messages: dict[int, Message] = field(default_factory=dict)
    nonces: dict[int, int] = field(default_factory=dict)
    untried: Counter[int] = field(default_factory=Counter)
    may_double: set[tuple[str, str]] = field(default_factory=set)
    events: dict[int, Said] = field(default_factory=dict)
    playlists: dict[str, list[str]] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    refused: int = 0

    def do(self, said: Said) -> Said:
        """Do what is asked; return the answer."""
        self.made[said["op"]] += 1
        answer: Said = getattr(self, f"_{said['op']}")(said)
        return answer

    def forget_nonces(self) -> None:
        """Do as Discord does after some minutes."""
        self.nonces.clear()

    def hide(self, message_id: int) -> None:
        """Make a message one that nobody finds, not by its nonce either."""
        message = self.messages[message_id]
        message.unfindable = True
        self.nonces.pop(message.nonce, None)
        self.may_double.add((message.to, message.key))

    def _find(self, said: Said) -> Said:
        found = [
            one.id
            for one in self.messages.values()
            if one.to == said["to"] and one.key == said["key"] and not one.unfindable
        ]
        return {"id": max(found, default=None)}

    def _send(self, said: Said) -> Said:
        nonce = said["nonce"]
        self.untried[nonce] += not said["retry"]
        if nonce not in self.nonces:
            message_id = 10_000 + len(self.messages)
            self.nonces[nonce] = message_id
            self.messages[message_id] = Message(
                message_id, said["to"], said["key"], nonce, said["body"]
            )
        return {"id": self.nonces[nonce]}

    def _edit(self, said: Said) -> Said:
        message = self.messages.get(said["id"])
        if message is not None:
            message.body = said["body"]
        return {"there": message is not None}

    def _find_event(self, said: Said) -> Said:
        found = [key for key, event in self.events.items() if event["round"] == said["round"]]
        return {"id": max(found, default=None)}

    def _make_event(self, said: Said) -> Said:
        event_id = 50_000 + len(self.events)
        self.events[event_id] = {"round": said["round"], "over": False}
        return {"id": event_id}

    def _end_event(self, said: Said) -> Said:
        self.events[said["id"]]["over"] = True
        return {}

    def _sync(self, said: Said) -> Said:
        self.playlists[said["marker"]] = said["wanted"]
        return {}


class Outside:
    """Serves the world on the loopback interface.

    `kill` ends a process, by its slot; it is called for a slot in `doomed` when an effect of it has
    just been made and is not answered yet.
    """

    def __init__(self, world: World, draw: random.Random, kill: Callable[[int], None]) -> None:
        self._world = world
        self._draw = draw
        self._kill = kill
        self.doomed: set[int] = set()
        self.calm = False
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Begin to serve; return the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Serve no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            if line.endswith(b"\n"):
                answer = self._answer(json.loads(line))
                if answer is not None:
                    writer.write(json.dumps(answer).encode() + b"\n")
                    await writer.drain()
        except ConnectionError:
            pass  # it was killed while it asked
        finally:
            writer.close()

    def _answer(self, said: Said) -> Said | None:
        """Return the answer; None where it is lost."""
        slot, effect = said["slot"], said["op"] in EFFECTS
        troubled = effect and not self.calm
        if troubled and self._draw.random() < REFUSED:
            self._world.refused += 1
            return {"refused": True}
        answer = self._world.do(said)
        if effect and slot in self.doomed:
            self.doomed.discard(slot)
            self._kill(slot)
            return None
        if troubled and self._draw.random() < LOST:
            self._world.lost += 1
            if said["op"] == "send" and self._draw.random() < BLIND:
                self._world.hide(answer["id"])
            return None
        return answer
