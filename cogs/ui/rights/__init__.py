"""The screens of those who clear songs: holders of rights, steps with them, what waits."""
