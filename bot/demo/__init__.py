"""The demo: the real bot on a simulated Discord and a simulated Spotify."""
