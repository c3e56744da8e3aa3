"""Use cases, one verb a method. They know the domain and their ports, nothing else."""

from dataclasses import dataclass

from bot.services.episodes import Episodes
from bot.services.playlists import SharedPlaylists
from bot.services.ports import Announcer, Catalogue, Clock, Playlists, SpotifyHealth
from bot.services.proposals import Proposals
from bot.services.rooms import Rooms
from bot.services.rounds import Rounds
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
    playlists: SharedPlaylists


def assemble(
    store: Store,
    clock: Clock,
    *,
    rounds: Rounds,
    announcer: Announcer,
    catalogue: Catalogue,
    playlists: Playlists,
    spotify: SpotifyHealth,
) -> Services:
    """Put the use cases together; `rounds` comes made, since the announcer shows them."""
    return Services(
        rooms=Rooms(store, clock, rounds, spotify),
        episodes=Episodes(store, clock),
        proposals=Proposals(store, clock, catalogue),
        shortlists=Shortlists(store, clock),
        rounds=rounds,
        voting=Voting(store, clock, announcer),
        playlists=SharedPlaylists(store, clock, playlists),
    )
