"""The shared playlist, and connecting the account it is in."""
