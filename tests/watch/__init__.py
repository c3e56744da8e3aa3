"""Whoever watches over the bot."""
