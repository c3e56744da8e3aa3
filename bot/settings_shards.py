"""The settings that divide the work among processes, read as people write them."""

import re

from bot.settings_given import NotUsable, web_address

REMEDIES = {
    "SHARD_COUNT": (
        "Leave it empty, and one process serves as many shards as Discord recommends; or write how"
        " many there are in all, the same for all processes"
    ),
    "SHARD_IDS": (
        "Leave it empty, and this process serves all; or write its shards, such as 0-3 or 0,2, and"
        " SHARD_COUNT, which has to be larger than each of them"
    ),
    "DISCORD_API_BASE": (
        "Leave it empty; or write the address of a proxy for Discord's interface, such as"
        " http://127.0.0.1:8080/api/v10"
    ),
}
"""What to do about each if it is wrong."""

MOST_SHARDS = 16_384
"""More than this nobody has: Discord's largest bots have some thousands."""
_PART = re.compile(r"(\d{1,5})(?:\s*[-\N{EN DASH}]\s*(\d{1,5}))?", re.ASCII)


def shard_count(text: str) -> int:
    """Return how many shards there are."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= MOST_SHARDS:
        raise NotUsable(f"it isn't a whole number from 1 to {MOST_SHARDS}")
    return int(text)


def shard_ids(text: str) -> tuple[int, ...]:
    """Return the shards of this process, such as 0, 1, 2 and 5 for `0-2,5`."""
    found: set[int] = set()
    for part in text.split(","):
        read = _PART.fullmatch(part.strip())
        if read is None:
            raise NotUsable("it has something other than numbers and ranges of numbers")
        first, last = int(read[1]), int(read[2] or read[1])
        if last < first:
            raise NotUsable(f"{part.strip()} runs backward")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def api_base(text: str) -> str:
    """Return the address of Discord's interface, with its version and without a slash behind."""
    address = text.rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", address) or not web_address(address):
        raise NotUsable("it isn't an address that begins with http:// or https://")
    if not re.search(r"/v\d+$", address):
        # The client speaks one version, and a proxy passes on what it is asked.
        return f"{address}/v10" if address.endswith("/api") else f"{address}/api/v10"
    if not address.endswith("/v10"):
        raise NotUsable("the bot speaks version 10 of Discord's interface")
    return address
