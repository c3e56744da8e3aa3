"""Screens for a room: its setup, roster and settings, and forgetting a person."""
