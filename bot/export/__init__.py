"""Files to export: for other programs, and for printing."""
