"""Syncing playlists, and the Spotify accounts that own them."""
