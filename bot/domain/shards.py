"""Discord's shards, which divide the servers a bot is in."""

from typing import NamedTuple


class Share(NamedTuple):
    """The servers of one shard, of so many in all; by default all servers."""

    shard: int = 0
    total: int = 1

    def holds(self, guild_id: int) -> bool:
        """Tell whether a server belongs to it, by the rule Discord goes by."""
        return (guild_id >> 22) % self.total == self.shard


EVERYTHING = Share()
