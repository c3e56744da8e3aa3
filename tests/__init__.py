"""Tests, each at the level where the behaviour lives."""
