"""The rules of the room. No I/O, no clock, and no imports but the standard library."""
