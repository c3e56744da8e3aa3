"""Guess the encoding of text that is not Unicode, from where its accented letters stand.

Spreadsheets write such files unless they are asked for UTF-8: on Windows in the encoding of the
language, on a Mac in the one Macs had before Unicode.
"""

import re

_HIGH = re.compile(rb"[\x80-\xff]")
_ADJOINING = re.compile(rb"[\x80-\xff]{2,}")
_HIGH_FEW = 6
"""So many bytes above ASCII, at least, tell that text is not written in Latin letters."""
_WESTERN = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff]|[\xc0-\xff](?=[a-z])")
_MAC = re.compile(
    rb"(?<=[a-z])[\x81\x88\x8a\x8c-\x8f\x90\x9d\x9f]"
    rb"|(?<=[a-z])[\x80\x82-\x84\x86\x87\x89\x8b\x95\x98\x99\x9b](?=[a-z])"
)
"""Letters on a Mac that elsewhere are capitals behind small letters, or signs within words."""
_POLISH = re.compile(rb"(?<=[a-z])[\xb3\xb9]|\xb3(?=[a-z])|\x9c\xe6")
"""The letters ą and ł, which elsewhere are signs, and the ending ść."""
_NOT_POLISH = re.compile(
    rb"[\xc0-\xc5\xc7-\xc9\xcb-\xd0\xd2\xd4-\xe5\xe7-\xe9\xeb-\xf0\xf2\xf4-\xff]|\xf1(?=[aeiou])"
)
"""Letters that Polish lacks, of which a file has more than signs such as the ³ in a name. Its ń
stands before no vowel, as ñ does.
"""


def is_latin(content: bytes) -> bool:
    """Return whether text of one byte a letter may be in Latin letters.

    In these, accented letters stand alone, mostly. Where nearly all adjoin another one, the letters
    are Cyrillic or Greek, or several bytes make a Japanese, Chinese or Korean one.
    """
    high = len(_HIGH.findall(content))
    return high < _HIGH_FEW or 2 * sum(map(len, _ADJOINING.findall(content))) <= high


def latin_encoding(content: bytes) -> str:
    """Return the encoding that text in Latin letters is probably in: Windows' Western, mostly."""
    counted = (_POLISH, _NOT_POLISH, _MAC, _WESTERN)
    polish, others, mac, western = (len(pattern.findall(content)) for pattern in counted)
    if polish > others:
        return "cp1250"
    return "mac_roman" if mac and mac >= western else "cp1252"
