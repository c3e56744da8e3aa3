"""Listening together: a session over a shortlist, song by song, and the lines written in it."""

from bot.domain.listening.lines import LINE_MAX, Line, as_line, drawn_place, in_drawn_order
from bot.domain.listening.session import (
    COMPANY,
    EDIT_EVERY,
    MINUTES_MAX,
    Card,
    CardId,
    Listening,
    ListeningId,
    Stage,
    advanced,
    all_answered,
    back,
    ended,
    next_edit,
    paused,
    resumed,
)

__all__ = [
    "COMPANY",
    "EDIT_EVERY",
    "LINE_MAX",
    "MINUTES_MAX",
    "Card",
    "CardId",
    "Line",
    "Listening",
    "ListeningId",
    "Stage",
    "advanced",
    "all_answered",
    "as_line",
    "back",
    "drawn_place",
    "ended",
    "in_drawn_order",
    "next_edit",
    "paused",
    "resumed",
]
