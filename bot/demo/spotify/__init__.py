"""A stateful Spotify on loopback, for the demo and the tests: catalogue, playlists, faults."""

from bot.demo.spotify.catalogue import Track, load
from bot.demo.spotify.server import SimulatedSpotify

__all__ = ["SimulatedSpotify", "Track", "load"]
