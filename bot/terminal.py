"""Outputs as the host's machine has them: of any encoding, into a pipe, closed, or full."""

import codecs
import os
import sys
import unicodedata
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

import click

NEAREST = "needledrop.nearest"
"""The name of the way to treat characters that an output cannot show."""
_PLAIN_ASCII = "needledrop-ascii"
_LOOKS_LIKE = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{HYPHEN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{FRACTION SLASH}": "/",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
}


def shows_colors(stream: TextIO) -> bool:
    """Return whether an output is a terminal that shows colors, and whoever reads it wants them.

    https://no-color.org says how they say that they don't.
    """
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def nearest(text: str) -> str:
    """Return a text in ASCII: letters without their marks, and `?` for what nothing is like."""
    return "".join(map(_nearest_one, text))


def settle_outputs() -> None:
    """Have everything that is printed shown as well as the outputs can, and never fail for it.

    An input or output that is closed leads nowhere from then on; else the next file that is opened
    would take its place, and what is printed would end up in the database.
    """
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            _lead_nowhere(descriptor)
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    codecs.register_error(NEAREST, _replace)
    codecs.register(_find_plain_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # click writes UTF-8 into outputs that say they are ASCII.
            ascii_alone = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=_PLAIN_ASCII if ascii_alone else None, errors=NEAREST)


def confirmed(question: str) -> bool:
    """Ask somebody; return False where nobody is there to answer.

    Raises:
        KeyboardInterrupt: They pressed Ctrl-C, or another signal came.
    """
    try:
        return click.confirm(question)
    except click.Abort as end:
        # Ctrl-C and the end of the input are one to click.
        if isinstance(end.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        click.echo(err=True)  # what is told next begins a line
        return False


def give_up_outputs() -> None:
    """Drop what could not be printed; else it would be tried again when Python ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                _lead_nowhere(stream.fileno())


def _lead_nowhere(descriptor: int) -> None:
    opened = os.open(os.devnull, os.O_RDWR)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)


def _nearest_one(character: str) -> str:
    looks_like = _LOOKS_LIKE.get(character) or unicodedata.normalize("NFKD", character)
    plain = "".join(_LOOKS_LIKE.get(one, one) for one in looks_like)
    return plain.encode("ascii", "ignore").decode() or ("" if _invisible(character) else "?")


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return nearest(error.object[error.start : error.end]), error.end


def _find_plain_ascii(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != _PLAIN_ASCII:
        return None
    real = codecs.lookup("ascii")
    return codecs.CodecInfo(
        real.encode,
        real.decode,
        real.streamreader,
        real.streamwriter,
        real.incrementalencoder,
        real.incrementaldecoder,
        name=_PLAIN_ASCII,
    )
