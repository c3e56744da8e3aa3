"""Changing a board: its order, its words, its songs and their rights."""
