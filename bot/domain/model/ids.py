"""What names a thing: the application makes these numbers, or Discord does."""

from typing import NewType

RoomId = NewType("RoomId", int)
EpisodeId = NewType("EpisodeId", int)
SongId = NewType("SongId", int)
ProposalId = NewType("ProposalId", int)
RoundId = NewType("RoundId", int)
UserId = NewType("UserId", int)
RoleId = NewType("RoleId", int)
ChannelId = NewType("ChannelId", int)
GuildId = NewType("GuildId", int)
MessageId = NewType("MessageId", int)
AccountId = NewType("AccountId", int)
CharacterId = NewType("CharacterId", int)
ID_END = 2**63
"""Ids are smaller, ours and Discord's; a larger number means nothing."""


def read_id(text: str) -> int:
    """Return the id a text is; 0, which nothing has, where it is none."""
    number = int(text) if text.isdecimal() and len(text) <= 19 else 0
    return number if number < ID_END else 0
