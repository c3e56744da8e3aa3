"""A stand-in for the catalogue of credits."""

from dataclasses import dataclass, field

from typing_extensions import override

from bot.domain.credits import Found
from bot.domain.errors import RoomError
from bot.domain.model import Recording
from bot.services.ports.credits import CreditCatalogue


@dataclass
class FakeCredits(CreditCatalogue):
    """Knows what it is told, by code; raises its `error`, if it has one."""

    found: dict[str, tuple[Found, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    error: RoomError | None = None
    on: bool = True

    @property
    @override
    def is_on(self) -> bool:
        return self.on

    @override
    async def credits(self, isrc: str, recording: Recording) -> tuple[Found, ...]:
        self.asked.append(isrc)
        if self.error is not None:
            raise self.error
        return self.found.get(isrc, ())

    @override
    async def close(self) -> None:
        """Do nothing: nothing is connected."""
