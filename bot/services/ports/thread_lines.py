"""What the bot says in the thread of a vote: lines that are posted once and never edited."""

from bot.domain.model import UserId
from bot.domain.news import News
from bot.services.ports.about_rounds import SaidOnce


class ThreadLine(SaidOnce, frozen=True):
    """A line about a vote. It is an `Announcement`, and notifies nobody."""


class NewsLine(ThreadLine, frozen=True):
    """What changed in a vote under way."""

    news: News


class RecountLine(ThreadLine, frozen=True):
    """That a scrutineer counted a vote again, and the hash they got."""

    user_id: UserId
    sha256: str
