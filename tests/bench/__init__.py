"""Measurements: `make bench`. Nothing in the bot imports it.

Every part measures the bot from outside, or with parts that its own assembler takes.
"""
