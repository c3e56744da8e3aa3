"""What an import is called."""

from bot.domain.imports import Import
from cogs.ui.kit import texts


def import_title(job: Import, limit: int = 100) -> str:
    """Return the name of a playlist or file for a sentence."""
    return texts.quoted(job.name, limit) if job.name.strip() else "a playlist"
