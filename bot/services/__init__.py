"""Use cases, one verb a method. They know the domain and their ports, nothing else."""

from dataclasses import dataclass

from bot.services.episodes import Episodes
from bot.services.playlists import SharedPlaylists
from bot.services.proposals import Proposals
from bot.services.rooms import Rooms
from bot.services.rounds import Rounds
from bot.services.shortlists import Shortlists
from bot.services.voting import Voting

__all__ = ["Services"]


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
