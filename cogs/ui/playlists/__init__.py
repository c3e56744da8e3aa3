"""Screens for the shared playlist, and for connecting its Spotify account."""
