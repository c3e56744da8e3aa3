"""Rows in, domain out: what `bot.services.ports.unit_of_work` describes, on one connection."""

from bot.services.ports.unit_of_work import UnitOfWork
from storage.ids import IdGenerator
from storage.repositories.allowance import StoredAllowance
from storage.repositories.boards import SqlBoardRepository
from storage.repositories.budgets import SqlBudgetRepository
from storage.repositories.characters import SqlCharacterRepository
from storage.repositories.credits import SqlCreditRepository
from storage.repositories.facts import Facts, SqlFactRepository
from storage.repositories.imports import SqlImportRepository
from storage.repositories.interactions import SqlInteractionRepository
from storage.repositories.listening import SqlListeningRepository
from storage.repositories.outbox import SqlOutboxRepository
from storage.repositories.privacy import SqlPrivacyRepository
from storage.repositories.proposals import SqlProposalRepository
from storage.repositories.proposing import SqlProposingRepository
from storage.repositories.rights import SqlRightsRepository
from storage.repositories.rights_letters import SqlRightsLettersRepository
from storage.repositories.rights_terms import SqlRightsTermsRepository
from storage.repositories.rooms import SqlEpisodeRepository, SqlRoomRepository
from storage.repositories.rounds import SqlRoundRepository
from storage.repositories.shards import SqlShardRepository
from storage.repositories.shown_rounds import SqlShownRoundRepository
from storage.repositories.spotify import (
    SqlAccountRepository,
    SqlPlaylistRepository,
)
from storage.repositories.star_lines import SqlStarLineRepository
from storage.repositories.threads import SqlThreadRepository
from storage.statements import Statements

__all__ = ["Facts", "SqlUnitOfWork", "StoredAllowance"]


class SqlUnitOfWork(UnitOfWork):
    """All repositories over one connection: to read, or within one transaction."""

    outbox: SqlOutboxRepository
    listening: SqlListeningRepository

    def __init__(self, sql: Statements, new_id: IdGenerator) -> None:
        self.facts = SqlFactRepository(sql)
        self.rooms = SqlRoomRepository(sql)
        self.episodes = SqlEpisodeRepository(sql)
        self.proposals = SqlProposalRepository(sql, new_id)
        self.proposing = SqlProposingRepository(sql)
        self.imports = SqlImportRepository(sql)
        self.rounds = SqlRoundRepository(sql)
        self.shown_rounds = SqlShownRoundRepository(sql)
        self.star_lines = SqlStarLineRepository(sql, new_id)
        self.threads = SqlThreadRepository(sql, new_id)
        self.outbox = SqlOutboxRepository(sql, new_id)
        self.playlists = SqlPlaylistRepository(sql)
        self.accounts = SqlAccountRepository(sql)
        self.characters = SqlCharacterRepository(sql, self.proposals, self.episodes)
        self.boards = SqlBoardRepository(sql)
        self.rights = SqlRightsRepository(sql, new_id)
        self.budgets = SqlBudgetRepository(sql)
        self.credits = SqlCreditRepository(sql)
        self.rights_terms = SqlRightsTermsRepository(sql)
        self.rights_letters = SqlRightsLettersRepository(sql)
        self.listening = SqlListeningRepository(sql, new_id)
        self.privacy = SqlPrivacyRepository(sql)
        self.interactions = SqlInteractionRepository(sql)
        self.shards = SqlShardRepository(sql)
