"""The music supervisor of the demo at work: credits, holders, their answers, and letters."""

import simcord

from bot.demo import paperwork
from bot.demo.acting import Acting, require
from bot.demo.paperwork import Answer
from bot.demo.screens import choices
from bot.demo.simulation import Simulation

RECORDING, SONG = "Recording", "Song"
"""What the menu of holders calls the two sides."""

_HOLDERS = "rightsholder:"


class ClearingDesk:
    """Looks up, adds and updates who holds the rights to songs, as the supervisor."""

    def __init__(self, simulation: Simulation) -> None:
        self._hands = Acting(simulation, simulation.supervisor)

    async def say_terms(self) -> None:
        """Write down what all letters ask for."""
        for button, values in (
            ("termsproduction", paperwork.PRODUCTION),
            ("termslicense", paperwork.LICENSE),
        ):
            shown = await self._hands.command("rights terms")
            await self._hands.fill(shown, button, values, "Terms for")

    async def look_up(self, song: str) -> None:
        """Confirm what is looked up of a song's credits, or type what no catalogue has."""
        page = await self._hands.click(await self._show(song), "credits:")
        found = await self._hands.click(page, "creditslookup:")
        try:
            names = choices(found.components, "creditschosen:")
        except StopIteration:
            await self._hands.fill(found, "creditstype:", paperwork.BY_HAND, "Credits of")
        else:
            await self._hands.choose(found, "creditschosen:", *names)
        await self._reach(song)

    async def _reach(self, song: str) -> None:
        """Write down how each holder of a song is reached, and the shares of those who have it."""
        shown = await self._show(song)
        holders = choices(shown.components, _HOLDERS)
        written = [value for value, (_, side) in holders.items() if side.startswith(SONG)]
        for value, (name, _) in holders.items():
            share = f"{100 / len(written):g}" if value in written else ""
            typed = {"contact": paperwork.contact_of(name), "share": share}
            page = await self._hands.choose(shown, _HOLDERS, value)
            shown = await self._hands.fill(page, "rightsedit:", typed, "Saved")

    async def answer(self, song: str, side: str, answer: Answer) -> str:
        """Write down what the first holder of a side says; return their name."""
        shown = await self._show(song)
        holders = choices(shown.components, _HOLDERS)
        holder = next(value for value, (_, about) in holders.items() if about.startswith(side))
        await self._write(shown, holder, answer)
        return holders[holder][0].partition(" ")[2]

    async def all_answer(self, song: str, answer: Answer) -> None:
        """Write down that all holders of a song say the same."""
        shown = await self._show(song)
        for holder in choices(shown.components, _HOLDERS):
            shown = await self._write(shown, holder, answer)

    async def _write(
        self, shown: simcord.ResponseMessage, holder: str, answer: Answer
    ) -> simcord.ResponseMessage:
        page = await self._hands.choose(shown, _HOLDERS, holder)
        return await self._hands.fill(page, "rightsstep:", answer.values, "Saved")

    async def letters(self, by: str) -> bytes:
        """Have the letters drafted, mark them as sent, and return their archive."""
        drafts = await self._hands.command("rights letters", by=by)
        [archive] = drafts.attachments
        asked = await self._hands.click(drafts, "letterssent:")
        require(await self._hands.click(asked, "letterssentnow:"), "Asked as of today")
        return await archive.read()

    async def _show(self, song: str) -> simcord.ResponseMessage:
        return await self._hands.command("rights show", song=song)
