"""What Spotify accounts may still be asked."""

from collections.abc import Callable

from typing_extensions import override

from bot.domain.allowance import HourOfCalls, Limit, Payer, Spent
from bot.services.ports.allowance import Allowance, Pause
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
        return tuple(
            [
                Pause(Limit(row["what"]), float(row["noted_at"]), float(row["paused_until"]))
                async for row in rows
            ]
        )

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
    async def spent(self, payer: Payer, since: int, until: int) -> Spent:
        return await self._spent(self._backend.reader, payer, since, until)

    @override
    async def spend(
        self, payer: Payer, since: int, hour: int, allowed: Callable[[Spent], int]
    ) -> int:
        async with self._backend.transaction(()) as sql:
            await sql.held_fact(name=f"spotify calls {self._account}")
            # The clocks of two processes may be apart when an hour begins.
            spent = await self._spent(sql, payer, since, hour + 1)
            calls = allowed(spent)
            if calls:
                if all(one.hour != hour for one in spent.hours):
                    await sql.sweep_spotify_calls(
                        account=self._account, since=since, until=hour + 1
                    )
                await sql.count_spotify_calls(**self._counted(payer, hour, calls))
            return calls

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

    async def _spent(self, sql: Statements, payer: Payer, since: int, until: int) -> Spent:
        rows = sql.spotify_calls(
            account=self._account,
            since=since,
            until=until,
            room_id=payer.room_id,
            user_id=payer.user_id,
        )
        found = [tuple(row) async for row in rows]
        several_rooms = any(rooms > 1 for *_, rooms in found)
        hours = [HourOfCalls(*counts) for *counts, _ in found]
        return Spent(hours, self._shared and several_rooms)
