"""What is taken out of the bot, to be read by other programs."""
