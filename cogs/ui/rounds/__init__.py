"""A round as it goes on and as it ends: replies, direct messages, results."""
