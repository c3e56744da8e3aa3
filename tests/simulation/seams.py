"""Puts virtual time, chance and pictures in the place of the real ones, at the seams of libraries.

It is done once, in a process that runs one simulation and ends: nothing is put back.
"""

import datetime as dt
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any, Self

import aiohttp
import aiosqlite.core
import discord.gateway
import requests.adapters

from bot.typesetting.typesetter import Typesetter
from tests.simulation.loop import VirtualLoop

EPOCH = 1_800_000_000.0
"""When every simulation begins: Friday, 15 January 2027, 08:00 UTC."""
_OURS = ("bot.", "cogs.", "storage.", "apscheduler.", "discord.")
_PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc```\0\0"
    b"\0\4\0\1\xf6\x178U\0\0\0\0IEND\xaeB`\x82"
)


class Clock:
    """What time it is: outside, and as the bot's machine believes."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.skew = 0.0
        """By how many seconds the machine's clock is ahead."""

    def now(self) -> float:
        """Return what the machine's clock shows (UTC seconds)."""
        return EPOCH + self._loop.time() + self.skew

    def outside(self) -> float:
        """Return what it is (UTC seconds)."""
        return EPOCH + self._loop.time()


class _Kind(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _REAL)


_REAL = dt.datetime


class SimulatedDatetime(_REAL, metaclass=_Kind):
    """Reads the simulation's clock; in everything else it is what it stands for."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time(), tz)


class NoThread:
    """Stands for the thread of a library that is served by the loop instead."""

    def __init__(self, *given: object, **named: object) -> None:
        del given, named

    def start(self) -> None:
        """Do nothing."""

    def join(self, timeout: float | None = None) -> None:
        """Do nothing."""


class NoBeats(discord.gateway.KeepAliveHandler):
    """Stands for the thread that sends heartbeats: the gateway here never falls silent."""

    def start(self) -> None:
        """Do nothing."""


def install(
    loop: VirtualLoop,
    clock: Clock,
    draw: Random,
    *,
    session: Callable[..., Any],
    spotify: Callable[..., Any],
) -> None:
    """Have all libraries of this process live in the simulation.

    Args:
        loop: The loop.
        clock: The clock.
        draw: Stands for the operating system's chance.
        session: Makes what stands for aiohttp's sessions.
        spotify: Answers what `requests` would send.
    """
    _install_time(loop, clock)
    _install_chance(draw)
    named: Any = aiosqlite.core
    named.Thread = NoThread
    named = discord.gateway
    named.KeepAliveHandler = NoBeats
    named = aiohttp
    named.ClientSession = session
    named.TCPConnector = NoThread
    named = requests.adapters.HTTPAdapter
    named.send = lambda _, request, **__: spotify(request)
    named = Typesetter
    named.compile = _typeset


def _typeset(
    _: Typesetter, __: Path, output: Path, options: Mapping[str, Any], ___: Mapping[str, Any]
) -> None:
    output.write_bytes(_PNG if options["format"] == "png" else b"%PDF-1.7")


def _install_time(loop: VirtualLoop, clock: Clock) -> None:
    named: Any = time
    named.time = clock.now
    named.monotonic = named.perf_counter = loop.time
    named = dt
    named.datetime = SimulatedDatetime
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS) and module.__dict__.get("datetime") is _REAL:
            module.__dict__["datetime"] = SimulatedDatetime


def _install_chance(draw: Random) -> None:
    class SeededRandom(Random):
        def seed(self, a: Any = None, version: int = 2) -> None:
            super().seed(draw.getrandbits(64) if a is None else a, version)

    named: Any = random
    named._urandom = draw.randbytes
    named.Random = SeededRandom
    named = os
    named.urandom = draw.randbytes
    random.seed(draw.getrandbits(64))
