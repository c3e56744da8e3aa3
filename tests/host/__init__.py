"""The machine of whoever hosts the bot: every fault of it is a sentence and an exit status."""
