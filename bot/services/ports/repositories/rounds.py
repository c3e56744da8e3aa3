"""The storage of rounds, and the ballots in them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from msgspec import Struct

from bot.domain.ballots import Ballot
from bot.domain.model import (
    Candidate,
    EpisodeId,
    MessageId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    SongId,
    Turnout,
    UserId,
)
from bot.domain.shards import Share

Casting = Literal["lot"] | tuple[SongId, ...] | None
"""How a tie was broken: not yet or not at all, by the lot, or by the songs in the order chosen."""


class RoundOfRoom(NamedTuple):
    """A round and the room it is of, for whoever is about to hold the room.

    `opens` says that its opening is due, if anything is.
    """

    id: RoundId
    room_id: RoomId
    opens: bool = False


class Ruling(Struct, frozen=True):
    """A pin or veto of a song, for the log.

    `ruling` is `pin` or `veto`, `undone` whether it was taken back, `at` UTC seconds.
    """

    song_id: SongId
    ruling: str
    undone: bool
    reason: str
    user_id: UserId
    at: int


class RoundRepository(Protocol):
    """Rounds, their candidates and the ballots in them."""

    async def get(self, round_id: RoundId) -> Round | None:
        """Return a round with its candidates."""
        ...

    async def live(self, episode_id: EpisodeId) -> RoundId | None:
        """Return the episode's round that is scheduled or under way; of a plan, the first."""
        ...

    async def latest(self, episode_id: EpisodeId, *, closed: bool = False) -> RoundId | None:
        """Return the newest round that was not cancelled, or the newest closed one.

        Of a plan under way it is the round that `live` returns.
        """
        ...

    async def closed(self, episode_id: EpisodeId) -> tuple[RoundId, ...]:
        """Return the episode's closed rounds, the newest first."""
        ...

    async def latest_outcomes(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the last closed round of each episode, the oldest episode first.

        Episodes whose plan goes on are left out.
        """
        ...

    async def add(self, round_: Round, at: int) -> None:
        """Store a new round and its candidates."""
        ...

    async def add_candidates(self, round_id: RoundId, candidates: Sequence[Candidate]) -> None:
        """Store the candidates of a round that has none yet, in ballot order."""
        ...

    async def later(self, round_id: RoundId) -> tuple[Round, ...]:
        """Return the rounds of a plan that wait for this one, in order; they have no candidates."""
        ...

    async def next_of(self, round_id: RoundId) -> RoundId | None:
        """Return the round of a plan that votes on what this one left, or will."""
        ...

    async def open_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the room's open rounds."""
        ...

    async def live_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the room's rounds that are not over; of each plan, the one that comes first."""
        ...

    async def under_way(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return the room's rounds that have opened and are not over."""
        ...

    async def due(self, now: float, most: int, share: Share) -> Sequence[RoundOfRoom]:
        """Return rounds of a share for which something is due, what has waited longest first."""
        ...

    async def next_due(self, share: Share, after: float = 0) -> int | None:
        """Return when something of a share is due next (UTC seconds); None if nothing is.

        What is due no later than `after` (UTC seconds) is passed by.
        """
        ...

    async def missed(
        self, since: float, now: float, oldest: float, share: Share
    ) -> Sequence[RoundOfRoom]:
        """Return a share's rounds whose close or casting window ended between two instants.

        Rounds that already had their grace, and closes before `oldest`, are left out.
        """
        ...

    async def retime(self, before: Round, after: Round) -> bool:
        """Give a round its next state and times; False if it is not as it was before."""
        ...

    async def claim_close(self, round_id: RoundId, now: int) -> bool:
        """End the voting whose time has come; False if somebody else did, or it has not.

        The round's state stays: the count, in the same transaction, says what it leads to.
        """
        ...

    async def claim_count(self, round_id: RoundId, now: int) -> bool:
        """End the voting of a round that was closed by hand, once nobody can undo that any more.

        False if somebody else did, somebody has undone it, or it is too early.
        """
        ...

    async def restorable(self, episode_id: EpisodeId) -> RoundId | None:
        """Return the episode's round that was cancelled last and can be brought back."""
        ...

    async def restorable_in(self, room_id: RoomId) -> tuple[RoundId, ...]:
        """Return what `restorable` does for each active episode of a room."""
        ...

    async def give_up_cancelled(self, episode_id: EpisodeId) -> None:
        """Have no cancelled round of an episode be brought back any more."""
        ...

    async def remove_candidates(self, round_id: RoundId) -> None:
        """Remove the candidates of a round that waits again for the one before it."""
        ...

    async def claim_casting_end(self, round_id: RoundId, now: int) -> bool:
        """Leave a tie to the lot whose window is over; False if it is not, or no more."""
        ...

    async def end_voting(self, round_id: RoundId, was: RoundState, now: int) -> bool:
        """End the voting by hand; False if the round was not in that state."""
        ...

    async def await_casting(self, round_id: RoundId, was: RoundState, until: int) -> bool:
        """Have a tie wait for the casting vote until an instant (UTC seconds).

        False if the round was not in that state.
        """
        ...

    async def set_casting(self, round_id: RoundId, casting: Casting) -> None:
        """Store how a tie was broken."""
        ...

    async def set_rulings(
        self, round_id: RoundId, pinned: Mapping[SongId, str], vetoed: Mapping[SongId, str]
    ) -> None:
        """Store which songs are pinned and which are vetoed from now on, each with its reason."""
        ...

    async def log_ruling(self, entry_id: int, round_id: RoundId, ruling: Ruling) -> None:
        """Log that somebody pinned or vetoed a song, or took that back."""
        ...

    async def close(
        self,
        round_id: RoundId,
        was: RoundState,
        outcome: Mapping[str, object],
        record_sha256: str,
    ) -> bool:
        """Close a round with its outcome; False if it was not in that state."""
        ...

    async def set_ballot_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Store the id of the ballot message."""
        ...

    async def called_to(self, round_id: RoundId) -> UserId:
        """Return the last writer mentioned, while there are more to mention; 0 otherwise."""
        ...

    async def set_called_to(self, round_id: RoundId, user_id: UserId) -> None:
        """Store the last writer mentioned; 0 once all are."""
        ...

    async def set_casting_message(self, round_id: RoundId, message_id: MessageId | None) -> None:
        """Store the id of the message that asks for the casting vote; None to ask again."""
        ...

    async def set_decision_message(self, round_id: RoundId, message_id: MessageId | None) -> None:
        """Store the id of the message that asks how the round goes on; None if none asks."""
        ...

    async def set_results_message(self, round_id: RoundId, message_id: MessageId) -> None:
        """Store the id of the message with the results."""
        ...

    async def set_event(self, round_id: RoundId, event_id: int | None) -> None:
        """Store the id of the scheduled event that shows a round."""
        ...

    async def ballot(self, round_: Round, user_id: UserId) -> Ballot | None:
        """Return one writer's current ballot."""
        ...

    async def ballots(self, round_: Round) -> Mapping[str, Ballot]:
        """Return all ballots that count by their receipts, in no order.

        They carry neither receipt nor time; equal choices share one ballot.
        """
        ...

    async def tally(self, round_: Round) -> Sequence[tuple[Ballot, int]]:
        """Return each different ballot that counts, with how many there are of it, in no order.

        It is faster than `ballots` if there are many.
        """
        ...

    async def voters(self, round_: Round) -> Collection[UserId]:
        """Return who cast a ballot with choices."""
        ...

    async def turnout(self, round_: Round) -> Turnout:
        """Return how many of how many have voted."""
        ...

    async def awaited(self, round_: Round) -> tuple[UserId, ...]:
        """Return the writers of the roster who have not voted."""
        ...
