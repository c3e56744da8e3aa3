"""Screens for ballots: the public message, and a writer's own ballot in each form."""
