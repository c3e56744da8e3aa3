"""A thousand seasons: the real bot in virtual time, with seeded order, people and trouble."""
