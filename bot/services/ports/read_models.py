"""What services return: everything that one screen needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain import timing
from bot.domain.ballots import Ballot
from bot.domain.board import Board, BoardChange, ClearanceStep
from bot.domain.counting import Outcome
from bot.domain.counting.crowds import Hiding
from bot.domain.imports import Import
from bot.domain.longlist import Look
from bot.domain.model import (
    Candidate,
    Character,
    CharacterId,
    Episode,
    EpisodeSummary,
    Proposal,
    Recording,
    Room,
    Round,
    Song,
    Turnout,
    UserId,
)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with everything that its screens show.

    `awaited` are the writers of the roster who have not voted, shown to the showrunner only.
    `later` are the rounds of a plan that wait for this one, in order. `listen_url` is the
    address of the playlist with its songs; empty if there is none.
    """

    room: Room
    episode: Episode
    round: Round
    turnout: Turnout
    awaited: tuple[UserId, ...] = ()
    later: tuple[Round, ...] = ()
    listen_url: str = ""

    @property
    def quorum(self) -> int:
        """How many people must vote, given the current roster; 0 without a quorum."""
        return timing.quorum(self.round, self.turnout)


@dataclass(frozen=True, slots=True)
class BallotView:
    """One writer's own ballot.

    `votable` are the songs this writer may pick, in ballot order; `own` those left out because the
    writer proposed them. `ballot` is None if nothing was cast yet. Once the round has closed,
    `in_record` says whether the record holds the ballot under its receipt, with the same choices;
    until then, and where there is no ballot, it is None. `withheld` says that the record goes to
    the scrutineers alone, since ballots could be told apart.
    """

    episode: Episode
    round: Round
    votable: tuple[Candidate, ...]
    own: tuple[Candidate, ...]
    ballot: Ballot | None
    in_record: bool | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A closed round and its outcome.

    `songs` leads from the ids of the outcome and the record (`s1`, …) to the songs. `playlist_url`
    is the shared playlist that holds the winners, and `playlist_state` one of `synced`, `waiting`,
    `off` (no Spotify account is set up), `goes_on` (a plan votes on them further), `gone` (it was
    deleted) or `trouble`;
    `playlist_missing` names seated songs that are not in it (entered by hand, taken out by someone,
    or gone from Spotify). `alone` is what the votes alone would have given, where pins or vetoes
    took part. `altered` says that the ballots kept now give another outcome than was kept at the
    close. `hiding` says who gets the record; with few ballots, the outcomes are without figures.
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
    alone: Outcome | None = None
    altered: bool = False
    hiding: Hiding = Hiding.SAFE


