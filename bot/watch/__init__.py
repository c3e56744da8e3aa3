"""For whoever watches over the bot: whether it is well, and figures of its work."""
