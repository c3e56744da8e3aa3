"""The types of ids, which the application or Discord makes."""

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
"""All ids are smaller than this."""


def read_id(text: str) -> int:
    """Return the id in a text; 0, which nothing has, if the text is not an id."""
    number = int(text) if text.isdecimal() and len(text) <= 19 else 0
    return number if number < ID_END else 0
