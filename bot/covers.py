"""Fetches the covers of songs, for pictures: quickly, or not at all."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

import aiohttp
from typing_extensions import override
from yarl import URL

from bot.services.ports.world import Covers

log = logging.getLogger(__name__)

HOSTS = frozenset({"scdn.co", "spotifycdn.com"})
"""Where Spotify keeps its covers: these domains and their subdomains."""
MOST = 25
"""As many songs as a round has at most."""
SECONDS = 3.0
"""For all covers of a picture together."""
SIZE_MAX = 1_000_000
"""Bytes."""
KEPT_MAX = 16_000_000
"""Bytes of all covers that are kept: a few hundred of them."""

_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How PNG and JPEG files begin."""

Get = Callable[[aiohttp.ClientSession, URL], Awaitable[bytes]]
"""Fetches the file at one address.

Raises:
    UnfitCover, aiohttp.ClientError, TimeoutError, OSError: It cannot be had.
"""


class UnfitCover(Exception):
    """What an address answered with cannot be used as a cover."""


async def download(session: aiohttp.ClientSession, address: URL) -> bytes:
    """Return the JPEG or PNG file at an address, which is not left for another one.

    Raises:
        UnfitCover: The answer is no such file, or a large one.
        aiohttp.ClientError, TimeoutError, OSError: There was no answer.
    """
    async with session.get(address, allow_redirects=False) as answer:
        if answer.status != 200:
            raise UnfitCover(f"status {answer.status}")
        data = bytearray()
        async for chunk in answer.content.iter_any():
            data += chunk
            if len(data) > SIZE_MAX:
                raise UnfitCover("too large")
    if not data.startswith(_KINDS):
        raise UnfitCover("neither JPEG nor PNG")
    return bytes(data)


class WebCovers(Covers):
    """Fetches covers over https, `MOST` at a time.

    No host is ever asked but the given ones. All covers are asked for at once, and what has not
    come in time is left out. The ones used last are kept in memory.
    """

    def __init__(
        self, hosts: Collection[str] = HOSTS, *, seconds: float = SECONDS, get: Get = download
    ) -> None:
        """Prepare to fetch covers; nothing is opened yet.

        Args:
            hosts: Domains, each with its subdomains.
            seconds: How long all covers of a picture may take together.
            get: Fetches one.
        """
        self._hosts = tuple(hosts)
        self._seconds = seconds
        self._get = get
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    @override
    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        asked = list(dict.fromkeys(urls))[:MOST]
        found = {url: self._kept[url] for url in asked if url in self._kept}
        found |= await self._fetch_all([url for url in asked if url not in found])
        for url, cover in found.items():
            self._kept[url] = cover
            self._kept.move_to_end(url)
        size = sum(map(len, self._kept.values()))
        while size > KEPT_MAX:
            _, cover = self._kept.popitem(last=False)
            size -= len(cover)
        return found

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _fetch_all(self, urls: Sequence[str]) -> dict[str, bytes]:
        addresses = {url: address for url in urls if (address := self._address(url)) is not None}
        if not addresses:
            return {}
        if self._session is None:
            # No cookies, and no unpacking, which could fill the memory.
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
        session, deadline = self._session, asyncio.get_running_loop().time() + self._seconds
        covers = await asyncio.gather(
            *(self._fetch_one(session, address, deadline) for address in addresses.values())
        )
        return {url: cover for url, cover in zip(addresses, covers, strict=True) if cover}

    async def _fetch_one(
        self, session: aiohttp.ClientSession, address: URL, deadline: float
    ) -> bytes:
        """Return a cover; nothing where it cannot be had by then (the loop's clock)."""
        try:
            async with asyncio.timeout_at(deadline):
                return await self._get(session, address)
        except (UnfitCover, aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.debug("no cover from %s: %r", address, fault)
            return b""

    def _address(self, url: str) -> URL | None:
        """Return an address if it may be fetched."""
        try:
            address = URL(url)
        except ValueError:
            return None
        host = address.host or ""
        ours = any(host == domain or host.endswith(f".{domain}") for domain in self._hosts)
        plain = address.scheme == "https" and address.port == 443 and address.user is None
        return address if ours and plain else None
