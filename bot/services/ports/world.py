"""What the services need of the world, as protocols. Adapters elsewhere implement them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.model import (
    Episode,
    MessageId,
    Proposal,
    Room,
    RoundId,
    UserId,
)
from bot.domain.when import Instant
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView


class Clock(Protocol):
    """The one clock of the bot."""

    def now(self) -> float:
        """Return the present instant in UTC seconds."""
        ...


class Vault(Protocol):
    """Keeps secrets unreadable to whoever finds the database."""

    def seal(self, text: str) -> str:
        """Return a text that only the bot can open."""
        ...

    def open(self, sealed: str) -> str:
        """Return what was sealed.

        Raises:
            StorageError: It was sealed with another key.
        """
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt at a promised effect.

    Attributes:
        id: The promise's own id; Discord is given it as the message's nonce.
        retry: Whether an earlier attempt may have taken effect: look for the message before
            sending it again.
    """

    id: int
    retry: bool


class Announcer(Protocol):
    """What services and the outbox know of Discord.

    The `post_…` methods return the id of the message that is there now.

    Raises:
        ChannelGone: The channel was deleted or may not be written to.
        DiscordUnavailable: Try again later; whether it took effect is unknown.
    """

    async def post_proposal(
        self, room: Room, episode: Episode, proposal: Proposal, delivery: Delivery
    ) -> MessageId:
        """Post a proposal's card."""
        ...

    async def edit_proposal(self, room: Room, episode: Episode, proposal: Proposal) -> None:
        """Bring a posted card up to date; one that was deleted stays away."""
        ...

    async def present_shortlist(self, view: ShortlistView, delivery: Delivery) -> MessageId:
        """Post the shortlist for the room to listen to."""
        ...

    async def edit_shortlist(self, view: ShortlistView) -> None:
        """Bring the presented shortlist up to date; one that was deleted stays away."""
        ...

    async def talk_of_shortlist(self, view: ShortlistView) -> None:
        """Open a thread on the presented shortlist, unless it has one.

        Raises:
            ThreadsForbidden: The bot may not open threads.
        """
        ...

    async def talk_of_ballot(self, view: RoundView) -> None:
        """Open a thread on a ballot message, unless it has one.

        Raises:
            ThreadsForbidden: The bot may not open threads.
        """
        ...

    async def post_ballot(
        self, view: RoundView, mention: Sequence[UserId], delivery: Delivery
    ) -> MessageId:
        """Post the ballot message, mentioning these writers."""
        ...

    async def edit_ballot(self, view: RoundView) -> None:
        """Bring the ballot message up to date now; called at the close."""
        ...

    def turnout_changed(self, round_id: RoundId) -> None:
        """Have the ballot message's turnout brought up to date soon; many calls make one edit."""
        ...

    async def ask_casting(self, view: TieView, delivery: Delivery) -> MessageId:
        """Ask in the channel, where the delegates are, for the casting vote."""
        ...

    async def edit_casting(self, view: TieView) -> None:
        """Say where the casting vote was asked for how it ended."""
        ...

    async def ask_showrunner(self, view: TieView, delivery: Delivery) -> None:
        """Ask the showrunner for the casting vote by a direct message; closed ones are let be."""
        ...

    async def remind(self, view: RoundView, user_id: UserId, delivery: Delivery) -> None:
        """Remind a writer by a direct message to vote; closed ones are let be."""
        ...

    async def tell_showrunner(self, view: RoundView, delivery: Delivery) -> None:
        """Tell the showrunner by a direct message that a round waits for them, and why."""
        ...

    async def show_event(self, view: RoundView, delivery: Delivery) -> int | None:
        """Make, change or end the scheduled event of a round; return its id while there is one.

        Raises:
            EventsForbidden: The bot may not make events in this server.
        """
        ...

    async def tell_reconnect(
        self, room: Room, user_id: UserId, days_left: int, delivery: Delivery
    ) -> None:
        """Tell who connected Spotify that it ends in so many days; with 0, that it has ended."""
        ...

    async def post_import(self, view: ImportView, delivery: Delivery) -> MessageId:
        """Post how far a playlist has come onto a longlist."""
        ...

    async def edit_import(self, view: ImportView) -> None:
        """Bring that message up to date; one that was deleted stays away."""
        ...

    async def post_results(self, results: Results, delivery: Delivery) -> MessageId:
        """Post a round's results."""
        ...

    async def edit_results(self, results: Results) -> None:
        """Bring posted results up to date: what became of the playlist."""
        ...


@dataclass(frozen=True, slots=True)
class Sleeve:
    """What the cover of a playlist says that the bot made.

    Attributes:
        kind: What the playlist is: `On the board`, `Shortlist`, `In songs`.
        title: What it is of, in large letters: a show, an episode's number, a character.
        line: A smaller line below; may be empty.
        show: The show, where the title is something else; may be empty.
    """

    kind: str
    title: str
    line: str = ""
    show: str = ""


class Artwork(Protocol):
    """Draws covers for playlists."""

    async def cover(self, sleeve: Sleeve) -> bytes:
        """Return a cover as a square JPEG, small enough for Spotify.

        Raises:
            TypesettingFailed: The fault is ours.
        """
        ...


class Covers(Protocol):
    """Where the covers of songs are had."""

    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        """Return the covers that can be had now (JPEG or PNG), by address; the others are left out.

        It takes a few seconds at most, and never fails.
        """
        ...


class Words(Protocol):
    """Reads times in words."""

    async def read(self, words: str, now: float, timezone: str) -> Instant:
        """Return the instant some words mean in a time zone (an IANA name), seen from `now`.

        Raises:
            NeedsTime: They cannot be read, or the time is past, too far off, skipped or doubled.
            InvalidInput: There is no such time zone.
        """
        ...


class Agenda(Protocol):
    """Says when to look; what is due then is for whoever looks to find out."""

    def at(self, key: str, due: float) -> None:
        """Have `key` looked at, at an instant (UTC seconds) or before; the earliest call stands."""
        ...
