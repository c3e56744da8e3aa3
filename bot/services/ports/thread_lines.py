"""What the bot says in the thread of a vote: lines that are posted once and never edited."""

from dataclasses import dataclass

from bot.domain.model import UserId
from bot.domain.news import News
from bot.services.ports.about_rounds import SaidOnce


@dataclass(frozen=True, slots=True)
class ThreadLine(SaidOnce):
    """A line about a vote. It is an `Announcement`, and notifies nobody."""


@dataclass(frozen=True, slots=True)
class NewsLine(ThreadLine):
    """What changed in a vote under way."""

    news: News


@dataclass(frozen=True, slots=True)
class RecountLine(ThreadLine):
    """That a scrutineer counted a vote again, and the hash they got."""

    user_id: UserId
    sha256: str
