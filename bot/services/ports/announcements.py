"""The messages that the bot sends by itself.

An announcement identifies its subject and its message; `cogs.outbound.screens` renders it.
"""

from typing import Protocol

from msgspec import Struct

from bot.domain.model import Episode, MessageId, Proposal, Room, UserId
from bot.domain.rights import Holder
from bot.services.ports.about_rounds import AboutRound, SaidOnce
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView

MENTIONS_MAX = 90
"""People mentioned in one message; Discord notifies at most a hundred."""


class Delivery(Struct, frozen=True):
    """One attempt to send a message.

    Attributes:
        id: The id of the effect, used as the message's nonce.
        retry: Whether an earlier attempt may have succeeded, so that the message must be looked for
            before it is sent again.
        since: When it was promised (UTC seconds): it can't have been sent before. 0 if unknown.
    """

    id: int
    retry: bool
    since: float = 0.0


class Announcement(Protocol):
    """A message in a room's channel, posted once and edited when its subject changes."""

    @property
    def room(self) -> Room:
        """The room in whose channel it is."""
        ...

    @property
    def subject_id(self) -> int:
        """The id of what it is about; with its type, what identifies it."""
        ...

    @property
    def message_id(self) -> MessageId | None:
        """The message that was posted; None until then."""
        ...


class Notice(Protocol):
    """A direct message to one person, sent once."""

    @property
    def subject_id(self) -> int:
        """The id of what it is about."""
        ...


class ProposalCard(Struct, frozen=True):
    """A song on the longlist."""

    room: Room
    episode: Episode
    proposal: Proposal

    @property
    def subject_id(self) -> int:
        """The proposal."""
        return self.proposal.id

    @property
    def message_id(self) -> MessageId | None:
        """The card."""
        return self.proposal.message_id


class ShortlistMessage(Struct, frozen=True):
    """A shortlist for the room to listen to."""

    view: ShortlistView

    @property
    def room(self) -> Room:
        """The episode's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The episode."""
        return self.view.episode.id

    @property
    def message_id(self) -> MessageId | None:
        """The message that presented the shortlist last."""
        return self.view.episode.presented_message_id


class BallotMessage(AboutRound[RoundView], frozen=True):
    """The public message of a round, with the button to vote.

    `mention` are the writers whom it mentions when it is posted.
    """

    mention: tuple[UserId, ...] = ()

    @property
    def message_id(self) -> MessageId | None:
        """The ballot message."""
        return self.view.round.message_id


class WritersCall(SaidOnce, frozen=True):
    """Mentions writers for whom the ballot message had no room; never edited."""

    mention: tuple[UserId, ...]


class TieMessage(AboutRound[TieView], frozen=True):
    """Songs tied at the cut: asks the delegates for the casting vote, then says how it ended."""

    @property
    def message_id(self) -> MessageId | None:
        """The message that asks for the casting vote."""
        return self.view.round.casting_message_id


class DecisionMessage(AboutRound[RoundView], frozen=True):
    """Asks the showrunner and the delegates how a round goes on, then says that it is decided."""

    @property
    def message_id(self) -> MessageId | None:
        """The message that asked last."""
        return self.view.round.decision_message_id


class ResultsMessage(AboutRound[Results], frozen=True):
    """The results of a closed round, and what became of the playlist."""

    @property
    def message_id(self) -> MessageId | None:
        """The message with the results."""
        return self.view.round.results_message_id


class ImportMessage(Struct, frozen=True):
    """The progress of an import."""

    view: ImportView

    @property
    def room(self) -> Room:
        """The episode's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The import."""
        return self.view.import_.id

    @property
    def message_id(self) -> MessageId | None:
        """The message that shows the progress."""
        return self.view.import_.message_id


class CastingRequest(AboutRound[TieView], frozen=True):
    """Asks the showrunner for the casting vote."""

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


class VoteReminder(AboutRound[RoundView], frozen=True):
    """Reminds a writer to vote."""

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


class DecisionRequest(AboutRound[RoundView], frozen=True):
    """Tells the showrunner that a round waits for their decision, and why."""

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


class ReconnectNotice(Struct, frozen=True):
    """Tells the person who connected Spotify when the connection ends; with 0, that it has.

    With `owner_left`, they have left the server, and somebody else is told.
    """

    room: Room
    days_left: int
    owner_left: bool = False

    @property
    def subject_id(self) -> int:
        """The room."""
        return self.room.id


class AnswersOverdue(Struct, frozen=True):
    """Tells whoever clears a room's songs which holders have not answered by the date they were to.

    `message` tells it from earlier ones. With `instead_of`, it is for the showrunner, because that
    person takes no direct messages.
    """

    room: Room
    holders: tuple[Holder, ...]
    message: int
    instead_of: UserId | None = None

    @property
    def subject_id(self) -> int:
        """The message."""
        return self.message
