"""Stand-ins for everything beyond the bot, handed to its own assembler."""

from dataclasses import dataclass, field

from bot.app import Parts
from bot.clock import LoopTimer
from bot.randomness import Randomness
from bot.services.ports.world import Timer, Vault
from bot.services.rounds.ballot_messages import EDIT_EVERY
from bot.settings import Settings
from storage.database import Database
from tests.builders import recording
from tests.fakes import (
    FakeAgenda,
    FakeArtwork,
    FakeCatalogue,
    FakeClock,
    FakeCovers,
    FakeCredits,
    FakeLibrary,
    FakePictures,
    FakePlaylists,
    FakeSpotify,
    FakeVault,
)

SEED = "0" * 32
SETTINGS = Settings("t" * 60, database_url="sqlite:///never-opened.db", shard_count=1)
"""For tests that hand over a database of their own."""


class FakeRandomness(Randomness):
    """Draws the same lot each time, and the delay in the middle; everything else is drawn."""

    def lot(self) -> str:
        return SEED

    def fraction(self) -> float:
        return 0.5


@dataclass
class Outside:
    """What the bot meets outside: a clock that stands, a schedule that waits to be asked, Spotify.

    A test replaces what it is about.
    """

    clock: FakeClock
    timer: Timer = field(default_factory=LoopTimer)
    agenda: FakeAgenda = field(default_factory=FakeAgenda)
    catalogue: FakeCatalogue = field(
        default_factory=lambda: FakeCatalogue([recording(n) for n in range(1, 30)])
    )
    playlists: FakePlaylists = field(default_factory=FakePlaylists)
    library: FakeLibrary = field(default_factory=FakeLibrary)
    spotify: FakeSpotify = field(init=False)
    credits: FakeCredits = field(default_factory=FakeCredits)
    pictures: FakePictures = field(default_factory=FakePictures)
    vault: Vault = field(default_factory=FakeVault)

    def __post_init__(self) -> None:
        self.spotify = FakeSpotify(self.catalogue, self.playlists, self.library)

    def parts(self, database: Database | None = None, *, edit_every: float = EDIT_EVERY) -> Parts:
        """Return the parts of a bot; a database that is given is lent: open, and left open."""
        return Parts(
            clock=self.clock,
            timer=self.timer,
            randomness=FakeRandomness(),
            covers=FakeCovers(),
            artwork=FakeArtwork(),
            edit_every=edit_every,
            database=database,
            schedule=self.agenda,
            vault=self.vault,
            pictures=self.pictures,
            spotify=self.spotify,
            credits=self.credits,
        )
