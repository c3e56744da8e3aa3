"""The message that shows a card of a session; see `announcements`."""

from msgspec import Struct

from bot.domain.model import MessageId, Room, UserId
from bot.services.ports.listening_view import ListeningView


class ListeningMessage(Struct, frozen=True):
    """A card of a session; the first one mentions the roster when it is posted.

    `moved` says that it is the message which showed the card before it was posted again.
    """

    view: ListeningView
    mention: tuple[UserId, ...] = ()
    moved: bool = False

    @property
    def room(self) -> Room:
        """The episode's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The card."""
        return self.view.card.id

    @property
    def message_id(self) -> MessageId | None:
        """The message that shows the card, or showed it."""
        card = self.view.card
        return card.earlier_message_id if self.moved else card.message_id