@dataclass(frozen=True, slots=True)
class TieView:
    """Songs tied at the cut line, while they await the casting vote and after it.

    `outcome` is the count as if nobody had chosen: its `tied` and `open_seats` say what there is to
    choose, its `seats` who is in without it. How it ended is in the round's `casting`.
    """

    room: Room
    episode: Episode
    round: Round
    outcome: Outcome
    songs: Mapping[str, Song]

    @property
    def tied(self) -> tuple[Song, ...]:
        """The tied songs, in lot order."""
        return tuple(self.songs[song] for song in self.outcome.tied)


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record of a closed round, for somebody of the roster or a scrutineer.

    `document` is the record (see `bot.domain.counting.record`), or None where it is withheld from
    this person, for the reason in `hiding`. `scrutineer` says that the person sees it as one of
    the round's scrutineers. `altered` says that it is not the record made at the close, whose hash
    the round has.
    """

    room: Room
    episode: Episode
    round: Round
    outcome: Outcome
    songs: Mapping[str, Song]
    document: Mapping[str, object] | None
    record_sha256: str
    altered: bool = False
    hiding: Hiding = Hiding.SAFE
    scrutineer: bool = False


@dataclass(frozen=True, slots=True)
class ShortlistView:
    """The longlist with who is on the shortlist, for picking and showing.

    `longlist` is in the order proposed. `locked` says that a live round has frozen the candidates,
    so that changes count for a later round only. `listen_url` is as in `RoundView`. `revision`
    counts the changes of the shortlist; `changed` are the songs that somebody else put on it or
    took off it since a revision that was asked about. `characters` are the room's, by id.
    """

    room: Room
    episode: Episode
    longlist: tuple[Proposal, ...]
    locked: bool = False
    listen_url: str = ""
    revision: int = 0
    changed: tuple[Proposal, ...] = ()
    characters: Mapping[CharacterId, Character] = field(default_factory=dict)

    @property
    def shortlist(self) -> tuple[Proposal, ...]:
        """The shortlisted proposals, in the order proposed."""
        return tuple(proposal for proposal in self.longlist if proposal.shortlisted)


@dataclass(frozen=True, slots=True)
class LonglistView:
    """What somebody sees of a longlist.

    `songs` are the proposals shown, in order; `there` are all proposals at the time the list was
    opened, and `newer` counts those made since. `characters` are the room's, by id, in display
    order.
    """

    room: Room
    episode: Episode
    look: Look
    songs: tuple[Proposal, ...]
    there: tuple[Proposal, ...] = ()
    newer: int = 0
    characters: Mapping[CharacterId, Character] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoardView:
    """An episode's board with what its screens and exports say.

    `characters` are the room's, by id. `clearances` are all steps of getting its songs cleared, in
    order, also of songs that fell off. `changes` are what other people did to the board since a
    revision that was asked about.
    """

    room: Room
    episode: Episode
    board: Board
    characters: Mapping[CharacterId, Character]
    clearances: tuple[ClearanceStep, ...] = ()
    changes: tuple[BoardChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Waiting effects of one kind that failed alike: how many there are, and why they wait.

    `due_at` (UTC seconds) is when the first of them is tried again, `attempts` how often the one
    tried most was. `last_error` is the name of the error in the last attempt, and after a space
    Discord's code if it gave one.
    """

    what: str
    destination: str
    attempts: int
    due_at: int
    last_error: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Effects of one kind that were given up for one reason, the last of them at `at`.

    `at` is UTC seconds; `error` as in `Waiting`.
    """

    what: str
    error: str
    at: int
    number: int = 1


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings of a room. `live` are the episodes with a live round, which keeps its rules."""

    room: Room
    live: tuple[Episode, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import, with its room and episode."""

    room: Room
    episode: Episode
    import_: Import


@dataclass(frozen=True, slots=True)
class ShortlistPlaylist:
    """The playlist of an episode's shortlist, as the last sync left it.

    Of the `wanted` songs `in_place` are there; those entered by hand never can be. `synced_at` is
    UTC seconds.
    """

    episode: Episode
    url: str
    in_place: int
    wanted: int
    synced_at: int


@dataclass(frozen=True, slots=True)
class PlaylistStatus:
    """What the shared playlist should hold, and what it holds.

    `playlist_id` is None while there is none. `mode` is `append` (people edit it too) or `mirror`
    (it is the bot's own), `synced_at` UTC seconds (0 before the first sync). Of the `wanted` songs
    `in_place` are there; `missing` are not, each with `taken_out`, `dead` or an empty text (the
    next sync brings it); `by_hand` never can be. `extra` are there and not wanted. With `trouble`
    Spotify could not be asked, and what it held after the last sync is told.
    """

    room: Room
    playlist_id: str | None
    wanted: tuple[Recording, ...]
    mode: str = ""
    synced_at: int = 0
    in_place: int = 0
    missing: tuple[tuple[Recording, str], ...] = ()
    by_hand: tuple[Recording, ...] = ()
    extra: tuple[Recording, ...] = ()
    waiting: tuple["Waiting", ...] = ()
    trouble: Exception | None = None
    shortlist: ShortlistPlaylist | None = None


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """What is going on in a room. `live` is the current episode's live round, if any."""

    room: Room
    writers: int
    episode: EpisodeSummary | None
    live: RoundView | None
    waiting: tuple[Waiting, ...]
    spotify: str
    """`connected`, `search_only`, `off`, `reconnect` or `limited`."""
    imports: tuple[ImportView, ...] = ()
    """The playlists that are being imported, oldest first."""
    episodes: int = 0
    """How many there are, current or not."""
    given_up: tuple[GivenUp, ...] = ()
    """What was given up in the last days, newest first."""
