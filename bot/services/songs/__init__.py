"""Looking up, proposing, importing and listing songs."""
