"""The forms of ballot, one file each: what can be chosen, and how it is changed and kept."""
