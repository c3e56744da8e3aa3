"""Guesses about the song behind a link of another service: from the link and the text around it.

Nothing is fetched. A person completes and confirms each guess.
"""

import itertools
import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from bot.domain.links import Link
from bot.domain.typed_text import one_line


class Hint(Struct, frozen=True):
    """The likely title and artist of a song. Both may be empty."""

    title: str = ""
    artist: str = ""

    def or_else(self, other: "Hint") -> "Hint":
        """Return this hint if it has a title, otherwise the other one."""
        return self if self.title else other


_DASH = r"\s+[-\u2010-\u2015\u2212]\s+|\s*[\u2013\u2014]\s*"
_PAIR = re.compile(rf"^(?P<artist>[^\n]{{1,150}}?)(?:{_DASH})(?P<title>[^\n]{{1,200}})$")
_ON = re.compile(r" on (?:apple music|tidal|deezer)$", re.IGNORECASE)
_STREAM = re.compile(r"^(?P<title>.+?) by (?P<artist>.+)$", re.IGNORECASE)
_NOISE_WORDS = (
    r"official|video|audio|lyrics?|visuali[sz]er|hd|hq|4k|mv|m/v|full song|with lyrics|music video"
    r"|closed captioned|color coded|explicit|promo"
)
_NOISE = re.compile(rf"\b(?:{_NOISE_WORDS})\b", re.IGNORECASE)
_VERSION = re.compile(r"\b(?:live|acoustic|remix|demo|cover)\b", re.IGNORECASE)
_CLOSED = re.compile(r"(?<=[)\]])")
_OPENED = re.compile(r"[(\[]")
_TAIL = re.compile(
    r"\s*[|\u00b7]\s*(?:official\b.*|youtube(?: music)?|soundcloud|deezer|tidal|apple music)\s*$"
    r"|\s+-\s+(?:youtube(?: music)?|topic|deezer|tidal|apple music)\s*$",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"\s*-\s*topic$|\s*vevo$|\s+official$", re.IGNORECASE)
_LINKS = re.compile(r"<?https?://\S+>?|(?<![\w.-])[\w.-]+\.[a-z]{2,}/\S+", re.IGNORECASE)
_MARKS = re.compile(r"[*_~`|>]+")
_QUOTES = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb"


def of_link(link: Link) -> Hint:
    """Return a hint from the address: those of Apple Music and SoundCloud contain names."""
    parts = [unquote(part) for part in urlsplit(link.url).path.split("/") if part]
    if link.service == "apple":
        for kind, slug in itertools.pairwise(parts):
            if kind in {"album", "song", "music-video"} and not slug.isdecimal():
                return Hint(_spelled(slug))
    if link.service == "soundcloud" and len(parts) == 2 and "//on." not in link.url:
        return Hint(_spelled(parts[1]), _spelled(parts[0]))
    return Hint()


def of_page(title: str, author: str = "") -> Hint:
    """Return a hint from the title of a page, such as `Artist - Title (Official Video)`.

    Args:
        title: The page's title, as Discord shows it below a link.
        author: The owner of the page: the name of the channel, usually the artist's.
    """
    title, author = _plain(title), _CHANNEL.sub("", _plain(author))
    if (on := _ON.search(title)) and (by := _STREAM.match(title[: on.start()])):
        return Hint(_plain(by["title"]), _plain(by["artist"]))
    title = _tidy(title)
    pair = _PAIR.match(title)
    if pair is None:
        return _hint(title, author, title)
    first, second = _tidy(pair["artist"]), _tidy(pair["title"])
    if author and second.casefold() == author.casefold():
        first, second = second, first  # `Title - Artist`, and the channel says who the artist is
    return _hint(second, first, title)


def of_words(line: str) -> Hint:
    """Return a hint from the words beside a link, if they look like `Artist - Title`."""
    words = _plain(_MARKS.sub("", _LINKS.sub(" ", line))).strip(" :,;-\u2013\u2014")
    if pair := _PAIR.match(words):
        return _hint(_tidy(pair["title"]), _tidy(pair["artist"]), words)
    if len(words) <= 80 and (by := _STREAM.match(words)):
        return _hint(_tidy(by["title"]), _tidy(by["artist"]), words)
    return Hint()


def _hint(title: str, artist: str, whole: str) -> Hint:
    """Return a hint without quotation marks; if no title is left, the whole text is the title."""
    return Hint(title.strip(_QUOTES).strip() or whole, artist.strip(_QUOTES).strip())


def _plain(text: str) -> str:
    return one_line(text)


def _tidy(title: str) -> str:
    """Return a title without words about the kind of upload; never an empty text."""
    tidy = _TAIL.sub("", "".join(map(_without_noise, _CLOSED.split(title)))).strip()
    return tidy or title


def _without_noise(part: str) -> str:
    """Return a part of a title without the brackets it ends in, if they say nothing of the song.

    Words such as `official` say nothing, unless `live` or the like is beside them.
    """
    if not part.endswith((")", "]")):
        return part
    kept, noise = _last(_VERSION, part), _last(_NOISE, part)
    opened = _OPENED.search(part, kept + 1)
    return part[: opened.start()].rstrip() if opened and opened.start() < noise else part


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where a pattern is found last; -1 if nowhere."""
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _spelled(slug: str) -> str:
    """Return the name in part of an address: `both-sides-now` is Both Sides Now."""
    words = slug.replace("-", " ").replace("_", " ").split()
    return " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words)
