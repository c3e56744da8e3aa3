"""Everything that is due by itself: steps of rounds, and of sessions."""

from bot.services.listening.due import KEY as LISTENING_KEY
from bot.services.listening.due import DueListenings
from bot.services.rounds.due import DueRounds


class Due:
    """Looks at what is due, by the agenda's keys."""

    def __init__(self, rounds: DueRounds, listenings: DueListenings) -> None:
        self._rounds = rounds
        self._listenings = listenings

    async def look(self, key: str) -> None:
        """Take the steps that are due under a key, and schedule the next look at it."""
        await (self._listenings if key == LISTENING_KEY else self._rounds).look()

    async def plan(self) -> None:
        """Schedule the next look at each."""
        await self._rounds.plan()
        await self._listenings.plan()

    async def sweep(self) -> None:
        """End what was left alone for long, and forget what nobody needs any longer."""
        await self._listenings.sweep()
