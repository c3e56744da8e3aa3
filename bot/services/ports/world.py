"""The outside world that the services need, as protocols. Adapters implement them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from bot.domain.model import MessageId, UserId
from bot.domain.when import Instant
from bot.services.ports.announcements import Announcement, Delivery, Notice
from bot.services.ports.read_models import RoundView


class Clock(Protocol):
    """The one clock of the bot."""

    def now(self) -> float:
        """Return the present instant in UTC seconds."""
        ...


class ScheduledCall(Protocol):
    """A call scheduled for later."""

    def cancel(self) -> None:
        """Cancel the call; safe to use after it was made."""
        ...


class Timer(Protocol):
    """Waits in real time, whatever the bot's clock says."""

    def time(self) -> float:
        """Return the seconds since some moment; they never decrease."""
        ...

    def call_later(self, delay: float, callback: Callable[[], None]) -> ScheduledCall:
        """Call something after `delay` seconds; with 0, as soon as possible."""
        ...


class Vault(Protocol):
    """Keeps secrets unreadable to whoever finds the database.

    What is sealed belongs to a place, such as one column of one row: moved to another, it does not
    open.
    """

    def seal(self, text: str, place: str) -> str:
        """Return a text that only the bot can open, and only as that of this place."""
        ...

    def open(self, sealed: str, place: str) -> str:
        """Return what was sealed for a place.

        Raises:
            StorageError: It was sealed with another key, or for another place.
        """
        ...

    def bind(self, sealed: str, place: str) -> str:
        """Return what an older version sealed for no place, sealed for one; else the same.

        Raises:
            StorageError: It was sealed with another key.
        """
        ...


class Announcer(Protocol):
    """Sends messages to rooms and people: Discord.

    Raises:
        ChannelGone: The channel was deleted or may not be written to.
        DiscordRefused: Something else keeps Discord from it, such as AutoMod.
        DiscordBusy: Try again later; it has not taken effect.
        DiscordUnavailable: Try again later; whether it took effect is unknown.
    """

    async def post(self, announcement: Announcement, delivery: Delivery) -> MessageId:
        """Post a message in a room's channel; return its id."""
        ...

    async def find(self, announcement: Announcement, delivery: Delivery) -> MessageId | None:
        """Return the message that an earlier attempt of a delivery has posted, if it has."""
        ...

    async def edit(self, announcement: Announcement) -> MessageId | None:
        """Edit a posted message; return the id of the message that shows it now.

        Return None if it was not posted yet, or was deleted: it is not posted again.
        """
        ...

    async def stands(self, announcement: Announcement) -> bool:
        """Return whether a posted message is still there; where that cannot be seen, it is."""
        ...

    async def tell(self, user_id: UserId, notice: Notice, delivery: Delivery) -> None:
        """Send a direct message.

        Raises:
            DirectMessagesClosed: The person takes none.
        """
        ...

    async def open_thread(self, announcement: Announcement) -> None:
        """Open a thread on a posted message, unless it has one or was deleted.

        Raises:
            ThreadsForbidden: There can be no thread, and why.
        """
        ...

    async def post_in_thread(
        self, announcement: Announcement, thread_id: MessageId, delivery: Delivery
    ) -> MessageId | None:
        """Post a message in a thread of a room's channel; return its id.

        A thread that was archived is reopened. Return None if there is no thread, or the bot may
        not write in it.
        """
        ...

    async def edit_in_thread(self, announcement: Announcement, thread_id: MessageId) -> bool:
        """Edit a message posted in a thread; return whether it is still there.

        A thread that was archived is reopened.
        """
        ...


class ScheduledEvents(Protocol):
    """Shows rounds in the server's list of events: Discord."""

    async def show(self, view: RoundView, delivery: Delivery) -> int | None:
        """Make, change or end the event of a round; return its id while there is one.

        Raises:
            EventsForbidden: There can be no event in this server, and why.
            DiscordRefused: Something else keeps Discord from it.
            DiscordUnavailable: Try again later; whether it took effect is unknown.
        """
        ...


class Sleeve(Struct, frozen=True):
    """The text on the cover of a playlist that the bot created.

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
    """Downloads the covers of songs."""

    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        """Return the covers (JPEG or PNG) by address, without those that cannot be downloaded.

        This takes a few seconds at most, and never fails.
        """
        ...


class PictureStore(Protocol):
    """Keeps drawn pictures, also while the bot is stopped; it never fails.

    What a picture is `about` has one at a time; `shows` tells whether it still shows the same. Both
    are letters and digits.
    """

    async def get(self, about: str, shows: str) -> bytes | None:
        """Return a picture, if it is there."""
        ...

    async def keep(self, about: str, shows: str, picture: bytes) -> None:
        """Keep a picture in place of an earlier one."""
        ...


class Words(Protocol):
    """Reads times in words."""

    async def read(self, words: str, now: float, timezone: str) -> Instant:
        """Return the instant some words mean in a time zone (an IANA name), seen from `now`.

        Raises:
            NeedsTime: They cannot be read or may mean several times, or the time is past, too far
                off, skipped or doubled.
            InvalidInput: There is no such time zone.
        """
        ...

    def split(self, words: str, now: float, timezone: str) -> Sequence[str]:
        """Return the times in a list of times in words, as they were typed."""
        ...

    def with_hour_of(
        self, words: str, others: Sequence[str], now: float, timezone: str
    ) -> str | None:
        """Return a day that is named without a time of day with that of the others beside it.

        None if the words are no such day, or none of the others has a time of day.
        """
        ...


class Agenda(Protocol):
    """Schedules looks at what is due; whoever looks finds out what it is."""

    def at(self, key: str, due: float) -> None:
        """Schedule a look at `key` for an instant (UTC seconds); the earliest one counts."""
        ...
