"""Measurements, in ratios: `make bench`. Nothing in the bot imports it."""
