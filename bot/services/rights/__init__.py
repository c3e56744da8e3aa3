"""What is known of the rights to songs, and what is done to clear them."""

from bot.domain.rights import HolderText
from bot.services.rights.clearing import (
    CONTACT_MAX,
    NAME_MAX,
    STEP_NOTE_MAX,
    Clearing,
    StepText,
)
from bot.services.rights.overdue import OverdueAnswers
from bot.services.rights.reading import EpisodeRights, RightsView

__all__ = [
    "CONTACT_MAX",
    "NAME_MAX",
    "STEP_NOTE_MAX",
    "Clearing",
    "EpisodeRights",
    "HolderText",
    "OverdueAnswers",
    "RightsView",
    "StepText",
]
