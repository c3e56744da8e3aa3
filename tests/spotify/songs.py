"""Songs of the simulated Spotify's catalogue, for playlists to hold."""

from bot.demo.spotify.catalogue import load

URIS = tuple({track.isrc: track.uri for track in load()}.values())
SIX, OTHERS = URIS[:6], URIS[6:]
A, B, C, D, E, F = SIX
NOWHERE = "spotify:track:" + "0" * 22
