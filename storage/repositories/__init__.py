"""Rows in, domain out: what `bot.services.ports.unit_of_work` describes, on one connection."""

from collections.abc import Callable
from typing import Any

from storage.repositories.boards import SqlBoardRepository
from storage.repositories.characters import SqlCharacterRepository
from storage.repositories.imports import SqlImportRepository
from storage.repositories.outbox import SqlOutboxRepository
from storage.repositories.privacy import SqlPrivacyRepository
from storage.repositories.proposals import SqlProposalRepository
from storage.repositories.rooms import (
    Facts,
    SqlEpisodeRepository,
    SqlFactRepository,
    SqlRoomRepository,
)
from storage.repositories.rounds import SqlRoundRepository
from storage.repositories.spotify import Allowances, SqlAccountRepository, SqlPlaylistRepository

__all__ = ["Allowances", "Facts", "SqlUnitOfWork"]


class SqlUnitOfWork:
    """Everything that is kept, over one connection: to read, or within one transaction."""

    def __init__(self, connection: Any, new_id: Callable[[], int]) -> None:
        self.connection = connection
        self.facts = SqlFactRepository(connection)
        self.rooms = SqlRoomRepository(connection)
        self.episodes = SqlEpisodeRepository(connection)
        self.proposals = SqlProposalRepository(connection, new_id)
        self.imports = SqlImportRepository(connection)
        self.rounds = SqlRoundRepository(connection)
        self.outbox = SqlOutboxRepository(connection, new_id)
        self.playlists = SqlPlaylistRepository(connection)
        self.accounts = SqlAccountRepository(connection)
        self.characters = SqlCharacterRepository(connection, self.proposals, self.episodes)
        self.boards = SqlBoardRepository(connection)
        self.privacy = SqlPrivacyRepository(connection)
