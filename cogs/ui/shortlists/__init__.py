"""Screens for picking a shortlist, comparing its songs, and presenting it to the room."""
