"""Pack letters into one archive: each for word processors and as text, and a list of them all."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.rights import Letter
from bot.domain.time_texts import write_day
from bot.domain.typed_text import one_line
from bot.domain.when import zone_named
from bot.export.letter_docx import letter_docx
from bot.export.letter_text import letter_text
from bot.export.letter_words import asked_for, blanks, title
from bot.export.tables import csv_bytes
from bot.export.workbooks import table_xlsx

LIST = "list.csv"
LIST_WORKBOOK = "list.xlsx"
"""The same list, in which no title becomes a date where a spreadsheet opens it."""
COLUMNS = ("file", "holder", "contact", "song", "artists", "asks for", "answer by", "to fill in")
"""The header row of the list."""

_WORD_MAX = 30
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can hold."""


def letter_archive(letters: Sequence[Letter]) -> bytes:
    """Return a `.zip` with two files for each letter, and a list of them in two forms."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        made = max((letter.made_at for letter in letters), default=0)
        zone = letters[0].timezone if letters else "UTC"
        for name, content in _files(letters):
            entry = zipfile.ZipInfo(name, max(_local(made, zone), _FIRST_DAY))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return file.getvalue()


def file_names(letters: Sequence[Letter]) -> tuple[str, ...]:
    """Return what the files of letters are called, without what kind of file each is.

    They are plain letters, digits and dashes, and begin with the number of the letter: so no two
    are alike, and no computer takes one for something else.
    """
    digits = len(str(len(letters)))
    return tuple(
        f"{number:0{digits}}-{_word(letter.name) or 'holder'}-{_word(title(letter)) or 'song'}"
        for number, letter in enumerate(letters, 1)
    )


def _files(letters: Sequence[Letter]) -> Iterator[tuple[str, bytes]]:
    names = file_names(letters)
    rows = [_row(name, letter) for name, letter in zip(names, letters, strict=True)]
    yield LIST, csv_bytes([COLUMNS, *rows])
    for name, letter in zip(names, letters, strict=True):
        yield f"{name}.docx", letter_docx(letter)
        yield f"{name}.txt", letter_text(letter).encode()
    made = max((letter.made_at for letter in letters), default=0)
    yield LIST_WORKBOOK, table_xlsx("Letters", COLUMNS, rows, made)


def _row(name: str, letter: Letter) -> tuple[str, ...]:
    by = "" if letter.answer_by is None else write_day(letter.answer_by, letter.timezone)
    return (
        f"{name}.docx",
        one_line(letter.name),
        one_line(letter.contact),
        title(letter),
        one_line(", ".join(letter.song.artists)),
        asked_for(letter),
        by,
        str(len(blanks(letter))),
    )


def _word(text: str) -> str:
    """Return text in plain letters and digits, with dashes between words; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z]+", "-", plain)[:_WORD_MAX].strip("-").lower()


def _local(at: int, timezone: str) -> tuple[int, int, int, int, int, int]:
    then = datetime.fromtimestamp(at, zone_named(timezone))
    return then.year, then.month, then.day, then.hour, then.minute, then.second
