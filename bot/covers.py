"""Fetch the covers of songs for pictures: quickly, or not at all."""

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
"""Spotify serves its covers from these domains and their subdomains."""
COVERS_MAX = 25
"""How many covers one picture needs at most: a round has no more songs."""
TIMEOUT = 3.0
"""Seconds, for all covers of a picture together."""
COVER_BYTES_MAX = 1_000_000
"""The largest cover to use, in bytes."""
CACHE_BYTES_MAX = 16_000_000
"""The size of the cache, in bytes: a few hundred covers."""

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How PNG and JPEG files begin."""

Get = Callable[[aiohttp.ClientSession, URL], Awaitable[bytes]]
"""Fetches the file at one address.

Raises:
    UnfitCover, aiohttp.ClientError, TimeoutError, OSError: It is not available.
"""


class UnfitCover(Exception):
    """The answer cannot be used as a cover."""


async def download(session: aiohttp.ClientSession, address: URL) -> bytes:
    """Return the JPEG or PNG file at an address, without following redirects.

    Raises:
        UnfitCover: The answer is not such a file, or is too large.
        aiohttp.ClientError, TimeoutError, OSError: There was no answer.
    """
    async with session.get(address, allow_redirects=False) as answer:
        if answer.status != 200:
            raise UnfitCover(f"status {answer.status}")
        data = bytearray()
        async for chunk in answer.content.iter_any():
            data += chunk
            if len(data) > COVER_BYTES_MAX:
                raise UnfitCover("too large")
    if not data.startswith(_SIGNATURES):
        raise UnfitCover("neither JPEG nor PNG")
    return bytes(data)


class WebCovers(Covers):
    """Fetches up to `COVERS_MAX` covers at a time, over https.

    It connects to the given hosts only. All covers of a picture are requested at once; those that
    are late are left out. The most recently used ones are cached in memory.
    """

    def __init__(
        self, hosts: Collection[str] = HOSTS, *, seconds: float = TIMEOUT, get: Get = download
    ) -> None:
        """Prepare to fetch covers; nothing is opened yet.

        Args:
            hosts: Domains, each with its subdomains.
            seconds: How long all covers of a picture may take together.
            get: Fetches one cover.
        """
        self._hosts = tuple(hosts)
        self._seconds = seconds
        self._get = get
        self._cache: OrderedDict[str, bytes] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    @override
    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        wanted = list(dict.fromkeys(urls))[:COVERS_MAX]
        found = {url: self._cache[url] for url in wanted if url in self._cache}
        found |= await self._fetch_all([url for url in wanted if url not in found])
        for url, cover in found.items():
            self._cache[url] = cover
            self._cache.move_to_end(url)
        size = sum(map(len, self._cache.values()))
        while size > CACHE_BYTES_MAX:
            _, cover = self._cache.popitem(last=False)
            size -= len(cover)
        return found

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _fetch_all(self, urls: Sequence[str]) -> dict[str, bytes]:
        addresses = {
            url: address for url in urls if (address := self._allowed_address(url)) is not None
        }
        if not addresses:
            return {}
        if self._session is None:
            # No cookies, and no decompression, which could fill the memory.
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
        """Return a cover; empty if it is not there by the deadline (the loop's clock)."""
        try:
            async with asyncio.timeout_at(deadline):
                return await self._get(session, address)
        except (UnfitCover, aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.debug("no cover from %s: %r", address, fault)
            return b""

    def _allowed_address(self, url: str) -> URL | None:
        """Return the parsed address; None if it must not be fetched."""
        try:
            address = URL(url)
        except ValueError:
            return None
        host = address.host or ""
        allowed_host = any(host == domain or host.endswith(f".{domain}") for domain in self._hosts)
        plain = address.scheme == "https" and address.port == 443 and address.user is None
        return address if allowed_host and plain else None
