"""Deliveries of interactions: Discord may deliver one twice, also to two processes at once.

What is done for an interaction is done once: the first transaction of a delivery claims it, and
takes effect only if no other delivery has. A task says once what it works on, and the store claims
it by itself; so no use case can forget to, and one that only reads costs nothing.
"""

import asyncio
from contextvars import ContextVar
from typing import Any

from msgspec import Struct, field

from bot.domain.errors import CameLate


class Delivery(Struct, eq=False):
    """One delivery of an interaction, and the task that works on it.

    Attributes:
        interaction_id: Discord's id of the interaction.
        claimed: Whether a transaction of this delivery has claimed it.
        late: Whether it came after Discord has told the person that it failed, unless another
            delivery has acted. It may read, and not act.
    """

    interaction_id: int
    claimed: bool = False
    late: bool = False
    _task: "asyncio.Task[Any] | None" = field(default_factory=asyncio.current_task)

    @property
    def mine(self) -> bool:
        """Whether the running task works on it; tasks that it started do not."""
        return self._task is asyncio.current_task()


_CURRENT: ContextVar[Delivery | None] = ContextVar("delivery", default=None)


def begin_delivery(interaction_id: int, *, late: bool = False) -> None:
    """Say that the running task works on this interaction from now on."""
    _CURRENT.set(Delivery(interaction_id, late=late))


def current_delivery() -> Delivery | None:
    """Return the delivery that the running task works on; None in the background."""
    delivery = _CURRENT.get()
    return delivery if delivery is not None and delivery.mine else None


def unclaimed_delivery() -> Delivery | None:
    """Return that delivery if the next transaction has to claim it.

    Raises:
        CameLate: It came too late to act: what people have pressed since would be overwritten.
    """
    delivery = current_delivery()
    if delivery is not None and delivery.late:
        raise CameLate(delivery.interaction_id)
    return None if delivery is None or delivery.claimed else delivery
