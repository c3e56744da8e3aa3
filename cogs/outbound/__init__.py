"""What the bot says without being asked: messages, edits, threads, scheduled events."""
