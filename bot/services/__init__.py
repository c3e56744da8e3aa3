"""Use cases, one verb a method. They know the domain and their ports, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.board.editing import Boards
from bot.services.characters import Characters
from bot.services.episodes import Episodes
from bot.services.playlists.accounts import Connections
from bot.services.playlists.shared import SharedPlaylists
from bot.services.playlists.sync import Keeping
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import (
    Agenda,
    Announcer,
    Artwork,
    Clock,
    Covers,
    Spotify,
    Vault,
    Words,
)
from bot.services.privacy import Forgetting
from bot.services.rooms import Rooms
from bot.services.rounds.closing import Closing
from bot.services.rounds.control import Steering
from bot.services.rounds.due import Timekeeping
from bot.services.rounds.results import Outcomes
from bot.services.rounds.rulings import Rulings
from bot.services.rounds.scheduling import Rounds
from bot.services.rounds.voting import Voting
from bot.services.shortlists import Shortlists
from bot.services.songs.imports import Imports
from bot.services.songs.longlists import Longlists
from bot.services.songs.proposals import Proposals
from bot.services.songs.related import Kinship

__all__ = ["Ports", "Services", "assemble"]


@dataclass(frozen=True, slots=True)
class Services:
    """All use cases, for whoever renders them."""

    rooms: Rooms
    episodes: Episodes
    proposals: Proposals
    kinship: Kinship
    characters: Characters
    longlists: Longlists
    shortlists: Shortlists
    rounds: Rounds
    steering: Steering
    timekeeping: Timekeeping
    voting: Voting
    rulings: Rulings
    outcomes: Outcomes
    boards: Boards
    playlists: SharedPlaylists
    keeping: Keeping
    imports: Imports
    connections: Connections
    forgetting: Forgetting
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
    timekeeping = Timekeeping(store, clock, ports.agenda, closing, ports.draw_seed)
    rounds = Rounds(store, clock, ports.words, timekeeping, ports.draw_seed)
    steering = Steering(store, clock, rounds, closing, timekeeping)
    keeping = Keeping(store, clock, ports.spotify, ports.artwork)
    shared = SharedPlaylists(store, clock, ports.spotify, keeping)
    return Services(
        rooms=Rooms(store, clock, rounds, steering, ports.spotify),
        episodes=Episodes(store, clock),
        proposals=Proposals(store, clock, ports.spotify),
        kinship=Kinship(store),
        characters=Characters(store, clock, ports.spotify),
        longlists=Longlists(store, clock),
        shortlists=Shortlists(store, clock),
        rounds=rounds,
        steering=steering,
        timekeeping=timekeeping,
        voting=Voting(store, clock, ports.announcer, steering),
        rulings=Rulings(store, clock, closing, timekeeping),
        outcomes=Outcomes(store, shared),
        boards=Boards(store, clock),
        playlists=shared,
        keeping=keeping,
        imports=Imports(store, clock, ports.spotify),
        connections=Connections(store, clock, ports.spotify, ports.vault),
        forgetting=Forgetting(store, clock),
        covers=ports.covers,
    )
