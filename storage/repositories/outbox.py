"""Promised effects."""

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from bot.domain.model import GuildId, RoomId
from bot.services.ports.repositories.outbox import Claim, Effect, EffectKind, OutboxRepository
from bot.services.ports.statuses import GivenUp, Waiting
from storage.ids import id_at, made_at
from storage.repositories.repository import SqlRepository
from storage.statements import Statements

SKEW = 60
"""How far (seconds) the clocks of two machines may be apart."""
LEASE_MAX = 600
"""The longest lease (seconds) that is believed."""


class SqlOutboxRepository(SqlRepository, OutboxRepository):
    """`OutboxRepository` in SQL."""

    def __init__(self, sql: Statements, new_id: Callable[[], int]) -> None:
        super().__init__(sql)
        self._new_id = new_id
        self.promised = False

    @override
    async def promise(
        self, kind: EffectKind, destination: str, subject_id: int, room_id: RoomId, at: int
    ) -> None:
        self.promised = True
        await self._sql.promise(
            id=self._new_id(),
            destination=destination,
            kind=kind.value,
            about=kind.about,
            subject_id=subject_id,
            room_id=room_id,
            due_at=at,
            merged=int(kind.is_merged),
        )

    @override
    async def claim(self, now: float, lease: int, most: int) -> Claim:
        self.promised = False
        until, claim = int(now) + lease, self._new_id()
        asked = self._sql.claim_effects(now=int(now), leased_until=until, most=most, claim=claim)
        rows = [row async for row in asked]
        return Claim(tuple(map(_effect, rows)), rows[0]["next_due"] if rows else None)

    @override
    async def give_back(self, claim: int) -> None:
        await self._sql.give_back(claim=claim)

    @override
    async def renew(self, effect_id: int, leased_until: float, claim: int | None = None) -> None:
        await self._sql.renew(id=effect_id, claim=claim, leased_until=int(leased_until))

    @override
    async def done(self, effect_id: int, claim: int | None = None) -> bool:
        more_wait = await self._sql.effect_done(id=effect_id, claim=claim)
        # What waited behind it is due by now, mostly.
        self.promised |= bool(more_wait)
        return more_wait is not None

    @override
    async def drop(self, effect_id: int, why: str, now: float, claim: int | None = None) -> bool:
        dropped = await self._sql.effect_dropped(
            id=effect_id, claim=claim, last_error=why, dropped_at=int(now)
        )
        return dropped is not None

    @override
    async def later(
        self,
        effect_id: int,
        due_at: float,
        error: str,
        *,
        now: float,
        unsure: bool,
        aside: bool = False,
        claim: int | None = None,
    ) -> bool:
        # Rounded up: an instant a fraction too early would be looked at in vain.
        due = int(due_at) + 1
        put_off = await self._sql.effect_later(
            id=effect_id,
            claim=claim,
            due_at=due,
            last_error=error,
            unsure=int(unsure),
            put_off_at=int(now),
        )
        if put_off is not None and aside:
            await self._sql.effect_aside(id=effect_id, due_at=due)
        return put_off is not None

    @override
    async def alike(self, effect: Effect) -> tuple[tuple[int, int], ...]:
        rows = self._sql.alike_effects(
            id=effect.id,
            kind=effect.kind.value,
            room_id=effect.room_id,
            destination=effect.destination,
        )
        return tuple([(row["id"], row["subject_id"]) async for row in rows])

    @override
    async def wait_together(self, effect: Effect) -> None:
        await self._sql.wait_together(
            id=effect.id,
            kind=effect.kind.value,
            room_id=effect.room_id,
            destination=effect.destination,
        )

    @override
    async def ahead(self, now: int) -> bool:
        return bool(await self._sql.effects_ahead(**_ahead(now)))

    @override
    async def look_again(self, now: int) -> None:
        self.promised = True
        await self._sql.look_again(**_ahead(now), now=now)
        await self._sql.end_leases_ahead(lease_ahead=now + LEASE_MAX, now=now)

    @override
    async def retry_all(self, now: int, *, except_error: str) -> None:
        await self._sql.retry_all(due_at=now, except_error=except_error)

    @override
    async def retry_room(self, room_id: RoomId, now: int, *, except_error: str) -> None:
        self.promised = True
        await self._sql.retry_room(room_id=room_id, due_at=now, except_error=except_error)

    @override
    async def rooms_that_wait(self, guild_id: GuildId) -> tuple[RoomId, ...]:
        rows = self._sql.rooms_that_wait(guild_id=guild_id)
        return tuple([RoomId(row["id"]) async for row in rows])

    @override
    async def retry_now(self, destination: str, now: int) -> None:
        self.promised = True
        await self._sql.retry_now(destination=destination, due_at=now)

    @override
    async def redirect(self, room_id: RoomId, destination: str, becomes: str) -> None:
        await self._sql.redirect(room_id=room_id, destination=destination, becomes=becomes)

    @override
    async def readdress(self, effect_id: int, destination: str) -> None:
        await self._sql.readdress(id=effect_id, destination=destination)

    @override
    async def destinations(self, kind: EffectKind, subject_id: int) -> frozenset[str]:
        rows = self._sql.effect_destinations(kind=kind.value, subject_id=subject_id)
        return frozenset([row["destination"] async for row in rows])

    @override
    async def next_due(self, now: float, *, leases: bool = True) -> float | None:
        due: float | None = await self._sql.next_effect(now=int(now), leases=int(leases))
        return due

    @override
    async def waiting(self, room_id: RoomId) -> tuple[Waiting, ...]:
        rows = self._sql.waiting_effects(room_id=room_id)
        return tuple(
            [
                Waiting(
                    what=row["kind"],
                    destination=row["destination"],
                    attempts=row["attempts"],
                    due_at=row["due_at"],
                    last_error=row["last_error"],
                    number=row["number"],
                )
                async for row in rows
            ]
        )

    @override
    async def given_up(self, room_id: RoomId, since: float) -> tuple[GivenUp, ...]:
        rows = self._sql.dropped_effects(room_id=room_id, since=int(since))
        return tuple(
            [
                GivenUp(row["kind"], row["last_error"], row["dropped_at"], row["number"])
                async for row in rows
            ]
        )

    @override
    async def state_of(self, kind: EffectKind, subject_id: int) -> str | None:
        state: str | None = await self._sql.newest_effect(kind=kind.value, subject_id=subject_id)
        return state

    @override
    async def sweep(self, before: int, most: int) -> None:
        await self._sql.sweep_effects(before=before, before_id=id_at(before), most=most)


def _effect(row: Any) -> Effect:
    return Effect(
        id=row["id"],
        kind=EffectKind(row["kind"]),
        destination=row["destination"],
        subject_id=row["subject_id"],
        room_id=RoomId(row["room_id"]),
        attempts=row["attempts"],
        due_at=row["due_at"],
        promised_at=made_at(row["id"]),
        unsure=bool(row["unsure"]),
        last_error=row["last_error"],
        in_trouble=bool(row["channel_trouble"]),
        claim=row["claim"],
    )


def _ahead(now: int) -> dict[str, int]:
    """Return what only a clock that was ahead can have written, with room for clocks apart."""
    return {
        "ahead": now + SKEW,
        "ahead_id": id_at(now + SKEW),
        "lease_ahead": now + LEASE_MAX,
    }
