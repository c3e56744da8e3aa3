"""What services answer with: everything one screen needs, read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ballots import Ballot
from bot.domain.counting import Outcome
from bot.domain.model import (
    Candidate,
    Episode,
    EpisodeSummary,
    Proposal,
    Room,
    Round,
    Song,
    Turnout,
    UserId,
)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with what its screens say.

    `awaited` are the writers of the roster who have not voted, shown to the showrunner only.
    """

    room: Room
    episode: Episode
    round: Round
    turnout: Turnout
    awaited: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class BallotView:
    """One writer's own ballot.

    `choices` are the songs this writer may pick, in ballot order; `own` those left out because the
    writer proposed them. `ballot` is None where nothing was cast yet.
    """

    episode: Episode
    round: Round
    choices: tuple[Candidate, ...]
    own: tuple[Candidate, ...]
    ballot: Ballot | None


@dataclass(frozen=True, slots=True)
class Results:
    """A closed round and its outcome.

    `songs` leads from the ids of the outcome and the record (`s1`, …) to the songs. `playlist_url`
    is the shared playlist that holds the winners, and `playlist_state` one of `synced`, `waiting`,
    `off` (no Spotify account is set up) or `trouble`; `playlist_missing` names seated songs that
    are not in it (entered by hand, taken out by a person, or gone from Spotify).
    """

    room: Room
    episode: Episode
    round: Round
    outcome: Outcome
    songs: Mapping[str, Song]
    record_sha256: str
    playlist_state: str
    playlist_url: str = ""
    playlist_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShortlistView:
    """The longlist with who is on the shortlist, for picking and showing.

    `longlist` is in the order proposed. `locked` says that a live round has frozen the candidates,
    so that changes count for a later round only.
    """

    room: Room
    episode: Episode
    longlist: tuple[Proposal, ...]
    locked: bool = False

    @property
    def shortlist(self) -> tuple[Proposal, ...]:
        """The shortlisted proposals, in the order proposed."""
        return tuple(proposal for proposal in self.longlist if proposal.shortlisted)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An effect the bot owes and why it waits.

    `due_at` is UTC seconds; `last_error` the name of the error that held it up last.
    """

    what: str
    destination: str
    attempts: int
    due_at: int
    last_error: str


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """Where a room stands. `live` is the current episode's live round, if it has one."""

    room: Room
    writers: int
    episode: EpisodeSummary | None
    live: RoundView | None
    waiting: tuple[Waiting, ...]
    spotify: str
    """`connected`, `search_only`, `off`, `reconnect` or `limited`."""
