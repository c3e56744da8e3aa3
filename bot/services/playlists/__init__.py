"""The playlists the bot keeps in line, and the Spotify accounts they are in."""
