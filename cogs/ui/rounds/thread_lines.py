"""What the bot says in the thread of a vote, in one line each."""

from typing import Any

from discord import ui

from bot.domain.model import REASON_MAX, RoundState, UserId
from bot.domain.news import News, NewsKind
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.writers_call import CalledButton
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.song_lists import name_among
from cogs.ui.rounds.endings import TakeBackButton

_RULINGS = {
    NewsKind.PINNED: "The showrunner pinned {song}: it has a seat no matter the votes.",
    NewsKind.UNPINNED: "The showrunner undid the pin on {song}. The votes decide.",
    NewsKind.VETOED: (
        "The showrunner vetoed {song}. Votes for it don't count; if you picked it, you can pick"
        " another song while the vote is open."
    ),
    NewsKind.UNVETOED: "The showrunner undid the veto on {song}. Votes for it count again.",
}
_TIMES = {
    NewsKind.PAUSED: "The showrunner paused the vote with {length} left. All ballots are kept.",
    NewsKind.RESUMED: "The showrunner resumed the vote. It closes {instant}.",
    NewsKind.MOVED: "The showrunner moved the end of the vote. It now closes {instant}.",
    NewsKind.MOVED_WHILE_PAUSED: (
        "The showrunner changed the time left. Once the vote resumes, it has {length}."
    ),
    NewsKind.MOVED_FOR_QUORUM: "Too few have voted, so the vote stays open. It closes {instant}.",
    NewsKind.MOVED_FOR_GRACE: (
        "The bot was offline when the vote should have ended, so it stays open."
        " It closes {instant}."
    ),
    NewsKind.CLOSED: "The showrunner left the tie to the draw.",
    NewsKind.STOPPED: (
        "The showrunner ended the voting. The votes are counted {instant}; until then, the"
        " showrunner or a delegate can undo the close. All ballots are kept."
    ),
    NewsKind.RESTARTED: (
        "The showrunner undid the close. The vote is open again, and closes {instant}."
    ),
    NewsKind.WAITS_AGAIN: "The showrunner undid the close. The vote waits, as it did before.",
    NewsKind.CANCELLED: "The showrunner canceled the vote. Its ballots don't count.",
    NewsKind.BROUGHT_BACK: (
        "The showrunner brought the vote back, with all ballots as they were. It closes {instant}."
    ),
    NewsKind.BROUGHT_BACK_WAITING: (
        "The showrunner brought the vote back, with all ballots as they were. It waits, as it did"
        " before."
    ),
}
_SETTINGS = {
    NewsKind.PROPOSERS_HIDDEN: (
        "The showrunner switched *Hidden proposers* on: from now on nobody is shown who proposed"
        " which song."
    ),
    NewsKind.PROPOSERS_SHOWN: (
        "The showrunner switched *Hidden proposers* off. Who proposed a song while it was on stays"
        " hidden; all other proposers are shown."
    ),
    NewsKind.OWN_SONGS: (
        "The showrunner switched *Own songs* on, for votes scheduled from now on. Nothing changes"
        " in this one."
    ),
    NewsKind.NO_OWN_SONGS: (
        "The showrunner switched *Own songs* off, for votes scheduled from now on. Nothing changes"
        " in this one."
    ),
    NewsKind.SCRUTINEERS: (
        "The showrunner chose other scrutineers, for votes scheduled from now on. Nothing changes"
        " in this one."
    ),
    NewsKind.RUN_BY_OTHERS: (
        "This room has another showrunner or other delegates now. They see who has not voted yet;"
        " nobody sees what you voted for."
    ),
}

_ENDS = {RoundState.CLOSING: NewsKind.STOPPED, RoundState.CANCELLED: NewsKind.CANCELLED}
"""What is said when a round comes to a state that can be taken back."""


def news_line(view: RoundView, news: News, number: int) -> ui.LayoutView:
    """Return the line about a change of a vote under way.

    Args:
        view: The round.
        news: The change, as it was then.
        number: A number that sets the message apart from others like it.
    """
    if not view.takes_back or news.kind is not _ENDS.get(view.round.state):
        return _line(view, _news(view, news), number)
    button = TakeBackButton.make(view.round)
    return _line(view, _news(view, news), number, button)


def recount_line(view: RoundView, user_id: UserId, sha256: str, number: int) -> ui.LayoutView:
    """Return the line about a scrutineer who counted a vote again, and whether the hash agrees.

    Args:
        view: The round.
        user_id: The scrutineer.
        sha256: The hash they got.
        number: As for `news_line`.
    """
    who, name = texts.person(user_id), texts.episode_name(view.episode)
    agrees = (
        "It's the hash in the results."
        if sha256 == view.round.record_sha256
        else (
            "**It's not the hash in the results**, which is"
            f" `{texts.cut(view.round.record_sha256, 64)}`. Ask whoever hosts this bot."
        )
    )
    text = f"{who}, a scrutineer, counted the vote for {name} again and got `{sha256}`. {agrees}"
    return _line(view, text, number)


def _line(view: RoundView, text: str, number: int, *buttons: ui.DynamicItem[Any]) -> ui.LayoutView:
    return layout(text, row(CalledButton.make(view.round.id, number, "My ballot"), *buttons))


def _news(view: RoundView, news: News) -> str:
    if news.kind in _TIMES:
        instant, length = texts.instant(news.seconds), texts.length(news.seconds)
        return _TIMES[news.kind].format(instant=instant, length=length)
    if news.kind in _SETTINGS:
        return _SETTINGS[news.kind]
    songs = [one.song for one in view.round.candidates]
    song = next((one for one in songs if one.id == news.song_id), None)
    text = _RULINGS[news.kind].format(song=name_among(song, songs) if song else texts.BLANK)
    reason = texts.safe(news.reason, REASON_MAX, links=False)
    return f"{text} Reason: {reason}" if reason else text
