"""Use cases, one verb a method. They know the domain and their ports, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.arranging import Boards
from bot.services.characters import Characters
from bot.services.closing import Closing
from bot.services.connections import Connections
from bot.services.episodes import Episodes
from bot.services.forgetting import Forgetting
from bot.services.imports import Imports
from bot.services.keeping import Keeping
from bot.services.kinship import Kinship
from bot.services.longlists import Longlists
from bot.services.outcomes import Outcomes
from bot.services.playlists import SharedPlaylists
from bot.services.ports import (
    Agenda,
    Announcer,
    Artwork,
    Clock,
    Covers,
    Spotify,
    Vault,
    Words,
)
from bot.services.proposals import Proposals
from bot.services.rooms import Rooms
from bot.services.rounds import Rounds
from bot.services.rulings import Rulings
from bot.services.shortlists import Shortlists
from bot.services.steering import Steering
from bot.services.store import Store
from bot.services.timekeeping import Timekeeping
from bot.services.voting import Voting

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
