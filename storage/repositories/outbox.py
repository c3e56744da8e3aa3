"""Promised effects."""

from collections.abc import Callable
from typing import Any

from bot.domain.model import RoomId
from bot.services.ports.read_models import Waiting
from bot.services.ports.repositories.outbox import Effect, EffectKind
from storage.queries import queries


class SqlOutboxRepository:
    """Implements `OutboxRepository`."""

    def __init__(self, connection: Any, new_id: Callable[[], int]) -> None:
        self._connection = connection
        self._new_id = new_id
        self.promised = False

    async def promise(
        self, kind: EffectKind, destination: str, subject_id: int, room_id: RoomId, at: int
    ) -> None:
        """Promise an effect, in the transaction that decides it."""
        self.promised = True
        await queries.promise(
            self._connection,
            id=self._new_id(),
            destination=destination,
            kind=kind.value,
            subject_id=subject_id,
            room_id=room_id,
            due_at=at,
        )

    async def claim(self, now: float, lease: int) -> Effect | None:
        """Lease the next effect that is due for `lease` seconds; None where none is."""
        row = await queries.claim_effect(
            self._connection, now=int(now), leased_until=int(now) + lease
        )
        if row is None:
            return None
        return Effect(
            id=row["id"],
            kind=EffectKind(row["kind"]),
            destination=row["destination"],
            subject_id=row["subject_id"],
            room_id=RoomId(row["room_id"]),
            attempts=row["attempts"],
            due_at=row["due_at"],
        )

    async def renew(self, effect_id: int, leased_until: float) -> None:
        """Keep an effect leased until an instant (UTC seconds), while work on it goes on."""
        await queries.renew(self._connection, id=effect_id, leased_until=int(leased_until))

    async def done(self, effect_id: int) -> None:
        """Settle an effect that was made."""
        await queries.effect_done(self._connection, id=effect_id)

    async def drop(self, effect_id: int, why: str) -> None:
        """Settle an effect that never can be made."""
        await queries.effect_dropped(self._connection, id=effect_id, last_error=why)

    async def later(self, effect_id: int, due_at: float, error: str) -> None:
        """Put an effect off until an instant (UTC seconds), keeping why."""
        # Rounded up: an instant a fraction too early would be looked at in vain.
        due = int(due_at) + 1
        await queries.effect_later(self._connection, id=effect_id, due_at=due, last_error=error)

    async def hurry(self, destination: str, now: int) -> None:
        """Have what waits for a destination tried again at once."""
        self.promised = True
        await queries.hurry(self._connection, destination=destination, due_at=now)

    async def redirect(self, room_id: RoomId, destination: str, becomes: str) -> None:
        """Send what a room has waiting for a destination to another."""
        await queries.redirect(
            self._connection, room_id=room_id, destination=destination, becomes=becomes
        )

    async def next_due(self, now: float, *, leases: bool = True) -> float | None:
        """Return when the outbox wants looking at (UTC seconds); None where nothing waits.

        Without `leases`, what somebody works on at `now` is left out.
        """
        due: float | None = await queries.next_effect(
            self._connection, now=int(now), leases=int(leases)
        )
        return due

    async def waiting(self, room_id: RoomId) -> tuple[Waiting, ...]:
        """Return the room's effects that were tried and wait, oldest first, ten at most."""
        rows = queries.waiting_effects(self._connection, room_id=room_id)
        return tuple(
            [
                Waiting(
                    what=row["kind"],
                    destination=row["destination"],
                    attempts=row["attempts"],
                    due_at=row["due_at"],
                    last_error=row["last_error"],
                )
                async for row in rows
            ]
        )

    async def state_of(self, kind: EffectKind, subject_id: int) -> str | None:
        """Return `waiting`, `done` or `dropped` for the newest such effect; None for none."""
        state: str | None = await queries.effect_state(
            self._connection, kind=kind.value, subject_id=subject_id
        )
        return state
