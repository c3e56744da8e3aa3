"""Use cases, one verb a method. They know the domain and their ports, nothing else."""

from dataclasses import dataclass

from bot.services.episodes import Episodes
from bot.services.outcomes import Outcomes
from bot.services.playlists import SharedPlaylists
from bot.services.ports import (
    Announcer,
    Catalogue,
    Clock,
    Covers,
    Playlists,
    SpotifyHealth,
)
from bot.services.proposals import Proposals
from bot.services.rooms import Rooms
from bot.services.rounds import Rounds
from bot.services.rulings import Rulings
from bot.services.shortlists import Shortlists
from bot.services.store import Store
from bot.services.voting import Voting

__all__ = ["Services", "assemble"]


@dataclass(frozen=True, slots=True)
class Services:
    """All use cases, for whoever renders them."""

    rooms: Rooms
    episodes: Episodes
    proposals: Proposals
    shortlists: Shortlists
    rounds: Rounds
    voting: Voting
    rulings: Rulings
    outcomes: Outcomes
    playlists: SharedPlaylists
    covers: Covers


def assemble(
    store: Store,
    clock: Clock,
    *,
    rounds: Rounds,
    announcer: Announcer,
    catalogue: Catalogue,
    playlists: Playlists,
    spotify: SpotifyHealth,
    covers: Covers,
) -> Services:
    """Put the use cases together; `rounds` comes made, since the announcer shows them."""
    shared = SharedPlaylists(store, clock, playlists)
    return Services(
        rooms=Rooms(store, clock, rounds, spotify),
        episodes=Episodes(store, clock),
        proposals=Proposals(store, clock, catalogue),
        shortlists=Shortlists(store, clock),
        rounds=rounds,
        voting=Voting(store, clock, announcer),
        rulings=Rulings(store, clock),
        outcomes=Outcomes(store, shared),
        playlists=shared,
        covers=covers,
    )
