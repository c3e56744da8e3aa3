"""What the bot says without being asked. Each announcement says what it is about and where it is.

How one looks is for whoever renders it: on Discord `cogs.outbound.screens`.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.model import Episode, MessageId, Proposal, Room, UserId
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to say something.

    Attributes:
        id: The id of the promise; Discord is given it as the message's nonce.
        retry: Whether an earlier attempt may have taken effect: look for the message before
            sending it again.
    """

    id: int
    retry: bool


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


@dataclass(frozen=True, slots=True)
class ProposalCard:
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


@dataclass(frozen=True, slots=True)
class ShortlistMessage:
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


@dataclass(frozen=True, slots=True)
class BallotMessage:
    """The public message of a round, with the button to vote.

    `mention` are the writers it calls to the vote when it is posted.
    """

    view: RoundView
    mention: tuple[UserId, ...] = ()

    @property
    def room(self) -> Room:
        """The round's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id

    @property
    def message_id(self) -> MessageId | None:
        """The ballot message."""
        return self.view.round.message_id


@dataclass(frozen=True, slots=True)
class TieMessage:
    """Songs tied at the cut: asks the delegates for the casting vote, then says how it ended."""

    view: TieView

    @property
    def room(self) -> Room:
        """The round's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id

    @property
    def message_id(self) -> MessageId | None:
        """The message that asks for the casting vote."""
        return self.view.round.casting_message_id


@dataclass(frozen=True, slots=True)
class ResultsMessage:
    """The results of a closed round, and what became of the playlist."""

    view: Results

    @property
    def room(self) -> Room:
        """The round's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id

    @property
    def message_id(self) -> MessageId | None:
        """The message with the results."""
        return self.view.round.results_message_id


@dataclass(frozen=True, slots=True)
class ImportMessage:
    """How far a playlist has come onto a longlist."""

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


@dataclass(frozen=True, slots=True)
class CastingRequest:
    """Asks the showrunner for the casting vote."""

    view: TieView

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


@dataclass(frozen=True, slots=True)
class VoteReminder:
    """Reminds a writer to vote."""

    view: RoundView

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """Tells the showrunner that a round waits for their decision, and why."""

    view: RoundView

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


@dataclass(frozen=True, slots=True)
class ReconnectNotice:
    """Tells who connected Spotify that it ends in so many days; with 0, that it has ended."""

    room: Room
    days_left: int

    @property
    def subject_id(self) -> int:
        """The room."""
        return self.room.id
