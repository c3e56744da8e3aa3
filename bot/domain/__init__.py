"""The rules of the room. Imports nothing but the standard library; does no I/O; reads no clock."""
