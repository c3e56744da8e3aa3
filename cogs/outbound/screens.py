"""A table with the Discord message for each type of announcement and direct message."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import discord
from discord import ui
from msgspec import Struct

from bot.domain.model import Episode, UserId
from bot.services.drawings import Drawings
from bot.services.ports.announcements import (
    AnswersOverdue,
    BallotMessage,
    CastingRequest,
    DecisionMessage,
    DecisionRequest,
    ImportMessage,
    Notice,
    ProposalCard,
    ReconnectNotice,
    ResultsMessage,
    ShortlistMessage,
    TieMessage,
    VoteReminder,
    WritersCall,
)
from bot.services.ports.listening_message import ListeningMessage
from bot.services.ports.thread_lines import NewsLine, RecountLine
from cogs.ui.ballots.post import CastButton, VoteButton, ballot_message
from cogs.ui.ballots.writers_call import CalledButton, writers_call
from cogs.ui.kit import texts
from cogs.ui.listening.cards import card_button, listening_message
from cogs.ui.playlists import connect
from cogs.ui.rights.lists import overdue_message
from cogs.ui.rounds import direct_messages, thread_lines
from cogs.ui.rounds.casting_vote import CastingButton, casting_message, casting_request
from cogs.ui.rounds.results import results_message, results_with_picture
from cogs.ui.shortlists.post import NotesButton, shortlist_message
from cogs.ui.songs.card import proposal_card
from cogs.ui.songs.import_playlist import ImportedButton, import_message
from cogs.ui.songs.seconds import SecondButton

A = TypeVar("A", bound=Notice)
"""A type of announcement, or of direct message."""

Button = ui.DynamicItem[Any]
Drawing = Awaitable[tuple[ui.LayoutView, Sequence[discord.File]]]


class Screen(Struct, Generic[A], frozen=True):
    """How the announcements of one type are shown.

    Attributes:
        render: Returns the message without a picture. Its number sets it apart from others about
            the same thing: the effect's id when it is posted, its own id when it is edited.
        button: Returns a button on it, by whose custom id an earlier copy is found.
        mention: Returns the people to notify.
        draw: Returns the message with its picture, and the picture as a file.
        thread: Returns the name of the thread on it.
        restored: Whether it is posted again after somebody deleted it, so that a newer message may
            have replaced it.
    """

    render: Callable[[A, int], ui.LayoutView]
    button: Callable[[A, int], Button] | None = None
    mention: Callable[[A], Sequence[UserId]] | None = None
    draw: Callable[[A, Drawings], Drawing] | None = None
    thread: Callable[[A], str] | None = None
    restored: bool = False


def _thread(episode: Episode, about: str) -> str:
    return texts.option(f"Episode {texts.option(episode.number, 20)}: the {about}")


SCREENS: dict[type[Notice], Screen[Any]] = {
    ProposalCard: Screen[ProposalCard](
        render=lambda card, _: proposal_card(card.room, card.episode, card.proposal),
        button=lambda card, _: SecondButton.make(card.proposal.id),
    ),
    ShortlistMessage: Screen[ShortlistMessage](
        render=lambda message, number: shortlist_message(message.view, number),
        button=lambda message, number: NotesButton.make(message.view.episode.id, number),
        thread=lambda message: _thread(message.view.episode, "shortlist"),
    ),
    BallotMessage: Screen[BallotMessage](
        render=lambda message, _: ballot_message(message.view, message.mention),
        button=lambda message, _: VoteButton.make(message.view.round.id, "Vote"),
        mention=lambda message: message.mention,
        thread=lambda message: _thread(message.view.episode, "vote"),
        restored=True,
    ),
    WritersCall: Screen[WritersCall](
        render=lambda call, number: writers_call(call.view, call.mention, number),
        button=lambda call, number: CalledButton.make(call.view.round.id, number),
        mention=lambda call: call.mention,
    ),
    NewsLine: Screen[NewsLine](
        render=lambda line, number: thread_lines.news_line(line.view, line.news, number),
        button=lambda line, number: CalledButton.make(line.view.round.id, number),
    ),
    RecountLine: Screen[RecountLine](
        render=lambda line, number: thread_lines.recount_line(
            line.view, line.user_id, line.sha256, number
        ),
        button=lambda line, number: CalledButton.make(line.view.round.id, number),
    ),
    TieMessage: Screen[TieMessage](
        render=lambda message, _: casting_message(message.view),
        button=lambda message, _: CastingButton.make(message.view.round.id),
    ),
    DecisionMessage: Screen[DecisionMessage](
        render=lambda message, number: direct_messages.decision_message(message.view, number),
        button=lambda message, number: direct_messages.DecisionButton.make(
            direct_messages.CLOSE, message.view.round.id, number
        ),
        mention=lambda message: (message.view.room.showrunner_id,),
    ),
    ResultsMessage: Screen[ResultsMessage](
        render=lambda message, _: results_message(message.view),
        button=lambda message, _: CastButton.make(message.view.round.id),
        draw=lambda message, drawings: results_with_picture(message.view, drawings),
    ),
    ImportMessage: Screen[ImportMessage](
        render=lambda message, _: import_message(message.view),
        button=lambda message, _: ImportedButton.make(message.view.import_.id),
    ),
    ListeningMessage: Screen[ListeningMessage](
        render=listening_message,
        button=lambda message, number: card_button(message.view, number),
        mention=lambda message: message.mention,
    ),
    CastingRequest: Screen[CastingRequest](
        render=lambda notice, _: casting_request(notice.view),
        button=lambda notice, _: CastingButton.make(notice.view.round.id),
    ),
    VoteReminder: Screen[VoteReminder](
        render=lambda notice, _: direct_messages.reminder(notice.view),
    ),
    DecisionRequest: Screen[DecisionRequest](
        render=lambda notice, number: direct_messages.decision_request(notice.view, number),
        button=lambda notice, number: direct_messages.DecisionButton.make(
            direct_messages.CLOSE, notice.view.round.id, number
        ),
    ),
    ReconnectNotice: Screen[ReconnectNotice](
        render=lambda notice, _: connect.reconnect_message(
            notice.room, notice.days_left, owner_left=notice.owner_left
        ),
    ),
    AnswersOverdue: Screen[AnswersOverdue](
        render=lambda notice, _: overdue_message(notice.room, notice.holders, notice.instead_of),
    ),
}
"""The screens of all announcements and direct messages."""
