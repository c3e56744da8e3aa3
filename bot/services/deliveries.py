"""Deliveries of interactions: which one may answer."""

import logging
from collections.abc import Awaitable, Callable

from bot.domain.errors import Redelivered, StorageError
from bot.services.ports.deliveries import current_delivery
from bot.services.ports.unit_of_work import Store

log = logging.getLogger(__name__)


class Deliveries:
    """Keeps a second delivery of an interaction from speaking over the first."""

    def __init__(self, store: Store, wait: Callable[[float], Awaitable[None]]) -> None:
        self._store = store
        self.wait = wait
        """Waits so many seconds of real time."""

    @property
    def has_acted(self) -> bool:
        """Whether something came of the interaction that the running task works on, by its hand."""
        delivery = current_delivery()
        return delivery is not None and delivery.claimed

    async def require_first(self) -> None:
        """Return if the running task may answer the interaction that it works on.

        Whoever sees what another delivery did also sees its claim, which is in the same
        transaction. So nobody is told that a song is there already which they have only just
        proposed. A delivery that changed nothing may answer; Discord takes one answer.

        Raises:
            Redelivered: Another delivery has claimed the interaction, and answers it.
        """
        delivery = current_delivery()
        if delivery is None or delivery.claimed:
            return
        try:
            claimed = await self._store.read.interactions.claimed(delivery.interaction_id)
        except StorageError as fault:
            log.warning("who answers cannot be looked up, so Discord decides: %s", fault)
            return
        if claimed:
            raise Redelivered(delivery.interaction_id)
