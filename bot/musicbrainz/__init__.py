"""Speaks to MusicBrainz, which knows who wrote, published and released recordings."""
