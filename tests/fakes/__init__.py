"""Hand-written stand-ins for what lies beyond the bot."""

from tests.fakes.credits import FakeCredits
from tests.fakes.discord import FakeAnnouncer
from tests.fakes.pictures import FakeArtwork, FakeCovers, FakePictures, jpeg
from tests.fakes.spotify import FakeCatalogue, FakeLibrary, FakePlaylists, FakeSpotify
from tests.fakes.surroundings import FakeSurroundings
from tests.fakes.time import FakeAgenda, FakeAlarm, FakeClock, FakeTimer
from tests.fakes.vault import FakeVault

__all__ = [
    "FakeAgenda",
    "FakeAlarm",
    "FakeAnnouncer",
    "FakeArtwork",
    "FakeCatalogue",
    "FakeClock",
    "FakeCovers",
    "FakeCredits",
    "FakeLibrary",
    "FakePictures",
    "FakePlaylists",
    "FakeSpotify",
    "FakeSurroundings",
    "FakeTimer",
    "FakeVault",
    "jpeg",
]
