"""The adapter to Spotify's Web API: the only place that knows spotipy."""
