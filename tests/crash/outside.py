"""A small server for Discord and Spotify that outlives the processes, and sometimes fails."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""A request or an answer: JSON, one line each."""

LOST_SHARE, REFUSED_SHARE, UNFINDABLE_SHARE = 0.02, 0.01, 0.3
"""The share of answers lost, of requests refused, and of lost messages that nobody can find."""

EFFECTS = frozenset({"send", "edit", "make_event", "end_event", "sync"})


@dataclass(slots=True)
class Message:
    """A message in its current state."""

    id: int
    to: str
    key: str
    nonce: int
    body: Json
    unfindable: bool = False


@dataclass
class World:
    """Everything that is visible outside.

    `first_sends` counts, by nonce, the sends that were not marked as retries. `may_be_doubled` has
    the messages that were accepted while the answer was lost, and that could not be found again.
    """

    messages: dict[int, Message] = field(default_factory=dict)
    nonces: dict[int, int] = field(default_factory=dict)
    first_sends: Counter[int] = field(default_factory=Counter)
    may_be_doubled: set[tuple[str, str]] = field(default_factory=set)
    events: dict[int, Json] = field(default_factory=dict)
    playlists: dict[str, list[str]] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    refused: int = 0

    def do(self, request: Json) -> Json:
        """Carry out a request; return the answer."""
        self.made[request["op"]] += 1
        answer: Json = getattr(self, f"_{request['op']}")(request)
        return answer

    def forget_nonces(self) -> None:
        """Forget all nonces, as Discord does after some minutes."""
        self.nonces.clear()

    def hide(self, message_id: int) -> None:
        """Hide a message, so that nobody finds it, not even by its nonce."""
        message = self.messages[message_id]
        message.unfindable = True
        self.nonces.pop(message.nonce, None)
        self.may_be_doubled.add((message.to, message.key))

    def _find(self, request: Json) -> Json:
        found = [
            one.id
            for one in self.messages.values()
            if one.to == request["to"] and one.key == request["key"] and not one.unfindable
        ]
        return {"id": max(found, default=None)}

    def _send(self, request: Json) -> Json:
        nonce = request["nonce"]
        self.first_sends[nonce] += not request["retry"]
        if nonce not in self.nonces:
            message_id = 10_000 + len(self.messages)
            self.nonces[nonce] = message_id
            self.messages[message_id] = Message(
                message_id, request["to"], request["key"], nonce, request["body"]
            )
        return {"id": self.nonces[nonce]}

    def _edit(self, request: Json) -> Json:
        message = self.messages.get(request["id"])
        if message is not None:
            message.body = request["body"]
        return {"there": message is not None}

    def _find_event(self, request: Json) -> Json:
        found = [key for key, event in self.events.items() if event["round"] == request["round"]]
        return {"id": max(found, default=None)}

    def _make_event(self, request: Json) -> Json:
        event_id = 50_000 + len(self.events)
        self.events[event_id] = {"round": request["round"], "over": False}
        return {"id": event_id}

    def _end_event(self, request: Json) -> Json:
        self.events[request["id"]]["over"] = True
        return {}

    def _sync(self, request: Json) -> Json:
        self.playlists[request["marker"]] = request["wanted"]
        return {}


class Outside:
    """Serves the world on the loopback interface.

    `kill` ends a process, by its slot. It is called for the slots in `kill_after_effect` when an
    effect has just been made and is not answered yet.
    """

    def __init__(self, world: World, draw: random.Random, kill: Callable[[int], None]) -> None:
        self._world = world
        self._draw = draw
        self._kill = kill
        self.kill_after_effect: set[int] = set()
        self.calm = False
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Start serving; return the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Stop serving."""
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
            pass  # the process was killed during its request
        finally:
            writer.close()

    def _answer(self, request: Json) -> Json | None:
        """Return the answer; None if it is lost."""
        slot, effect = request["slot"], request["op"] in EFFECTS
        troubled = effect and not self.calm
        if troubled and self._draw.random() < REFUSED_SHARE:
            self._world.refused += 1
            return {"refused": True}
        answer = self._world.do(request)
        if effect and slot in self.kill_after_effect:
            self.kill_after_effect.discard(slot)
            self._kill(slot)
            return None
        if troubled and self._draw.random() < LOST_SHARE:
            self._world.lost += 1
            if request["op"] == "send" and self._draw.random() < UNFINDABLE_SHARE:
                self._world.hide(answer["id"])
            return None
        return answer
