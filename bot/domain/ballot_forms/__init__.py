"""The forms of ballot, one file each: how people choose, and how choices are stored."""
