"""The playlists that are synced, and the Spotify accounts they are in."""
