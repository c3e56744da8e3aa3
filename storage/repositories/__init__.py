"""Rows in, domain out: what `bot.services.ports.unit_of_work` describes, on one connection."""

from collections.abc import Callable
from typing import Any

from storage.repositories.boards import BoardRepository
from storage.repositories.characters import CharacterRepository
from storage.repositories.imports import ImportRepository
from storage.repositories.outbox import OutboxRepository
from storage.repositories.privacy import ForgettingRepository
from storage.repositories.proposals import ProposalRepository
from storage.repositories.rooms import EpisodeRepository, FactRepository, Facts, RoomRepository
from storage.repositories.rounds import RoundRepository
from storage.repositories.spotify import AccountRepository, Allowances, PlaylistRepository

__all__ = ["Allowances", "Facts", "Repositories"]


class Repositories:
    """Everything that is kept, over one connection: to read, or within one transaction."""

    def __init__(self, connection: Any, new_id: Callable[[], int]) -> None:
        self.connection = connection
        self.facts = FactRepository(connection)
        self.rooms = RoomRepository(connection)
        self.episodes = EpisodeRepository(connection)
        self.proposals = ProposalRepository(connection, new_id)
        self.imports = ImportRepository(connection)
        self.rounds = RoundRepository(connection)
        self.outbox = OutboxRepository(connection, new_id)
        self.playlists = PlaylistRepository(connection)
        self.accounts = AccountRepository(connection)
        self.characters = CharacterRepository(connection, self.proposals, self.episodes)
        self.boards = BoardRepository(connection)
        self.forgetting = ForgettingRepository(connection)
