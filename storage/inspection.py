"""What the doctor reads in a database, whichever kind it is in."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

ROOMS = (
    "SELECT guild_id, channel_id, title, settings, writers_role_id, delegates_role_id FROM rooms"
    " ORDER BY title, id"
)
_ROLES = ("writers' role", "delegates' role", "music supervisors' role")
TEXTS = {
    "rooms": "SELECT title FROM rooms",
    "episodes": "SELECT title FROM episodes",
    "songs": "SELECT title || artists FROM songs",
}
"""For each table, the query for what people read of it in pictures."""
APPS = (
    "SELECT DISTINCT client_id FROM spotify_accounts WHERE state = 'connected' AND client_id <> ''"
)
SEALED_FACTS = (
    "SELECT value FROM facts WHERE value <> '' "
    "AND (name LIKE 'spotify_token:%' OR name = 'pseudonym_key')"
)
SEEN_BESIDE = "SELECT value FROM facts WHERE name = 'seen_beside'"


class StoredRoom(Struct, frozen=True):
    """A room, with what is needed to see whether the bot can do its work there."""

    guild_id: int
    channel_id: int
    title: str
    events: bool
    roles: Mapping[str, int] = field(default_factory=dict)


def stored_rooms(rows: Iterable[Sequence[Any]]) -> list[StoredRoom]:
    """Return the rooms that the rows of `ROOMS` tell of."""
    return [
        _room(guild_id, channel_id, title, json.loads(chosen), roles)
        for guild_id, channel_id, title, chosen, *roles in rows
    ]


def _room(
    guild_id: int,
    channel_id: int,
    title: str,
    chosen: Mapping[str, Any],
    roles: Sequence[int | None],
) -> StoredRoom:
    """Return a room, given its settings and the roles beside them."""
    named = zip(_ROLES, (*roles, chosen.get("supervisors_role_id")), strict=True)
    given = {what: role for what, role in named if role is not None}
    return StoredRoom(guild_id, channel_id, title, bool(chosen.get("events")), given)
