"""What all messages about a round have in common."""

from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from bot.domain.model import MessageId, Room, Round
from bot.services.ports.read_models import RoundView


class RoundShown(Protocol):
    """What a screen shows about a round."""

    @property
    def room(self) -> Room:
        """The round's room."""
        ...

    @property
    def round(self) -> Round:
        """The round."""
        ...


RoundShownT = TypeVar("RoundShownT", bound=RoundShown)


class AboutRound(Struct, Generic[RoundShownT], frozen=True):
    """A message about a round, with what its screen shows."""

    view: RoundShownT

    @property
    def room(self) -> Room:
        """The round's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id


class SaidOnce(AboutRound[RoundView], frozen=True):
    """A message about a round that is posted once and never edited."""

    @property
    def message_id(self) -> MessageId | None:
        """None: nobody needs to know."""
        return None
