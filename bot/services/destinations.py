"""Where effects go: in order within a destination; destinations never wait for each other."""

from bot.domain.model import Room, UserId

SPOTIFY = "spotify:host"
"""The host's account; rooms with accounts of their own come with connecting from Discord."""


def channel(room: Room) -> str:
    """Return the destination that a room's channel is."""
    return f"channel:{room.channel_id}"


def person(user_id: UserId) -> str:
    """Return the destination that somebody's direct messages are."""
    return f"person:{user_id}"
