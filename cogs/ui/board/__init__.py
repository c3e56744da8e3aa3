"""Screens for the board: the songs with their controls, the forms, and the export."""
