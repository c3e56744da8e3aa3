"""Screens for clearing songs."""
