"""Has Typst run in a process of its own, which is started for the first picture and kept.

Typst may hold up everything else in its process for a while, or for good where a text is odd
enough. So it gets a process that knows no secrets, and that is ended when it takes too long.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from bot.domain.errors import RoomError

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
SECONDS_MAX = 10.0
"""Of the processor, for one file; a picture of 25 songs takes less than half a one."""
_PATIENCE = 6
"""How many times longer one file may take where others keep the processor busy."""
START_MAX = 30.0
"""Seconds for the process to start, which includes looking at all fonts of the system."""
MEMORY_MAX = 1_500_000_000
"""Bytes that the process may use; pictures take a tenth of that."""
_END_WITHIN = 0.5
"""Seconds for a process that was killed to be gone."""
_MODULE = ("-P", "-m", "bot.typesetting.child")
_ENVIRONMENT = frozenset(
    {
        *("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR"),
        *("TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL"),
        *("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
        *(
            "XDG_DATA_HOME",
            "XDG_DATA_DIRS",
            "XDG_CONFIG_HOME",
            "FONTCONFIG_FILE",
            "FONTCONFIG_PATH",
        ),
        *("PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
    }
)
"""What Python and the search for fonts look for. The bot's settings stay out."""


_KEPT = {"MALLOC_TRIM_THRESHOLD_": "134217728", "MALLOC_MMAP_THRESHOLD_": "33554432"}
"""Has glibc keep so many bytes of what was freed, even in large pieces. The pixels of a picture are
up to 16 MB, several times over: to give them back, and to ask for them again page by page, takes a
tenth of the time. Other systems know nothing of this."""


class TypesettingFailed(RoomError):
    """Something could not be set: a template has a fault, or it took too long."""


class TemplateFault(RuntimeError):
    """Typst refuses a template, or the files it was given."""


class Typesetter:
    """Compiles files in another process, one at a time; starts it anew where it has ended.

    Args:
        seconds: How long the processor may work on one file; where others keep it busy, or the
            system does not count that, it may take a few times as long.
        memory: How many bytes the process may use, where the system can limit them.
        system_fonts: Whether to use the system's fonts beside the bundled ones.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS_MAX,
        memory: int = MEMORY_MAX,
        system_fonts: bool = True,
    ) -> None:
        self._seconds = seconds
        fonts = (str(FONTS), "system" if system_fonts else "bundled")
        self._command: tuple[str, ...] = (
            sys.executable,
            *_MODULE,
            *fonts,
            str(seconds),
            str(seconds * _PATIENCE),
            str(memory),
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def compile(
        self,
        main: Path,
        output: Path,
        options: Mapping[str, Any],
        how: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Compile a file, which can read those in its folder, into another.

        Blocks for as long as it takes: call it in a worker thread.

        Args:
            main: The Typst source.
            output: The file to write.
            options: Those of `typst.compile`.
            how: What else is to be done, as `bot.typesetting.child.carry_out` says.

        Raises:
            TemplateFault: Typst refuses it.
            TypesettingFailed: It took too long or too much memory, or there is no process.
        """
        job = {"main": str(main), "output": str(output), "options": dict(options), **how}
        with self._turn:
            process = self._running()
            answer = self._ask(process, json.dumps(job).encode() + b"\n", self._seconds * _PATIENCE)
        if "fault" in answer:
            raise TemplateFault(answer["fault"])

    def stop(self) -> None:
        """End the process, whatever it does; the next file starts one again."""
        process = self._process
        if process is None:
            return
        process.kill()
        if self._turn.acquire(blocking=False):
            try:
                self._clear_away(process)
            finally:
                self._turn.release()

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process, started if need be.

        Raises:
            TypesettingFailed: It cannot be started.
        """
        process = self._process
        if process is not None and process.poll() is None:
            return process
        if process is not None:
            log.warning("the process that sets pictures ended (%s)", process.returncode)
            self._clear_away(process)
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- its command is fixed
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # A fault of Typst may repeat what people typed, and that belongs in no log.
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as fault:
            raise TypesettingFailed(f"the process that sets pictures: {fault}") from fault
        self._ask(self._process, b"", START_MAX)
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], job: bytes, seconds: float) -> dict[str, str]:
        """Write a job, and return the answer to it.

        Raises:
            TypesettingFailed: There was none in time.
        """
        jobs, answers = _pipes(process)
        limit = threading.Timer(seconds, process.kill)
        limit.daemon = True
        limit.start()
        try:
            jobs.write(job)
            jobs.flush()
            line = answers.readline()
        except OSError:  # it has ended meanwhile
            line = b""
        finally:
            limit.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, str] = json.loads(line)
            return answer
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_WITHIN)
        self._clear_away(process)
        raise TypesettingFailed(
            f"the process that sets pictures ended ({process.returncode}) before it was done;"
            f" it has {self._seconds:g} seconds"
        )

    def _clear_away(self, process: subprocess.Popen[bytes]) -> None:
        self._process = None
        process.kill()
        for pipe in _pipes(process):
            with suppress(OSError):  # what could not be written is of no use any more
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_WITHIN)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("started without pipes")
    return process.stdin, process.stdout


def _environment() -> dict[str, str]:
    """Return the environment of the process, which finds the same modules as this one."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in _ENVIRONMENT}
    return (
        kept
        | _KEPT
        | {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)}
    )


TYPESETTER = Typesetter()
"""The one of this process: all bots in it share it."""

atexit.register(TYPESETTER.stop)
