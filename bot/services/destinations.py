"""Where effects go: in order within a destination; destinations never wait for each other."""

from bot.domain.model import Room

SPOTIFY = "spotify:host"
"""The host's account; rooms with accounts of their own come with connecting from Discord."""


def channel(room: Room) -> str:
    """Return the destination that a room's channel is."""
    return f"channel:{room.channel_id}"
