"""A simulated MusicBrainz over real sockets, and a client that waits in a time of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.clock import LoopTimer
from bot.demo.musicbrainz import Release, SimulatedMusicBrainz, SimulatedRecording, Work
from bot.musicbrainz.catalogue import MusicBrainz
from bot.musicbrainz.web import MusicBrainzWeb
from tests.fakes import FakeClock

CODE, JONI = "USRE17100001", "Joni Mitchell"
BLUE = SimulatedRecording(
    "Blue",
    "Joni Mitchell",
    (CODE,),
    works=(
        Work(
            "Blue",
            (
                ("Joni Mitchell", "composer"),
                ("Joni Mitchell", "lyricist"),
                ("Somebody", "arranger"),
            ),
            ("Crazy Crow Music", "Joni Music"),
        ),
    ),
    releases=(
        Release("Blue, again", "2021-06-18", ("Rhino", None)),
        Release("Blue", "1971-06-22", ("Reprise Records",)),
        Release("Blue, copied", "", ("Pirate",), "Bootleg"),
        Release("Hits", "1996", ("Reprise Records",)),
    ),
)
TWO = SimulatedRecording("Another", "Nobody", ("USRE17100002",))
VIDEO = SimulatedRecording("Blue", "Joni Mitchell", (CODE,), video=True)
MISTAKEN = SimulatedRecording("River", "Joni Mitchell", (CODE,))


@dataclass
class Time(LoopTimer):
    """Real seconds that pass at once: whoever waits moves them on."""

    passed: float = 0.0
    waits: list[float] = field(default_factory=list)

    def time(self) -> float:
        return self.passed

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def simulated(time: Time) -> AsyncIterator[SimulatedMusicBrainz]:
    known = [VIDEO, MISTAKEN, BLUE, TWO]
    async with SimulatedMusicBrainz(known, clock=time.time) as one:
        yield one


@pytest.fixture
async def web(
    simulated: SimulatedMusicBrainz, clock: FakeClock, time: Time
) -> AsyncIterator[MusicBrainzWeb]:
    made = MusicBrainzWeb("music@here.example", simulated.root, clock, time, time.wait)
    yield made
    await made.close()


@pytest.fixture
def catalogue(web: MusicBrainzWeb) -> MusicBrainz:
    return MusicBrainz(web)
