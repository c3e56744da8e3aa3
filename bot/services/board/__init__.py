"""Changing a board: its order, its texts, its songs and their rights."""
