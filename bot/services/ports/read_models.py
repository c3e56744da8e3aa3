"""What services return: everything that one screen needs."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.domain import timing
from bot.domain.ballots import Ballot
from bot.domain.board import Board, BoardChange, ClearanceStep, Entry
from bot.domain.counting import Outcome
from bot.domain.counting.crowds import Hiding
from bot.domain.errors import NotAllowed, RuleError
from bot.domain.imports import Brought, Import
from bot.domain.longlist import Look
from bot.domain.model import (
    Candidate,
    Character,
    CharacterId,
    Episode,
    Proposal,
    Room,
    Round,
    Song,
    SongId,
    Turnout,
    UserId,
)
from bot.domain.plans import PlanPlace, VoteDraft
from bot.domain.rights import NOTHING_KNOWN, Outlook, Rights, SongsMoney


class RoundView(Struct, frozen=True):
    """A round with everything that its screens show.

    `awaited` are the writers of the roster who have not voted, shown to the showrunner only.
    `later` are the rounds of a plan that wait for this one, in order, and `place` which cut this
    one is. `takes_back` says whether its end can be taken back: it was closed by hand and is not
    counted yet, or it was cancelled and nothing has taken its place. `listen_url` is the address of
    the playlist with its songs; empty if there is none. `rights` are what the room knows of the
    rights to its songs.
    """

    room: Room
    episode: Episode
    round: Round
    turnout: Turnout
    awaited: tuple[UserId, ...] = ()
    later: tuple[Round, ...] = ()
    listen_url: str = ""
    place: PlanPlace | None = None
    rights: Rights = NOTHING_KNOWN
    takes_back: bool = False

    @property
    def quorum(self) -> int:
        """How many people must vote, given the current roster; 0 without a quorum."""
        return timing.quorum(self.round, self.turnout)


class VotePreview(Struct, frozen=True):
    """What would be scheduled, before anything is.

    `songs` are on the shortlist, `writers` on the roster, which is mentioned when the vote opens.
    `revision` is that of the shortlist; `changed` are the songs that were put on it or taken off it
    since a preview that was shown before. `opened` says that the opening of that one has come.
    `problem` is why nothing can be scheduled like this; None for most. `rights` are what the room
    knows of the rights to its songs, and `outlook` what they may come to cost; None where the
    episode has no budget. `taken_off` are songs that have just been taken off the shortlist because
    their rights are denied, and `taken_from` was its revision before. `listening` says that the
    room is listening to the songs together, and `on_board` how many songs are on the board now.
    """

    room: Room
    episode: Episode
    draft: VoteDraft
    songs: tuple[Song, ...]
    writers: int
    revision: int
    changed: tuple[Proposal, ...] = ()
    opened: bool = False
    problem: RuleError | None = None
    rights: Rights = NOTHING_KNOWN
    outlook: Outlook | None = None
    taken_off: tuple[Song, ...] = ()
    taken_from: int = 0
    listening: bool = False
    on_board: int = 0

    @property
    def denied(self) -> tuple[Song, ...]:
        """The songs on the shortlist whose rights are denied."""
        return tuple(song for song in self.songs if self.rights.refused(song, self.episode.id))


class BallotView(Struct, frozen=True):
    """One writer's own ballot.

    `votable` are the songs this writer may pick, in ballot order; `own` those left out because the
    writer proposed them, `vetoed` those left out because the showrunner vetoed them. A vetoed song
    that the writer has chosen is not left out, so that they can take it off. `ballot` is None if
    nothing was cast yet. Once the round has closed, `in_record` says whether the record holds the
    ballot under its receipt, with the same choices; until then, and where there is no ballot, it is
    None. `withheld` says that the record goes to the scrutineers alone, since ballots could be told
    apart. `refusal` is why they can't change their ballot though the round is open; None if they
    can.
    """

    episode: Episode
    round: Round
    votable: tuple[Candidate, ...]
    own: tuple[Candidate, ...]
    ballot: Ballot | None
    in_record: bool | None = None
    withheld: bool = False
    vetoed: tuple[Candidate, ...] = ()
    rights: Rights = NOTHING_KNOWN
    refusal: NotAllowed | None = None


class Results(Struct, frozen=True):
    """A closed round and its outcome.

    `songs` leads from the ids of the outcome and the record (`s1`, …) to the songs. `playlist_url`
    is the shared playlist that holds the winners, and `playlist_state` one of `synced`, `waiting`,
    `off` (no Spotify account is set up), `goes_on` (a plan votes on them further), `gone` (it was
    deleted) or `trouble`;
    `playlist_missing` names seated songs that are not in it (entered by hand, taken out by someone,
    or gone from Spotify). `alone` is what the votes alone would have given, where pins or vetoes
    took part. `altered` says that the ballots kept now give another outcome than was kept at the
    close. `hiding` says who gets the record; with few ballots, the outcomes are without figures.
    `said` are the lines that say why songs were starred, in the order drawn for them. `ends_plan`
    says that a plan ended with this round, since too few songs were left to vote on.
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
    said: Mapping[SongId, tuple[str, ...]] = field(default_factory=dict)
    ends_plan: bool = False


class TieView(Struct, frozen=True):
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


class RecordView(Struct, frozen=True):
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


class ShortlistView(Struct, frozen=True):
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
    rights: Rights = NOTHING_KNOWN

    @property
    def shortlist(self) -> tuple[Proposal, ...]:
        """The shortlisted proposals, in the order proposed."""
        return tuple(proposal for proposal in self.longlist if proposal.shortlisted)


class WithdrawalView(Struct, frozen=True):
    """A proposal that somebody wants to withdraw; `shortlist` is how many songs that one has."""

    episode: Episode
    proposal: Proposal
    shortlist: int


class LonglistView(Struct, frozen=True):
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
    rights: Rights = NOTHING_KNOWN


class BoardView(Struct, frozen=True):
    """An episode's board with what its screens and exports say.

    `characters` are the room's, by id. `clearances` are all steps of getting its songs cleared, in
    order, also of songs that fell off. `changes` are what other people did to the board since a
    revision that was asked about. `money` is what its songs cost: None unless the view is for
    somebody who clears rights, for nobody else may know.
    """

    room: Room
    episode: Episode
    board: Board
    characters: Mapping[CharacterId, Character]
    clearances: tuple[ClearanceStep, ...] = ()
    changes: tuple[BoardChange, ...] = ()
    rights: Rights = NOTHING_KNOWN
    money: SongsMoney | None = None

    @property
    def uncleared(self) -> tuple[Entry, ...]:
        """The songs on the board whose rights are not cleared for this episode, in story order."""
        return tuple(one for one in self.board.entries if not one.cleared)


class ImportView(Struct, frozen=True):
    """An import, with its room and episode."""

    room: Room
    episode: Episode
    import_: Import


class TakeBackView(Struct, frozen=True):
    """An import, and the songs on the longlist that it brought."""

    room: Room
    episode: Episode
    import_: Import
    songs: tuple[Brought, ...]

    @property
    def untouched(self) -> tuple[Brought, ...]:
        """What taking the import back withdraws."""
        return tuple(one for one in self.songs if one.touch is None)

    @property
    def touched(self) -> tuple[Brought, ...]:
        """What stays, since people have done something with it."""
        return tuple(one for one in self.songs if one.touch is not None)
