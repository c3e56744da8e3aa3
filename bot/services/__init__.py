"""Use cases, one verb a method. They know the domain and their ports, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.board.editing import BoardEditing
from bot.services.characters import Characters
from bot.services.episodes import Episodes
from bot.services.playlists.accounts import SpotifyAccounts
from bot.services.playlists.authorization import SpotifyAuthorization
from bot.services.playlists.shared import SharedPlaylists
from bot.services.playlists.sync import PlaylistSync
from bot.services.ports.spotify import Spotify
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Agenda, Announcer, Artwork, Clock, Covers, Vault, Words
from bot.services.privacy import Privacy
from bot.services.rooms import Rooms
from bot.services.rounds.closing import Closing
from bot.services.rounds.control import RoundControl
from bot.services.rounds.due import DueRounds
from bot.services.rounds.results import RoundResults
from bot.services.rounds.rulings import Rulings
from bot.services.rounds.scheduling import Rounds
from bot.services.rounds.voting import Voting
from bot.services.shortlists import Shortlists
from bot.services.songs.imports import Imports
from bot.services.songs.longlists import Longlists
from bot.services.songs.lookup import SongLookup
from bot.services.songs.proposals import Proposals
from bot.services.songs.related import RelatedSongs

__all__ = ["Ports", "Services", "assemble"]


@dataclass(frozen=True, slots=True)
class Services:
    """All use cases, for whoever renders them."""

    rooms: Rooms
    episodes: Episodes
    songs: SongLookup
    proposals: Proposals
    related: RelatedSongs
    characters: Characters
    longlists: Longlists
    shortlists: Shortlists
    rounds: Rounds
    control: RoundControl
    due_rounds: DueRounds
    voting: Voting
    rulings: Rulings
    results: RoundResults
    boards: BoardEditing
    playlists: SharedPlaylists
    playlist_sync: PlaylistSync
    imports: Imports
    accounts: SpotifyAccounts
    authorization: SpotifyAuthorization
    privacy: Privacy
    covers: Covers


@dataclass(frozen=True, slots=True)
class Ports:
    """What the use cases need of the world. `draw_seed` draws a lot: 32 hexadecimal digits."""

    store: Store
    clock: Clock
    words: Words
    agenda: Agenda
    draw_seed: Callable[[], str]
    announcer: Announcer
    spotify: Spotify
    vault: Vault
    covers: Covers
    artwork: Artwork


def assemble(ports: Ports) -> Services:
    """Put the use cases together."""
    store, clock = ports.store, ports.clock
    closing = Closing(ports.draw_seed)
    due_rounds = DueRounds(store, clock, ports.agenda, closing, ports.draw_seed)
    rounds = Rounds(store, clock, ports.words, due_rounds, ports.draw_seed)
    control = RoundControl(store, clock, rounds, closing, due_rounds)
    playlist_sync = PlaylistSync(store, clock, ports.spotify, ports.artwork)
    accounts = SpotifyAccounts(store, clock, ports.vault)
    shared = SharedPlaylists(store, clock, ports.spotify, playlist_sync)
    return Services(
        rooms=Rooms(store, clock, rounds, control, ports.spotify),
        episodes=Episodes(store, clock),
        songs=SongLookup(store, ports.spotify),
        proposals=Proposals(store, clock),
        related=RelatedSongs(store),
        characters=Characters(store, clock, ports.spotify),
        longlists=Longlists(store, clock),
        shortlists=Shortlists(store, clock),
        rounds=rounds,
        control=control,
        due_rounds=due_rounds,
        voting=Voting(store, clock, ports.announcer, control),
        rulings=Rulings(store, clock, closing, due_rounds),
        results=RoundResults(store, shared),
        boards=BoardEditing(store, clock),
        playlists=shared,
        playlist_sync=playlist_sync,
        imports=Imports(store, clock, ports.spotify),
        accounts=accounts,
        authorization=SpotifyAuthorization(store, clock, ports.spotify, ports.vault, accounts),
        privacy=Privacy(store, clock),
        covers=ports.covers,
    )
