"""Songs: proposed, shown on cards, listed, imported."""
