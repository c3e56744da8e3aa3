"""A stateful Spotify on loopback, for the demo and the tests: catalogue, playlists, faults."""
