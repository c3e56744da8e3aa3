"""What Discord's objects look like, and how to read a message."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

BOT, GUILD = 900, 500
MANAGE_GUILD = 1 << 5
JOINED = "2026-01-01T00:00:00+00:00"
_NULL_FIELDS = (
    "icon",
    "splash",
    "banner",
    "description",
    "vanity_url_code",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "rules_channel_id",
    "public_updates_channel_id",
    "discovery_splash",
)
_EMPTY_FIELDS = (
    "emojis",
    "stickers",
    "features",
    "threads",
    "voice_states",
    "presences",
    "stage_instances",
)
_ZERO_FIELDS = (
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "mfa_level",
    "nsfw_level",
    "premium_tier",
    "system_channel_flags",
)
"""What a server has that nobody here asks for."""


@dataclass(frozen=True, slots=True)
class User:
    """A person in the server, or a bot, or somebody who is not in it."""

    id: int
    name: str
    roles: tuple[int, ...] = ()
    manages: bool = False
    bot: bool = False
    absent: bool = False

    def payload(self) -> Json:
        """Return the person as Discord tells of them."""
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": self.name,
            "avatar": None,
            "bot": self.bot,
        }

    def member(self) -> Json:
        """Return the person as a member of the server."""
        return {
            "user": self.payload(),
            "roles": [str(role) for role in self.roles],
            "permissions": str(MANAGE_GUILD if self.manages else 0),
            "joined_at": JOINED,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }


def bot_account() -> Json:
    """Return the bot's own account."""
    return User(BOT, "needledrop").payload() | {"bot": True}


def guild(channels: Sequence[Json], roles: Sequence[Json], events: Sequence[Json]) -> Json:
    """Return the server."""
    unset: Json = dict.fromkeys(_NULL_FIELDS) | dict.fromkeys(_ZERO_FIELDS, 0)
    return {
        **unset,
        **{key: [] for key in _EMPTY_FIELDS},
        "id": str(GUILD),
        "name": "Lot 5",
        "owner_id": "1",
        "roles": list(roles),
        "channels": list(channels),
        "members": [User(BOT, "needledrop").member()],
        "guild_scheduled_events": list(events),
        "member_count": 1,
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "afk_timeout": 300,
    }


def role(role_id: int, name: str, permissions: int = 0) -> Json:
    """Return a role."""
    return {
        "id": str(role_id),
        "name": name,
        "permissions": str(permissions),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def text_channel(channel_id: int, name: str) -> Json:
    """Return a channel of the server."""
    return {
        "id": str(channel_id),
        "type": 0,
        "name": name,
        "guild_id": str(GUILD),
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "rate_limit_per_user": 0,
        "topic": None,
        "parent_id": None,
        "last_message_id": None,
        "flags": 0,
    }


def thread(message: Json, body: Json, now: str) -> Json:
    """Return a thread on a message."""
    return {
        "id": message["id"],
        "type": 11,
        "name": body["name"],
        "guild_id": str(GUILD),
        "parent_id": message["channel_id"],
        "owner_id": str(BOT),
        "last_message_id": None,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "rate_limit_per_user": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": now,
            "auto_archive_duration": body.get("auto_archive_duration", 1440),
            "locked": False,
            "create_timestamp": now,
        },
    }


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Yield all components, nested ones after what they are in."""
    for one in components:
        yield one
        yield from walk(one.get("components", ()))
        yield from walk([one[key] for key in ("accessory", "component") if key in one])


def text_of(message: Mapping[str, Any]) -> str:
    """Return all the text of a message."""
    shown = [one["content"] for one in walk(message["components"]) if one.get("content")]
    return "\n".join((message["content"], *shown) if message["content"] else shown)


def voted(message: Mapping[str, Any]) -> int:
    """Return how many have voted, as a ballot message tells."""
    found = re.search(r"(\d+) of \d+ (?:has|have) voted", text_of(message))
    assert found is not None, "no turnout"
    return int(found[1])


def carrying(messages: Iterable[Json], custom_id: str) -> list[Json]:
    """Return the messages on which something can be pressed."""
    return [
        message
        for message in messages
        if any(one.get("custom_id") == custom_id for one in walk(message["components"]))
    ]


def component_of(message: Mapping[str, Any], custom_id: str) -> Json:
    """Return the component of a message that can be pressed; the test fails where it is not."""
    for one in walk(message["components"]):
        if one.get("custom_id") == custom_id:
            return one
    raise AssertionError(f"nothing to press by the name of {custom_id!r}")


def numbered(components: Sequence[Json], files: Sequence[str]) -> list[Json]:
    """Return components as Discord holds them: each with an id, files with their address."""
    numbers = itertools.count(1)
    copied: list[Json] = [_copy(one) for one in components]
    taken = {one["id"] for one in walk(copied) if one.get("id")}
    for one in walk(copied):
        if not one.get("id"):
            one["id"] = next(number for number in numbers if number not in taken)
        for media in (one.get("media"), *(item.get("media") for item in one.get("items", ()))):
            if media is not None:
                _resolve_attachment(media, files)
    return copied


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(one) for key, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value


def _resolve_attachment(media: Json, files: Sequence[str]) -> None:
    name = media["url"].removeprefix("attachment://")
    if name in files:
        media["url"] = f"https://cdn.invalid/{name}"
