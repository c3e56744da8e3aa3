"""A room's set-up, roster and settings."""
