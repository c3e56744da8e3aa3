"""What a room knows of the rights to its songs: two sides, their holders, and what they ask for."""

from bot.domain.rights.budgets import Outlook, SongsMoney, money_of, outlook
from bot.domain.rights.costs import Costs, HolderCost, costs_of, holder_costs
from bot.domain.rights.holder_texts import (
    HolderText,
    holder_fingerprints,
    holder_text,
    merge_holder,
)
from bot.domain.rights.holders import Holder, HolderId, License, Side, Stage, stage_elsewhere
from bot.domain.rights.letters import Beside, Letter, LettersId, Why, answer_wanted, to_ask
from bot.domain.rights.money import CURRENCIES, MINOR_MAX, Money, read_money, write_money
from bot.domain.rights.room_rights import (
    NOTHING_KNOWN,
    Rights,
    Whole,
)
from bot.domain.rights.shares import WHOLE, read_share, write_share
from bot.domain.rights.song_rights import SideRights, SongRights
from bot.domain.rights.stand_ins import stand_ins
from bot.domain.rights.standing import Known, Standing, standing
from bot.domain.rights.steps import RightsStep
from bot.domain.rights.terms import (
    LICENSE,
    LIMITS,
    PRODUCTION,
    ROOM,
    USE,
    RoomTerms,
    Scope,
    Terms,
    marks_of,
    merged,
)

__all__ = [
    "CURRENCIES",
    "LICENSE",
    "LIMITS",
    "MINOR_MAX",
    "NOTHING_KNOWN",
    "PRODUCTION",
    "ROOM",
    "USE",
    "WHOLE",
    "Beside",
    "Costs",
    "Holder",
    "HolderCost",
    "HolderId",
    "HolderText",
    "Known",
    "Letter",
    "LettersId",
    "License",
    "Money",
    "Outlook",
    "Rights",
    "RightsStep",
    "RoomTerms",
    "Scope",
    "Side",
    "SideRights",
    "SongRights",
    "SongsMoney",
    "Stage",
    "Standing",
    "Terms",
    "Whole",
    "Why",
    "answer_wanted",
    "costs_of",
    "holder_costs",
    "holder_fingerprints",
    "holder_text",
    "marks_of",
    "merge_holder",
    "merged",
    "money_of",
    "outlook",
    "read_money",
    "read_share",
    "stage_elsewhere",
    "stand_ins",
    "standing",
    "to_ask",
    "write_money",
    "write_share",
]
