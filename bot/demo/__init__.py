"""The demo: the very bot on a simulated Discord and a simulated Spotify."""
