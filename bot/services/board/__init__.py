"""What the showrunner does with the songs on a board."""
