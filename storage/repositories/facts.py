"""What the bot remembers of itself."""

from typing_extensions import override

from bot.services.ports.repositories.rooms import FactRepository
from bot.services.ports.unit_of_work import Store
from storage.repositories.repository import SqlRepository


class SqlFactRepository(SqlRepository, FactRepository):
    """`FactRepository` in SQL."""

    @override
    async def get(self, name: str) -> str:
        value: str | None = await self._sql.fact(name=name)
        return value or ""

    @override
    async def hold(self, name: str) -> str:
        value: str = await self._sql.held_fact(name=name)
        return value

    @override
    async def set(self, name: str, value: str) -> None:
        await self._sql.set_fact(name=name, value=value)

    @override
    async def beginning(self, prefix: str) -> dict[str, str]:
        rows = self._sql.facts_beginning(pattern=f"{prefix}%")
        return {row["name"]: row["value"] async for row in rows}


class Facts(FactRepository):
    """The same over the whole store, each change in a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @override
    async def get(self, name: str) -> str:
        return await self._store.read.facts.get(name)

    @override
    async def hold(self, name: str) -> str:
        raise NotImplementedError("a fact is held in a transaction")

    @override
    async def set(self, name: str, value: str) -> None:
        async with self._store.transaction(None) as unit:
            await unit.facts.set(name, value)

    @override
    async def beginning(self, prefix: str) -> dict[str, str]:
        return await self._store.read.facts.beginning(prefix)
