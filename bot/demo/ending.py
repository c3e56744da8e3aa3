"""How the demo's story ended."""

from msgspec import Struct

from bot.domain.model import Episode
from bot.services.ports.read_models import BoardView, Results


class RightsEnding(Struct, frozen=True):
    """What became of the rights: `taken_off` before the vote, `fell` after it, by their titles.

    `stepped_in` came for the one that fell, `money` is what the bot says of the budget, and
    `letters` is the archive of letters.
    """

    taken_off: str
    fell: str
    stepped_in: str
    money: str
    letters: bytes


class Ending(Struct, frozen=True):
    """How the story ended, according to the bot's services and the simulated Spotify."""

    episode: Episode
    longlist: int
    shortlist: tuple[str, ...]
    results: Results
    board: BoardView
    playlist: tuple[str, ...]
    spotify_requests: int
    sync_requests: int
    rights: RightsEnding
