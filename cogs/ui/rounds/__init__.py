"""Screens for rounds: replies, direct messages, the casting vote, rulings, and results."""
