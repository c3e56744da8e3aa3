"""The bot over real sockets: a Discord of our own on loopback, with faults on demand."""
