"""The simulated MusicBrainz: its web service on a loopback address, with credits made up for it."""

from bot.demo.musicbrainz.data import Release, SimulatedRecording, Work, of_tracks
from bot.demo.musicbrainz.server import SimulatedMusicBrainz

__all__ = ["Release", "SimulatedMusicBrainz", "SimulatedRecording", "Work", "of_tracks"]
