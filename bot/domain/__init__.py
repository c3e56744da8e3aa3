"""The rules of the room. No I/O, no clock, and no library but msgspec, for values."""
