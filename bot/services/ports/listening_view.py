"""What the screens of listening together need."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.domain.listening import COMPANY, Card, Listening
from bot.domain.model import Episode, Proposal, ProposalId, Room, Round, UserId


class ListeningView(Struct, frozen=True):
    """A card of a session, with what it shows.

    `cards` are all cards of the session in order, `songs` the songs of them. `here` is how many
    people are there, `answered` how many of them have answered to this card. `roster` is mentioned
    where the session begins. `listen_url` is the address of the playlist with the songs; empty if
    there is none. `round` is the vote that is scheduled or under way; None if there is none.
    `voted` says whether a vote of the episode has closed since the session.
    """

    room: Room
    episode: Episode
    listening: Listening
    card: Card
    cards: tuple[Card, ...]
    songs: Mapping[ProposalId, Proposal]
    here: int = 0
    answered: int = 0
    roster: tuple[UserId, ...] = ()
    listen_url: str = ""
    round: Round | None = None
    voted: bool = False

    @property
    def current(self) -> bool:
        """Whether the session is at this card."""
        return self.card.place == self.listening.place

    @property
    def song(self) -> Proposal | None:
        """The song of the card; None for the beginning and the end."""
        return self.songs.get(self.card.proposal_id) if self.card.proposal_id else None

    @property
    def all_answered(self) -> bool:
        """Whether everybody who is there has answered, and nobody is alone."""
        return self.here >= COMPANY and self.answered == self.here

    @property
    def total(self) -> int:
        """How many songs the session has."""
        return len(self.cards) - 2


class OwnLine(Struct, frozen=True):
    """What a song tells one writer, for themselves alone.

    `text` is what they wrote; empty if they wrote nothing. `shown` says whether what they write is
    seen by all at once, `named` whether with their name. `open` says whether they may still write;
    what they wrote can be changed without that, until the vote closes.
    """

    song: Proposal
    text: str = ""
    shown: bool = False
    named: bool = False
    open: bool = True


class AloneView(Struct, frozen=True):
    """A presented shortlist, for somebody who listens to it in their own time.

    `lines` are what they wrote, by song.
    """

    room: Room
    episode: Episode
    songs: tuple[Proposal, ...]
    lines: Mapping[ProposalId, OwnLine] = field(default_factory=dict)
    listen_url: str = ""
