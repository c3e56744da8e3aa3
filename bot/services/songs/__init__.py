"""Songs: looked up, proposed, imported, and read as a longlist."""
