"""The board, what can be done with each song on it, and its exports."""
