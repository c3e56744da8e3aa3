"""Stop when told to: cleanly from the first instant, and in the end whatever hangs.

`bot.__main__` and `bot.program` import this before anything else, so it imports next to nothing.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

STOP_WITHIN = 7.0
"""Seconds from the signal to the end. Containers kill after ten."""
CLOSED_WITHIN = 0.5
"""Seconds to the end once everything is closed."""

HANGUP: int | None = getattr(signal, "SIGHUP", None)
"""What comes when the terminal is closed, or the connection to it is lost; Windows has none."""
_NAMES: tuple[int, ...] = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)


class StopSignals:
    """Handles the signals; the first one counts, and those that follow change nothing."""

    def __init__(self) -> None:
        self._stop: Callable[[], object] | None = None
        self._stopping = False
        self._closed = threading.Event()

    def listen(self) -> None:
        """Handle the signals from now on. Until `call` is entered, one ends the process at once."""
        for name in _heeded():
            signal.signal(name, self._handle)

    @contextlib.contextmanager
    def call(self, stop: Callable[[], object]) -> Iterator[None]:
        """Have the first signal call a function, which has some seconds to end the process.

        The function is called between two instructions of the main thread. After the block,
        nothing is open any more.
        """
        before = {name: signal.signal(name, self._handle) for name in _heeded()}
        self._stop = stop
        try:
            yield
        finally:
            self._stop = None
            self._closed.set()
            for name, handler in before.items():
                signal.signal(name, handler)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopping:
            return
        self._stopping = True
        if self._stop is None:
            # Nothing is open yet, or nothing is any more. An exception would be raised in the
            # middle of an import, and some places swallow exceptions.
            _leave()
        threading.Thread(target=self._leave_in_time, name="leave", daemon=True).start()
        if self._stop is not None:
            self._stop()

    def _leave_in_time(self) -> None:
        # Threads that hang hold up the end: those that speak to Spotify, or write to a disk. This
        # one is gone before its time is up where none does.
        if self._closed.wait(STOP_WITHIN):
            time.sleep(CLOSED_WITHIN)
        _leave()


class Interrupts:
    """Has the other signals interrupt a command as Ctrl-C does, so that it clears up behind it.

    Attributes:
        number: The signal that has come; that of Ctrl-C until another one has.
    """

    def __init__(self) -> None:
        self.number: int = signal.SIGINT

    @contextlib.contextmanager
    def heeded(self) -> Iterator[None]:
        """Heed them in the block, but for those that are ignored, or handled already."""
        main = threading.current_thread() is threading.main_thread()
        taken = [name for name in _NAMES if main and signal.getsignal(name) == signal.SIG_DFL]
        for name in taken:
            signal.signal(name, self._handle)
        try:
            yield
        finally:
            self.end_at_once()

    def end_at_once(self) -> None:
        """Have the next of these signals end the process, whatever it does."""
        for name in _NAMES:
            if signal.getsignal(name) == self._handle:
                signal.signal(name, signal.SIG_DFL)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, signal.SIG_DFL):
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)  # whoever handles that one knows what has to be ended


def _heeded() -> list[int]:
    """Return the signals to stop at; `nohup` starts what is to outlive its terminal."""
    ignored = HANGUP is not None and signal.getsignal(HANGUP) == signal.SIG_IGN
    return [name for name in _NAMES if not (ignored and name == HANGUP)]


def _leave() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(0)


def let_interrupts_end() -> None:
    """Have Ctrl-C just end the process while Python reads what the commands need.

    `bot.entrance` takes over from there. Who ignores it, goes on ignoring it.
    """
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


SIGNALS = StopSignals()
"""Those of this process."""

if sys.argv[1:2] == ["run"]:
    SIGNALS.listen()
