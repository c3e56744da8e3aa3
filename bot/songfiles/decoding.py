"""Find out in which encoding a file is, from its bytes."""

import codecs
import contextlib
import re

from bot.domain.errors import InvalidInput
from bot.songfiles.old_encodings import is_latin, latin_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16's does, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4000
"""Bytes that are looked at for what has no mark."""
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']"
    rb"(iso-8859-\d{1,2}|windows-125\d|shift_jis|euc-jp|euc-kr|gb2312|gbk|gb18030|big5|koi8-[ru])"
    rb"[\"']",
    re.IGNORECASE,
)
"""Encodings that an XML file may name; Python knows others, which are no encodings of text."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_LOST = "\ufffd"
"""What Python puts in place of what it cannot read."""
_PART = re.compile(r"[^\n]{1,60}")
_CONTROLS_FEW = 20
_CONTROLS_MAX = 0.02
"""The share of control characters above which a file is not text."""
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b\x08", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_BINARY = (*_ARCHIVES, b"%PDF-", b"{\\rtf")
"""How archives begin, workbooks among them, and documents, which are mostly text."""


def decode(content: bytes, name: str) -> tuple[str, bool]:
    """Return a file's text, and whether some of its letters had to be guessed.

    Without a mark it is UTF-16 if every other byte is null, else UTF-8. Lines that are not UTF-8
    are taken for an older encoding of Latin letters, each by itself: some programs mix the two. A
    damaged line of UTF-8, such as one that was cut within a letter, keeps what is left of it.

    Args:
        content: The bytes.
        name: The file's name, for the error.

    Raises:
        InvalidInput: It is not text (`file.binary`), nothing is in it (`file.empty`), or it is in
            other letters than Latin ones and in no Unicode encoding (`file.letters`).
    """
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise InvalidInput("file.empty", name)
    if content.startswith(_BINARY):
        raise InvalidInput("file.binary", name)
    text, guessed = _decode(content, name)
    if _is_binary(text[: 10 * _SAMPLE]):
        raise InvalidInput("file.binary", name)
    return text.replace("\x00", ""), guessed


def _is_binary(sample: str) -> bool:
    """Return whether there are control characters all over; a few titles may have any number."""
    controls = len(_CONTROLS.findall(sample))
    if controls > _CONTROLS_FEW:
        return controls > len(sample) * _CONTROLS_MAX
    parts = _PART.findall(sample)
    return 2 * sum(_CONTROLS.search(part) is not None for part in parts) > len(parts)


def _decode(content: bytes, name: str) -> tuple[str, bool]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _lenient(content[len(mark) :], encoding, name)
    if encoding := _wide(content):
        return _lenient(content, encoding, name)
    if (declared := _DECLARED.match(content.lstrip())) is not None:
        return _lenient(content, declared[1].decode("ascii"), name)
    return _lenient(content, "utf-8", name)


def _lenient(content: bytes, encoding: str, name: str) -> tuple[str, bool]:
    try:
        return content.decode(encoding), False
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return content.decode(encoding, "replace"), True
    lines = content.splitlines(keepends=True)
    damaged = _damaged(content) is not None
    texts = [_unicode(line) or (_damaged(line) if damaged else None) for line in lines]
    others = b"".join(line for line, text in zip(lines, texts, strict=True) if text is None)
    if not damaged and not is_latin(others):
        # Bytes all over are no text in whichever letters.
        what = "binary" if _is_binary(others.decode("latin-1")[: 10 * _SAMPLE]) else "letters"
        raise InvalidInput(f"file.{what}", name)
    older = latin_encoding(others)
    both = zip(lines, texts, strict=True)
    return "".join(_line(line, older) if text is None else text for line, text in both), True


def _unicode(line: bytes) -> str | None:
    """Return a line of UTF-8; None if it is none."""
    for faults in ("strict", "surrogatepass"):
        with contextlib.suppress(UnicodeDecodeError):
            # Some programs write each half of a letter by itself: two of them are joined here.
            halves = line.decode("utf-8", faults).encode("utf-16-le", "surrogatepass")
            return halves.decode("utf-16-le", "replace")
    return None


def _damaged(content: bytes) -> str | None:
    """Return what is left of UTF-8; None if more of its letters are damaged than are whole."""
    text = content.decode("utf-8", "replace")
    lost = text.count(_LOST)
    whole = sum(not letter.isascii() for letter in text) - lost
    return text if whole > lost else None


def _line(line: bytes, encoding: str) -> str:
    with contextlib.suppress(UnicodeDecodeError):
        return line.decode(encoding)
    return line.decode("latin-1")


def _wide(content: bytes) -> str:
    """Return the encoding of two bytes a character that text seems to be in; empty if in none."""
    sample = content[: _SAMPLE - _SAMPLE % 2]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else ""
