"""What Spotify accounts may still be asked."""

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from bot.domain.allowance import HourOfCalls, Limit, Payer, Spent
from bot.services.ports.allowance import Allowance, Ledger, Pause
from storage.backend import Backend
from storage.statements import Statements


class StoredAllowance(Allowance):
    """What one Spotify account may still be asked, each change in a transaction of its own.

    Args:
        backend: The database.
        account: Whose calls are counted together.
        shared: Whether all rooms share it.
    """

    def __init__(self, backend: Backend, account: str, *, shared: bool = False) -> None:
        self._backend = backend
        self._account = account
        self._shared = shared

    @override
    async def pauses(self) -> tuple[Pause, ...]:
        rows = self._backend.reader.spotify_pauses(account=self._account)
        return tuple([_pause(row) async for row in rows])

    @override
    async def pause(self, pause: Pause) -> None:
        async with self._backend.transaction(()) as sql:
            await sql.pause_spotify(
                account=self._account,
                what=pause.what.value,
                noted_at=pause.noted_at,
                paused_until=pause.until,
            )

    @override
    async def ledger(self, payer: Payer, since: int, until: int) -> Ledger:
        return await self._ledger(self._backend.reader, payer, since, until)

    @override
    async def spend(
        self, payer: Payer, since: int, hour: int, allowed: Callable[[Ledger], int]
    ) -> int:
        async def work(sql: Statements) -> int:
            # The clocks of two processes may be apart when an hour begins.
            ledger = await self._ledger(sql, payer, since, hour + 1)
            calls = allowed(ledger)
            if calls:
                if all(one.hour != hour for one in ledger.spent.hours):
                    await sql.sweep_spotify_calls(
                        account=self._account, since=since, until=hour + 1
                    )
                await sql.count_spotify_calls(**self._counted(payer, hour, calls))
            return calls

        return await self._backend.in_one_trip(work, (), alone=f"spotify calls {self._account}")

    @override
    async def give_back(self, payer: Payer, hour: int, calls: int) -> None:
        async with self._backend.transaction(()) as sql:
            await sql.give_back_spotify_calls(**self._counted(payer, hour, calls))

    def _counted(self, payer: Payer, hour: int, calls: int) -> dict[str, object]:
        return {
            "account": self._account,
            "hour": hour,
            "room_id": payer.room_id,
            "user_id": payer.user_id,
            "calls": calls,
        }

    async def _ledger(self, sql: Statements, payer: Payer, since: int, until: int) -> Ledger:
        query = sql.spotify_ledger(
            account=self._account,
            since=since,
            until=until,
            room_id=payer.room_id,
            user_id=payer.user_id,
        )
        rows = [row async for row in query]
        hours = [row for row in rows if row["what"] is None]
        several_rooms = any(row["rooms"] > 1 for row in hours)
        return Ledger(
            Spent([_hour(row) for row in hours], self._shared and several_rooms),
            tuple(_pause(row) for row in rows if row["what"] is not None),
        )


def _hour(row: Any) -> HourOfCalls:
    return HourOfCalls(row["hour"], row["calls"], row["of_room"], row["of_person"])


def _pause(row: Any) -> Pause:
    return Pause(Limit(row["what"]), float(row["noted_at"]), float(row["paused_until"]))
