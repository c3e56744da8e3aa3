"""The permissions that the bot needs in a room's channel, as Discord's bits and words."""

ADMINISTRATOR = 1 << 3
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_EVENTS = 1 << 44
NEEDED = {
    VIEW_CHANNEL: "View Channel",
    SEND_MESSAGES: "Send Messages",
    ATTACH_FILES: "Attach Files",
    READ_MESSAGE_HISTORY: "Read Message History",
    CREATE_PUBLIC_THREADS: "Create Public Threads",
}
"""What every room needs, by the names that Discord shows."""


def missing(allowed: int, *, threads: bool = True, events: bool = False) -> tuple[str, ...]:
    """Return the names of everything that is missing, in the order of `NEEDED`.

    Args:
        allowed: The bot's permissions in the channel, as Discord's bits.
        threads: Whether the channel is of a kind that has threads.
        events: Whether the room wants scheduled events.
    """
    if allowed & ADMINISTRATOR:
        return ()
    needed = dict(NEEDED)
    if not threads:
        del needed[CREATE_PUBLIC_THREADS]
    if events:
        needed[CREATE_EVENTS] = "Create Events"
    return tuple(name for bit, name in needed.items() if not allowed & bit)
