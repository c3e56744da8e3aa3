"""What is known of the rights to songs, and what is done to clear them."""

from bot.domain.rights import HolderText
from bot.services.rights.clearing import Clearing, StepText
from bot.services.rights.overdue import OverdueAnswers
from bot.services.rights.reading import EpisodeRights, RightsView

__all__ = ["Clearing", "EpisodeRights", "HolderText", "OverdueAnswers", "RightsView", "StepText"]
