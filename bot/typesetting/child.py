"""The process in which Typst runs: sets one file at a time for the process that started it.

Run as `python -m bot.typesetting.child FONTS SYSTEM SECONDS PATIENCE BYTES`. It reads jobs from its
standard input, a line each, and answers with a line each. It ends when its input does, so it never
outlives the bot. A job ends it at once that takes more memory than it may, more `SECONDS` of the
processor, or more of `PATIENCE`, which are those on the wall.
"""

import contextlib
import faulthandler
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from bot.typesetting.pictures import as_jpeg, presentable

Compile = Callable[[str, dict[str, Any]], bytes]
"""Compiles a file, given options of `typst.compile`."""
READY: dict[str, str] = {}
"""The first line it writes: from now on it can be given jobs."""


def main() -> None:
    """Serve until the input ends."""
    fonts, system = Path(sys.argv[1]), sys.argv[2] == "system"
    seconds, patience, size = float(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    # The one who started it says when it ends. A Ctrl-C in a terminal reaches all processes there,
    # and so does its end; systemd tells all of a service to stop. The bot still wants what is
    # being set then.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has not all of them
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    _limit_memory(size)
    # Nothing that a library prints gets between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError), Path(os.devnull).open("wb") as nowhere:
        # This ends the process even while Typst keeps Python from running.
        def watch(limited: bool) -> None:
            if hasattr(signal, "setitimer"):  # not on Windows
                signal.setitimer(signal.ITIMER_PROF, seconds if limited else 0)
            if limited:
                faulthandler.dump_traceback_later(patience, exit=True, file=nowhere)
            else:
                faulthandler.cancel_dump_traceback_later()

        serve(sys.stdin.buffer, answers, compiler(fonts, system=system), watch)
    os._exit(0)  # nothing is left to do, and Typst's memory need not be given back in order


def compiler(font_folder: Path, *, system: bool) -> Compile:
    """Return what compiles a file; looks for the fonts once.

    Args:
        font_folder: Fonts to use.
        system: Whether to use those of the system as well.
    """
    import typst  # noqa: PLC0415 -- large, and this module is imported for its names, too

    fonts = typst.Fonts(include_system_fonts=system, font_paths=[font_folder])

    def compile_file(main: str, options: dict[str, Any]) -> bytes:
        root = Path(main).parent
        compiled = typst.compile(Path(main), root=root, font_paths=fonts, **options)
        if isinstance(compiled, bytes):
            return compiled
        raise RuntimeError(f"{len(compiled)} pages in place of one")

    return compile_file


def carry_out(job: dict[str, Any], compile_file: Compile) -> bytes:
    """Return what comes of a job.

    Args:
        job: The file to compile as `main`, and `options`. If there are `pictures`, files by name,
            those that can be shown are listed for it in `pictures.json`, and have no more than
            `side` pixels along the shorter side. With `jpeg`, the picture is made a JPEG of so
            many bytes.
        compile_file: Compiles a file.

    Raises:
        RuntimeError: It cannot be compiled.
    """
    main, options = job["main"], job["options"]
    if "pictures" in job:
        _prepare(Path(main).parent, job["pictures"], job["side"])
    made = compile_file(main, options)
    return as_jpeg(made, job["jpeg"]) if "jpeg" in job else made


def _prepare(folder: Path, pictures: dict[str, str], side: int) -> None:
    """Make the pictures in a folder fit to be shown, and list those that are."""
    shown = {}
    for name, file in pictures.items():
        if picture := presentable((folder / file).read_bytes(), side):
            (folder / file).write_bytes(picture)
            shown[name] = file
    (folder / "pictures.json").write_text(json.dumps(shown), encoding="ascii")


def serve(
    jobs: BinaryIO,
    answers: BinaryIO,
    compile_file: Compile,
    watch: Callable[[bool], None],
) -> None:
    """Do each job as it comes, until there are no more.

    Args:
        jobs: A line of JSON each, as `carry_out` describes; what comes of it goes to `output`.
        answers: A line of JSON each: empty, or with the `fault` that was found.
        compile_file: Compiles a file.
        watch: Called as a job begins and as it ends: whether time is limited from now on.
    """
    _write(answers, READY)
    for line in jobs:
        job = json.loads(line)
        watch(True)
        try:
            made = carry_out(job, compile_file)
        except RuntimeError as fault:  # also what Typst says of a template
            answer = {"fault": str(fault) or repr(fault)}
        else:
            Path(job["output"]).write_bytes(made)
            answer = {}
        watch(False)
        _write(answers, answer)


def _write(answers: BinaryIO, answer: dict[str, str]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _limit_memory(size: int) -> None:
    """Limit the memory in bytes, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, most))


if __name__ == "__main__":
    main()
