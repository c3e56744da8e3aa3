"""Paring the longlist down to a shortlist, and presenting it."""
