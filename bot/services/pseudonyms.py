"""What stands in a room's data in place of somebody who was forgotten."""

import hashlib
import hmac
import logging
from collections.abc import Callable
from functools import lru_cache

from bot.domain.errors import WrongKey
from bot.domain.model import RoomId, UserId
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Vault

log = logging.getLogger(__name__)

PSEUDONYM_KEY = "pseudonym_key"
"""The fact that holds the sealed key, and the place it is sealed for."""
_NUMBERS = 2**62
"""How many there are: a pseudonym fits where an id does, and no two people get the same."""


class Pseudonyms:
    """Computes the pseudonym of a person in a room: the same each time, and a number below 0.

    From a pseudonym alone nobody can tell whose it is: it takes the key, which is sealed in the
    database, and a person to compare it with. So whoever was forgotten and takes part again is
    recognized then, and not before.

    Args:
        draw_key: Draws a word that nobody can guess.
    """

    def __init__(self, store: Store, vault: Vault, draw_key: Callable[[], str]) -> None:
        self._store = store
        self._vault = vault
        self._draw_key = draw_key
        self._key = b""

    async def load(self) -> None:
        """Read the key, or make it at the first start, unless that was done before.

        Where the vault does not open it, pseudonyms of this run are others than before.
        """
        if self._key:
            return
        sealed = await self._store.read.facts.get(PSEUDONYM_KEY) or await self._made()
        try:
            self._key = self._vault.open(sealed, PSEUDONYM_KEY).encode()
        except WrongKey:
            log.error(  # noqa: TRY400
                "the key does not open what tells people apart who were forgotten, so whoever comes"
                " back is not recognized. Put the key back that the bot had before, behind the new"
                " one, and start it again. Everything else goes on"
            )
            self._key = self._draw_key().encode()

    async def _made(self) -> str:
        """Return the key, sealed: a new one, unless another process has made it meanwhile."""
        async with self._store.transaction(None) as unit:
            sealed = await unit.facts.hold(PSEUDONYM_KEY)
            if not sealed:
                sealed = self._vault.seal(self._draw_key(), PSEUDONYM_KEY)
                await unit.facts.set(PSEUDONYM_KEY, sealed)
            return sealed

    def of(self, room_id: RoomId, user_id: UserId) -> UserId:
        """Return the pseudonym of a person in a room."""
        if not self._key:
            raise RuntimeError("load the key first")
        return _pseudonym(self._key, room_id, user_id)


@lru_cache(maxsize=4096)  # whoever votes presses more than once
def _pseudonym(key: bytes, room_id: RoomId, user_id: UserId) -> UserId:
    digest = hmac.digest(key, f"{room_id}:{user_id}".encode(), hashlib.sha256)
    return UserId(-1 - int.from_bytes(digest[:8], "big") % _NUMBERS)
