"""The permissions that the bot needs in a room's channel, as Discord's bits and words."""

ADMINISTRATOR = 1 << 3
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
CONNECT = 1 << 20
CREATE_PUBLIC_THREADS = 1 << 35
SEND_MESSAGES_IN_THREADS = 1 << 38
CREATE_EVENTS = 1 << 44
NEEDED = {
    VIEW_CHANNEL: "View Channel",
    SEND_MESSAGES: "Send Messages",
    ATTACH_FILES: "Attach Files",
    READ_MESSAGE_HISTORY: "Read Message History",
    CREATE_PUBLIC_THREADS: "Create Public Threads",
    SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
}
"""What every room needs, by the names that Discord shows."""


def missing(allowed: int, *, voice: bool = False, events: bool = False) -> tuple[str, ...]:
    """Return the names of everything that is missing, in the order of `NEEDED`.

    Args:
        allowed: The bot's permissions in the channel, as Discord's bits.
        voice: Whether it is the chat of a voice or stage channel: it has no threads, and Discord
            shows it only to those who may connect.
        events: Whether the room wants scheduled events.
    """
    if allowed & ADMINISTRATOR:
        return ()
    needed = dict(NEEDED)
    if voice:
        needed[CONNECT] = "Connect"
        del needed[CREATE_PUBLIC_THREADS], needed[SEND_MESSAGES_IN_THREADS]
    if events:
        needed[CREATE_EVENTS] = "Create Events"
    return tuple(name for bit, name in needed.items() if not allowed & bit)
