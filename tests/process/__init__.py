"""The bot as a process, as a host runs it; Discord and Spotify are on the loopback interface."""
