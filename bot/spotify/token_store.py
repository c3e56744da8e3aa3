"""Where the credentials of accounts are kept, as the adapter asks for it."""

from typing import Protocol

from bot.domain.model import AccountId
from bot.services.ports.spotify import Credentials


class TokenStore(Protocol):
    """Stores the credentials of accounts."""

    async def credentials(self, account_id: AccountId) -> Credentials | None:
        """Return the credentials of an account; None if its grant has ended."""
        ...

    async def renewed(self, account_id: AccountId, refresh_token: str) -> None:
        """Store a refresh token that replaces the one before."""
        ...

    async def host_token(self, name: str) -> str:
        """Return the token that replaces the host's configured one; empty if there is none."""
        ...

    async def store_host_token(self, name: str, refresh_token: str) -> None:
        """Store a token that replaces the host's configured one."""
        ...

    async def lease_refresh(self, name: str, lease: int, seconds: float) -> bool:
        """Take a turn at getting an account new tokens; False while another process has it."""
        ...

    async def release_refresh(self, name: str, lease: int) -> None:
        """End a turn."""
        ...

    async def trouble(self, name: str) -> str:
        """Return what an account has been refused for since when; empty if nothing."""
        ...

    async def store_trouble(self, name: str, trouble: str) -> None:
        """Store what an account is refused for."""
        ...
