"""The part of the story in which songs are cleared, before the vote and after it."""

from collections.abc import Sequence

from bot.demo import paperwork
from bot.demo.acting import Acting, require
from bot.demo.arranging import ArrangingDesk
from bot.demo.clearing import RECORDING, SONG, ClearingDesk
from bot.demo.simulation import Simulation
from bot.demo.telling import Report

DAY = 24 * 3600
FORMATS = ("pdf", "html", "xlsx", "csv", "json")
"""What everybody in the room can have of the clearance sheet."""
CONFIDENTIAL = ("pdf", "xlsx")
"""What the supervisor has of her copy."""


class Clearances:
    """What the music supervisor finds out, and what becomes of the songs."""

    def __init__(self, simulation: Simulation, report: Report) -> None:
        self._simulation = simulation
        self._report = report
        self._desk = ClearingDesk(simulation)

    async def ask_early(self, first: str, last: str) -> None:
        """Have two songs of the shortlist asked for: one is promised soon, and one is refused."""
        self._report("The music supervisor looks up who holds two of the songs, and asks early.")
        await self._desk.say_terms()
        for song, answer in ((first, paperwork.ASKED_EARLY), (last, paperwork.REFUSED_EARLY)):
            await self._desk.look_up(song)
            name = await self._desk.answer(song, RECORDING, answer)
        self._report(f"{name} refuses. Wherever the room sees that song, it says so.")

    async def write(self, board: Sequence[str]) -> bytes:
        """Have the rest looked up, and a letter written to every holder; return the archive."""
        self._report("The supervisor looks up the others, and a letter to each holder is drafted.")
        for song in board:
            await self._desk.look_up(song)
        archive = await self._desk.letters("in 10 days")
        self._report("She adds the script pages, sends the letters, and marks them as sent.")
        return archive

    async def hear(self, board: Sequence[str]) -> None:
        """Have a day pass, and answers come: the fourth song on the board is refused."""
        await self._simulation.advance(DAY)
        cleared, quoted, abroad, fallen, *_ = board
        await self._desk.all_answer(cleared, paperwork.CLEARED)
        for song, side, answer in (
            (quoted, RECORDING, paperwork.QUOTED),
            (quoted, SONG, paperwork.FAVORED),
            (abroad, RECORDING, paperwork.ABROAD),
            (fallen, RECORDING, paperwork.REFUSED_LATE),
        ):
            await self._desk.answer(song, side, answer)

    async def call_up(self, fallen: str, beat: str) -> str:
        """Have the showrunner call up who steps in for a song; return their title."""
        steps_in = await ArrangingDesk(self._simulation).call_up(fallen, beat)
        self._report(f"A day later, one label refuses. The board names {steps_in}, which steps in.")
        return steps_in

    async def reckon(self) -> str:
        """Have the showrunner set a budget; return what the bot says of it."""
        boss = Acting(self._simulation, self._simulation.showrunner)
        told = await boss.command("episode budget", amount=paperwork.BUDGET)
        require(told, "Most favored nations add")
        lines = require(await boss.command("episode budget"), "Quotes so far").splitlines()
        return " ".join(line for line in lines if line.startswith(_MONEY)).replace("**", "")

    async def sheets(self) -> dict[str, bytes]:
        """Return the clearance sheets that a writer and the supervisor take along, by name."""
        writer = Acting(self._simulation, self._simulation.writers[0])
        supervisor = Acting(self._simulation, self._simulation.supervisor)
        files: dict[str, bytes] = {}
        for kind in FORMATS:
            files |= await writer.files("board export", format=kind)
        for kind in CONFIDENTIAL:
            files |= await supervisor.files("board export", format=kind, confidential=True)
        return files


_MONEY = ("**Budget**", "Most favored nations", "Also quoted")
"""How the lines begin that say what songs cost."""
