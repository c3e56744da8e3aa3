"""Screens for songs: proposing, cards, the longlist, and imports."""
