"""What people take out of the bot: files for other programs, and for paper."""
