"""Needle Drop: songs proposed, voted on and cut down, for television writers' rooms."""
