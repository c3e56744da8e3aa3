"""Effects: messages and syncs that transactions promise."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from bot.domain.errors import PlaylistNotWritten, SpotifyRefused
from bot.domain.model import GuildId, RoomId
from bot.services.ports.announcements import Delivery
from bot.services.ports.statuses import GivenUp, Waiting


class EffectKind(StrEnum):
    """The kinds of effects."""

    POST_PROPOSAL = "proposal.post"
    EDIT_PROPOSAL = "proposal.edit"
    POST_SHORTLIST = "shortlist.present"
    POST_BALLOT = "ballot.post"
    CALL_WRITERS = "ballot.call"
    EDIT_BALLOT = "ballot.edit"
    POST_TIE = "casting.ask"
    REQUEST_CASTING = "casting.ask_showrunner"
    EDIT_TIE = "casting.edit"
    POST_RESULTS = "results.post"
    EDIT_RESULTS = "results.edit"
    SYNC_PLAYLIST = "playlist.sync"
    SYNC_LISTENING_PLAYLIST = "playlist.keep"
    UPDATE_PLAYLIST_DETAILS = "playlist.dress"
    EDIT_SHORTLIST = "shortlist.edit"
    OPEN_SHORTLIST_THREAD = "shortlist.talk"
    OPEN_BALLOT_THREAD = "ballot.talk"
    SAY_NEWS = "thread.news"
    SAY_RECOUNT = "thread.recount"
    PREPARE_REMINDERS = "ballot.before_reminders"
    REMIND = "ballot.remind"
    REQUEST_DECISION = "round.tell_showrunner"
    SHOW_EVENT = "event.show"
    REQUEST_RECONNECT = "spotify.tell_reconnect"
    IMPORT_SONGS = "import.songs"
    SHOW_IMPORT = "import.show"
    POST_DECISION = "round.ask"
    EDIT_DECISION = "round.edit"
    REMIND_OF_ANSWERS = "rights.remind"
    POST_LISTENING = "listening.post"
    EDIT_LISTENING = "listening.edit"

    @property
    def may_lapse(self) -> bool:
        """Whether the room can do without it, so that it is given up if it keeps failing.

        Everything else is waited for: it is never given up, only tried more and more rarely.
        """
        return self in _MAY_LAPSE

    @property
    def ends(self) -> bool:
        """Whether what it is part of ends if it keeps failing, is told as ended, and can go on."""
        return self is EffectKind.IMPORT_SONGS

    @property
    def about(self) -> str:
        """Which message of its subject it is about, such as `ballot` or `results` of a round."""
        return self.value.partition(".")[0]

    @property
    def is_edit(self) -> bool:
        """Whether it edits a message; others never wait for it, whatever it fails with."""
        return self in _EDITS

    @property
    def is_merged(self) -> bool:
        """Whether it shows what is so when it is made, so that one does the work of several."""
        return self in _MERGED


_EDITS = frozenset(
    {
        EffectKind.EDIT_PROPOSAL,
        EffectKind.EDIT_BALLOT,
        EffectKind.EDIT_TIE,
        EffectKind.EDIT_RESULTS,
        EffectKind.EDIT_SHORTLIST,
        EffectKind.EDIT_DECISION,
        EffectKind.SHOW_IMPORT,
        EffectKind.EDIT_LISTENING,
    }
)
_MAY_LAPSE = frozenset(
    {
        EffectKind.PREPARE_REMINDERS,
        EffectKind.REMIND,
        EffectKind.SHOW_EVENT,
        EffectKind.OPEN_SHORTLIST_THREAD,
        EffectKind.OPEN_BALLOT_THREAD,
        EffectKind.SAY_NEWS,
        EffectKind.UPDATE_PLAYLIST_DETAILS,
    }
)
_MERGED = _EDITS | {
    EffectKind.SYNC_PLAYLIST,
    EffectKind.SYNC_LISTENING_PLAYLIST,
    EffectKind.UPDATE_PLAYLIST_DETAILS,
}
_STUCK = {PlaylistNotWritten.__name__, SpotifyRefused.__name__}


class Effect(Struct, frozen=True):
    """A promised effect, leased to be made now.

    `attempts` counts this one. `destination` is `channel:ID`, `channel:ID/cards`,
    `channel:ID/session`, `person:ID`, `supervisors:ROOM`, `events:GUILD` or `spotify:ACCOUNT`;
    effects of one destination are made in order, except that one that was refused for a reason of
    its own, and every edit that failed, lets those about another message pass. `unsure` says that
    an earlier attempt may have been made, `last_error` why the last one failed, `in_trouble` that
    the room's channel did not work when this attempt began. `claim` is the number of the claim by
    which it is leased. `due_at` and `promised_at` are UTC seconds.
    """

    id: int
    kind: EffectKind
    destination: str
    subject_id: int
    room_id: RoomId
    attempts: int
    due_at: int
    promised_at: float = 0.0
    unsure: bool = False
    last_error: str = ""
    in_trouble: bool = False
    claim: int = 0

    @property
    def stuck(self) -> bool:
        """Whether Spotify answered the last attempt, and did nothing of it."""
        return self.last_error.partition(" ")[0] in _STUCK

    @property
    def delivery(self) -> Delivery:
        """This attempt, for whoever says something."""
        return Delivery(self.id, retry=self.unsure, since=self.promised_at)


class Claim(Struct, frozen=True):
    """Effects that were leased, and when (UTC seconds) others are due; None where none will be.

    Where nothing was leased, it is not known. What waits until somebody is done is left out.
    """

    effects: Sequence[Effect]
    next_due: int | None


class OutboxRepository(Protocol):
    """Effects promised by transactions, and what became of them.

    Attributes:
        promised: Whether something may be due because of this transaction that it has not claimed.
    """

    promised: bool

    async def promise(
        self, kind: EffectKind, destination: str, subject_id: int, room_id: RoomId, at: int
    ) -> None:
        """Promise an effect, in the transaction that decides it.

        What is merged is not promised twice, while the first waits and nothing else about the same
        message or playlist waits behind it.
        """
        ...

    async def claim(self, now: float, lease: int, most: int) -> Claim:
        """Lease effects that are due for `lease` seconds, at most one of each destination."""
        ...

    async def give_back(self, claim: int) -> None:
        """End the leases of what a claim has leased, and nobody has begun."""
        ...

    async def renew(self, effect_id: int, leased_until: float, claim: int | None = None) -> None:
        """Keep an effect leased until an instant (UTC seconds), while work on it goes on.

        With a claim, it changes nothing where the effect is settled, or leased by another claim.
        This holds for all that follows, which then return False.
        """
        ...

    async def done(self, effect_id: int, claim: int | None = None) -> bool:
        """Settle an effect that was made."""
        ...

    async def drop(self, effect_id: int, why: str, now: float, claim: int | None = None) -> bool:
        """Settle an effect that is given up, keeping why and when (UTC seconds)."""
        ...

    async def later(
        self,
        effect_id: int,
        due_at: float,
        error: str,
        *,
        now: float,
        unsure: bool,
        aside: bool = False,
        claim: int | None = None,
    ) -> bool:
        """Put an effect off until an instant (UTC seconds), keeping why.

        Args:
            effect_id: Which effect.
            due_at: When it is tried again.
            error: Why it is put off.
            now: UTC seconds.
            unsure: Whether it may have been made all the same.
            aside: Whether others to its destination pass it meanwhile, unless they are about the
                same: those wait behind it.
            claim: By which claim it is leased.
        """
        ...

    async def alike(self, effect: Effect) -> tuple[tuple[int, int], ...]:
        """Return the ids and subjects of a room's effects of one kind that wait behind this one."""
        ...

    async def wait_together(self, effect: Effect) -> None:
        """Put these off, too, as long as an effect that was put off."""
        ...

    async def ahead(self, now: int) -> bool:
        """Return whether anything waits for an instant that a clock named which was ahead."""
        ...

    async def look_again(self, now: int) -> None:
        """Try at once what waits for such an instant."""
        ...

    async def retry_all(self, now: int, *, except_error: str) -> None:
        """Retry at once everything that waits, except what failed with this error last."""
        ...

    async def retry_room(self, room_id: RoomId, now: int, *, except_error: str) -> None:
        """Retry at once what a room has waiting, except what failed with this error last."""
        ...

    async def rooms_that_wait(self, guild_id: GuildId) -> tuple[RoomId, ...]:
        """Return a server's rooms for which something was tried and waits."""
        ...

    async def retry_now(self, destination: str, now: int) -> None:
        """Retry at once what waits for a destination."""
        ...

    async def redirect(self, room_id: RoomId, destination: str, becomes: str) -> None:
        """Send what a room has waiting for a destination to another."""
        ...

    async def readdress(self, effect_id: int, destination: str) -> None:
        """Note of an effect that it went to another destination than it was promised to."""
        ...

    async def destinations(self, kind: EffectKind, subject_id: int) -> frozenset[str]:
        """Return where such effects went or will go, those that were given up among them.

        What was settled long ago is forgotten.
        """
        ...

    async def next_due(self, now: float, *, leases: bool = True) -> float | None:
        """Return when the next effect is due (UTC seconds); None if nothing waits.

        Without `leases`, what somebody works on at `now` is left out.
        """
        ...

    async def waiting(self, room_id: RoomId) -> tuple[Waiting, ...]:
        """Return the room's effects that were tried and wait, alike ones together, oldest first."""
        ...

    async def given_up(self, room_id: RoomId, since: float) -> tuple[GivenUp, ...]:
        """Return what was given up since an instant (UTC seconds), alike ones together."""
        ...

    async def state_of(self, kind: EffectKind, subject_id: int) -> str | None:
        """Return `waiting`, `done` or `dropped` for the newest such effect; None for none.

        What was settled long ago is forgotten, so None may mean that, too.
        """
        ...

    async def sweep(self, before: int, most: int) -> None:
        """Forget effects, the oldest first, that were settled before an instant (UTC seconds)."""
        ...
