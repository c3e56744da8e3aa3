"""The showrunner of the demo at the board: story order, two songs in one slot, who steps in."""

from collections.abc import Sequence

from bot.demo import cast, paperwork
from bot.demo.acting import Acting, require
from bot.demo.screens import choices
from bot.demo.simulation import Simulation


class ArrangingDesk:
    """Arranges the board of the episode, as the showrunner."""

    def __init__(self, simulation: Simulation) -> None:
        self._hands = Acting(simulation, simulation.showrunner)

    async def order(self, seated: Sequence[str]) -> None:
        """Give each song, of those that got through in their ranks, its place in the story."""
        for slot, cue in enumerate(cast.CUES, 1):
            song = seated[cue.place - 1]
            character = {"character": cue.character} if cue.character else {}
            await self._hands.command(
                "board place", song=song, slot=slot, beat=cue.beat, **character
            )
            # What the episode loses without it stands in the form alone.
            lost = {"lost": cue.lost_without}
            await self._hands.fill_by_command("board place", lost, "The board of", song=song)

    async def pair(self, song: str, other: str) -> None:
        """Put a song behind another in its slot."""
        words = {"song": song, "with": other, "how": paperwork.HOW_THEY_MEET}
        require(await self._hands.command("board pair", **words), "In one slot with")

    async def call_up(self, fallen: str, beat: str) -> str:
        """Swap a denied song for the one that the board names, in a scene; return its title."""
        shown = await self._hands.command("board show")
        board = await self._hands.choose(shown, "boardslot:", fallen)
        waiting = choices(board.components, "boardswap:")
        steps_in = next(value for value, (_, about) in waiting.items() if "denied" not in about)
        title = waiting[steps_in][0].partition(" ")[2]
        require(board, "Rights denied. Next in line: ")
        await self._hands.choose(board, "boardswap:", steps_in)
        require(await self._hands.command("board place", song=steps_in, beat=beat), beat)
        return title
