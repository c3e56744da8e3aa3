"""The settings that divide the work among processes, read as people write them."""

import re

from bot.settings_given import NotUsable

MOST_SHARDS = 16_384
"""More than this nobody has: Discord's largest bots have some thousands."""
_PART = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)


def shard_count(text: str) -> int:
    """Return how many shards there are."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= MOST_SHARDS:
        raise NotUsable(f"it is no whole number from 1 to {MOST_SHARDS}")
    return int(text)


def shard_ids(text: str) -> tuple[int, ...]:
    """Return the shards of this process, such as 0, 1, 2 and 5 for `0-2,5`."""
    found: set[int] = set()
    for part in text.split(","):
        read = _PART.fullmatch(part.strip())
        if read is None:
            raise NotUsable("it holds something other than numbers and ranges of numbers")
        first, last = int(read[1]), int(read[2] or read[1])
        if last < first:
            raise NotUsable(f"{part.strip()} runs backward")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def api_base(text: str) -> str:
    """Return the address of Discord's interface, with its version and without a slash behind."""
    address = text.rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", address):
        raise NotUsable("it isn't an address that begins with http:// or https://")
    if not re.search(r"/v\d+$", address):
        # The client speaks one version, and a proxy passes on what it is asked.
        return f"{address}/v10" if address.endswith("/api") else f"{address}/api/v10"
    if not address.endswith("/v10"):
        raise NotUsable("the bot speaks version 10 of Discord's interface")
    return address
