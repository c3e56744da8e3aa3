"""The use cases, one method each. They depend only on the domain and their ports."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from msgspec import Struct

from bot.domain.listening import EDIT_EVERY
from bot.services.board.editing import BoardEditing
from bot.services.board.sheets import ClearanceSheets
from bot.services.characters import Characters
from bot.services.deliveries import Deliveries
from bot.services.drawings import Drawings
from bot.services.due import Due
from bot.services.episodes import Episodes
from bot.services.listening.due import DueListenings
from bot.services.listening.lines import ListeningLines
from bot.services.listening.sessions import Listenings
from bot.services.playlists.accounts import SpotifyAccounts
from bot.services.playlists.authorization import SpotifyAuthorization
from bot.services.playlists.looks import PlaylistLooks
from bot.services.playlists.readings import Readings
from bot.services.playlists.shared import SharedPlaylists
from bot.services.playlists.song_lists import SongLists
from bot.services.playlists.sync import PlaylistSync
from bot.services.ports.credits import CreditCatalogue
from bot.services.ports.spotify import Spotify
from bot.services.ports.surroundings import Surroundings
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import (
    Agenda,
    Announcer,
    Artwork,
    Clock,
    Covers,
    PictureStore,
    ScheduledEvents,
    Timer,
    Vault,
    Words,
)
from bot.services.privacy import Privacy
from bot.services.promises import Promises
from bot.services.pseudonyms import Pseudonyms
from bot.services.rights import Clearing, OverdueAnswers
from bot.services.rights.budgets import Budgets
from bot.services.rights.credits import SongCredits
from bot.services.rights.letters import RightsLetters
from bot.services.rights.terms import RightsTerms
from bot.services.rooms import Rooms
from bot.services.rounds.ballot_messages import EDIT_EVERY as EDIT_BALLOT_EVERY
from bot.services.rounds.ballot_messages import BallotMessages
from bot.services.rounds.closing import Closing
from bot.services.rounds.control import RoundControl
from bot.services.rounds.counts import RecentCounts
from bot.services.rounds.due import DueRounds
from bot.services.rounds.new_rounds import NewRounds
from bot.services.rounds.previews import Previews
from bot.services.rounds.reading import RoundReading
from bot.services.rounds.results import RoundResults
from bot.services.rounds.rulings import Rulings
from bot.services.rounds.scheduling import Rounds
from bot.services.rounds.scrutiny import Scrutiny
from bot.services.rounds.turnouts import Turnouts
from bot.services.rounds.voting import Voting
from bot.services.shards.attendance import Attendance
from bot.services.shortlists import Shortlists
from bot.services.songs.imports import Imports
from bot.services.songs.longlists import Longlists
from bot.services.songs.lookup import SongLookup
from bot.services.songs.proposals import Proposals
from bot.services.songs.related import RelatedSongs
from bot.services.songs.taking_back import TakingBack
from bot.services.songs.withdrawals import Withdrawals
from bot.services.surroundings import RoomSurroundings
from bot.services.upkeep import Upkeep

__all__ = ["Ports", "Services", "build_services"]


class Services(Struct, frozen=True):
    """All use cases."""

    rooms: Rooms
    episodes: Episodes
    songs: SongLookup
    proposals: Proposals
    withdrawals: Withdrawals
    related: RelatedSongs
    characters: Characters
    longlists: Longlists
    shortlists: Shortlists
    rounds: Rounds
    reading: RoundReading
    previews: Previews
    control: RoundControl
    due_rounds: DueRounds
    due: Due
    due_listenings: DueListenings
    listenings: Listenings
    listening_lines: ListeningLines
    voting: Voting
    ballot_messages: BallotMessages
    turnouts: Turnouts
    rulings: Rulings
    results: RoundResults
    scrutiny: Scrutiny
    boards: BoardEditing
    sheets: ClearanceSheets
    rights: Clearing
    budgets: Budgets
    credits: SongCredits
    overdue_answers: OverdueAnswers
    rights_terms: RightsTerms
    rights_letters: RightsLetters
    playlists: SharedPlaylists
    playlist_sync: PlaylistSync
    song_lists: SongLists
    imports: Imports
    taking_back: TakingBack
    accounts: SpotifyAccounts
    authorization: SpotifyAuthorization
    privacy: Privacy
    pseudonyms: Pseudonyms
    surroundings: RoomSurroundings
    promises: Promises
    deliveries: Deliveries
    drawings: Drawings
    upkeep: Upkeep
    covers: Covers

    async def remind(self) -> None:
        """Promise what is to be brought up by now: grants that end, answers that are late."""
        await self.accounts.remind_of_end()
        await self.overdue_answers.look()


class Ports(Struct, frozen=True):
    """Everything outside that the use cases need.

    Attributes:
        draw_seed: Draws the seed of a round's lot: 32 hexadecimal digits.
        draw_nonce: Draws a word that nobody can guess, for an address.
        attendance: Which servers this process acts for.
        wait: Waits so many seconds of real time.
        edit_every: Seconds between two edits of a ballot message, at least; 0 for no waits at all.
    """

    store: Store
    clock: Clock
    words: Words
    timer: Timer
    agenda: Agenda
    draw_seed: Callable[[], str]
    draw_nonce: Callable[[], str]
    announcer: Announcer
    events: ScheduledEvents
    surroundings: Surroundings
    spotify: Spotify
    vault: Vault
    covers: Covers
    credits: CreditCatalogue
    pictures: PictureStore
    artwork: Artwork
    attendance: Attendance
    wait: Callable[[float], Awaitable[None]]
    edit_every: float = EDIT_BALLOT_EVERY


class _Votes(Struct, frozen=True):
    """The use cases of rounds and sessions that others build on."""

    closing: Closing
    due_rounds: DueRounds
    rounds: Rounds
    control: RoundControl
    ballot_messages: BallotMessages
    turnouts: Turnouts
    counts: RecentCounts
    pseudonyms: Pseudonyms
    due_sessions: DueListenings


def _votes(ports: Ports) -> _Votes:
    store, clock, counts = ports.store, ports.clock, RecentCounts()
    pseudonyms = Pseudonyms(store, ports.vault, ports.draw_nonce)
    closing = Closing(ports.draw_seed, counts, pseudonyms)
    due_rounds = DueRounds(store, clock, ports.agenda, closing, ports.draw_seed, ports.attendance)
    reading, new_rounds = RoundReading(clock, ports.words), _new_rounds(ports)
    rounds = Rounds(store, clock, reading, due_rounds, new_rounds)
    control = RoundControl(store, clock, rounds, closing, due_rounds, ports.draw_seed)
    messages = BallotMessages(
        clock,
        ports.announcer,
        rounds,
        control,
        ports.timer,
        ports.edit_every,
        shared=ports.attendance.divided,
    )
    turnouts = Turnouts(store, ports.attendance, messages)
    due = DueListenings(store, clock, ports.agenda, ports.attendance)
    return _Votes(closing, due_rounds, rounds, control, messages, turnouts, counts, pseudonyms, due)


def _playlists(ports: Ports) -> tuple[PlaylistSync, SharedPlaylists]:
    store, clock, spotify = ports.store, ports.clock, ports.spotify
    readings = Readings(clock, spotify)
    playlist_sync = PlaylistSync(store, clock, spotify, ports.artwork, readings)
    looks = PlaylistLooks(store, clock, spotify, readings)
    return playlist_sync, SharedPlaylists(store, clock, spotify, playlist_sync, looks)


def build_services(ports: Ports) -> Services:
    """Build all use cases."""
    store, clock, spotify = ports.store, ports.clock, ports.spotify
    votes, around = _votes(ports), ports.surroundings
    playlist_sync, shared = _playlists(ports)
    accounts = SpotifyAccounts(store, clock, ports.vault)
    return _with_songs(ports, votes.pseudonyms)(
        rooms=Rooms(store, clock, around, votes.rounds, votes.control, spotify, votes.due_sessions),
        episodes=Episodes(store, clock),
        characters=Characters(store, clock, spotify),
        rounds=votes.rounds,
        reading=votes.rounds.reading,
        previews=Previews(store, clock, votes.rounds, _new_rounds(ports), votes.due_rounds),
        control=votes.control,
        due_rounds=votes.due_rounds,
        **_listening(ports, votes),
        voting=Voting(store, clock, votes.control, votes.turnouts, votes.pseudonyms),
        turnouts=votes.turnouts,
        ballot_messages=votes.ballot_messages,
        rulings=Rulings(store, clock, votes.closing, votes.due_rounds),
        results=RoundResults(store, shared, votes.counts),
        scrutiny=Scrutiny(store, clock),
        boards=BoardEditing(store, clock),
        overdue_answers=OverdueAnswers(store, clock),
        rights_terms=RightsTerms(store),
        rights_letters=RightsLetters(store, clock),
        playlists=shared,
        playlist_sync=playlist_sync,
        accounts=accounts,
        authorization=_authorization(ports, accounts),
        privacy=Privacy(store, clock, votes.pseudonyms, votes.due_sessions),
        pseudonyms=votes.pseudonyms,
        surroundings=RoomSurroundings(store, clock, around, votes.control, ports.attendance),
        promises=Promises(store, clock),
        drawings=Drawings(clock, ports.covers, ports.pictures),
        deliveries=Deliveries(store, ports.wait),
        upkeep=Upkeep(store, clock),
        covers=ports.covers,
    )


def _listening(ports: Ports, votes: _Votes) -> dict[str, Any]:
    """Return the use cases of listening together, and what is due by itself."""
    store, clock, due = ports.store, ports.clock, votes.due_sessions
    return {
        "due": Due(votes.due_rounds, due),
        "due_listenings": due,
        "listenings": Listenings(store, clock, due, EDIT_EVERY if ports.edit_every else 0),
        "listening_lines": ListeningLines(store, clock, due),
    }


def _with_songs(ports: Ports, pseudonyms: Pseudonyms) -> Callable[..., Services]:
    """Return how to build all use cases, given all but those of songs and their lists."""
    store, clock, spotify = ports.store, ports.clock, ports.spotify
    return partial(
        Services,
        songs=SongLookup(store, spotify),
        proposals=Proposals(store, clock, pseudonyms),
        withdrawals=Withdrawals(store, clock),
        related=RelatedSongs(store),
        song_lists=SongLists(store),
        rights=Clearing(store, clock),
        credits=SongCredits(store, clock, ports.credits),
        sheets=ClearanceSheets(store, clock),
        longlists=Longlists(store, clock),
        shortlists=Shortlists(store, clock),
        imports=Imports(store, clock, spotify),
        taking_back=TakingBack(store, clock),
        budgets=Budgets(store),
    )


def _new_rounds(ports: Ports) -> NewRounds:
    return NewRounds(ports.store.new_id, ports.draw_seed)


def _authorization(ports: Ports, accounts: SpotifyAccounts) -> SpotifyAuthorization:
    return SpotifyAuthorization(
        ports.store, ports.clock, ports.spotify, ports.vault, accounts, ports.draw_nonce
    )
