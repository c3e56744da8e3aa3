"""Whether another process of the bot is at work, which every sign of life tells."""

import logging

from bot.services.ports.unit_of_work import Store, UnitOfWork

log = logging.getLogger(__name__)

_LAST_SEEN_BY = "last_seen_by"
SEEN_BESIDE = "seen_beside"
"""The fact that holds when (UTC seconds) a process last noticed another; the doctor reads it."""


class Presence:
    """Notices another process that leaves signs of life in the same database.

    Each sign of life is signed. Whoever finds another's name on top of its own is not alone. A
    process that has just started finds only what was left before, so neither a quick restart nor a
    crash is taken for company, and no clocks are compared.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name = ""
        self._signed = False
        self._told: set[str] = set()

    async def sign(self, unit: UnitOfWork, now: int) -> None:
        """Sign the sign of life, and note if somebody else has signed since; then call `signed`."""
        self._name = self._name or str(self._store.new_id())
        last = await unit.facts.get(_LAST_SEEN_BY)
        if last == self._name:
            return
        if self._signed:
            await unit.facts.set(SEEN_BESIDE, str(now))
            self._tell(last)
        await unit.facts.set(_LAST_SEEN_BY, self._name)

    def signed(self) -> None:
        """Note that the sign is committed: whatever stands there from now on is newer."""
        self._signed = True

    def _tell(self, other: str) -> None:
        if other in self._told:
            return
        self._told.add(other)
        log.warning(
            "another process of this bot is running on the same database. Nothing is done twice,"
            " and while one takes over from the other this is as it should be. At any other time,"
            " the bot was started twice: stop one of them"
        )
