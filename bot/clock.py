"""The real clock. Nothing else in the bot asks what time it is."""

import time


class SystemClock:
    """Implements the port `Clock` with the machine's own time."""

    def now(self) -> float:
        """Return the present instant in UTC seconds."""
        return time.time()
