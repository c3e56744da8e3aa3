"""What the links of other services, and what stands beside them, say of the song they lead to.

Nothing is fetched. What is returned is a guess that a person completes and confirms.
"""

import itertools
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.domain.links import Link


@dataclass(frozen=True, slots=True)
class Hint:
    """What is likely the song's title, and its artist. Both may be empty."""

    title: str = ""
    artist: str = ""

    def or_else(self, other: "Hint") -> "Hint":
        """Return this hint, or where it says nothing of the title, another."""
        return self if self.title else other


_DASH = r"\s+[-\u2013\u2014]\s+|\s*[\u2013\u2014]\s*"
_PAIR = re.compile(rf"^(?P<artist>[^\n]{{1,150}}?)(?:{_DASH})(?P<title>[^\n]{{1,200}})$")
_BY_ON = re.compile(
    r"^(?P<title>.+?) by (?P<artist>.+?) on (?:apple music|tidal|deezer)$", re.IGNORECASE
)
_STREAM = re.compile(r"^(?P<title>.+?) by (?P<artist>.+)$", re.IGNORECASE)
_NOISE_WORDS = (
    r"official|video|audio|lyrics?|visuali[sz]er|hd|hq|4k|mv|m/v|full song|with lyrics|music video"
    r"|closed captioned|color coded|explicit|promo"
)
_NOISE = re.compile(
    rf"\s*[(\[](?=[^)\]]*\b(?:{_NOISE_WORDS})\b)(?![^)\]]*\b(?:live|acoustic|remix|demo|cover)\b)"
    r"[^)\]]*[)\]]",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*[|\u00b7]\s*(?:official\b.*|youtube(?: music)?|soundcloud|deezer|tidal|apple music)\s*$"
    r"|\s+-\s+(?:youtube(?: music)?|topic|deezer|tidal|apple music)\s*$",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"\s*-\s*topic$|\s*vevo$|\s+official$", re.IGNORECASE)
_LINKS = re.compile(r"<?https?://\S+>?|\b[\w.-]+\.[a-z]{2,}/\S+", re.IGNORECASE)
_MARKS = re.compile(r"[*_~`|>]+")
_QUOTES = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb"


def of_link(link: Link) -> Hint:
    """Return what the address itself says: Apple Music and SoundCloud write names into it."""
    parts = [unquote(part) for part in urlsplit(link.url).path.split("/") if part]
    if link.service == "apple":
        for kind, slug in itertools.pairwise(parts):
            if kind in {"album", "song", "music-video"} and not slug.isdecimal():
                return Hint(_spelled(slug))
    if link.service == "soundcloud" and len(parts) == 2 and "//on." not in link.url:
        return Hint(_spelled(parts[1]), _spelled(parts[0]))
    return Hint()


def of_page(title: str, author: str = "") -> Hint:
    """Return what the title of a page says, such as `Artist - Title (Official Video)`.

    Args:
        title: The page's title, as Discord shows it below a link.
        author: Whose page it is: the name of the channel, mostly the artist's.
    """
    title, author = _plain(title), _CHANNEL.sub("", _plain(author))
    if by_on := _BY_ON.match(title):
        return Hint(_plain(by_on["title"]), _plain(by_on["artist"]))
    title = _tidy(title)
    pair = _PAIR.match(title)
    if pair is None:
        return _hint(title, author, title)
    first, second = _tidy(pair["artist"]), _tidy(pair["title"])
    if author and second.casefold() == author.casefold():
        first, second = second, first  # `Title - Artist`, and the channel says who the artist is
    return _hint(second, first, title)


def of_words(line: str) -> Hint:
    """Return what somebody wrote beside a link, where that looks like `Artist - Title`."""
    words = _plain(_MARKS.sub("", _LINKS.sub(" ", line))).strip(" :,;-\u2013\u2014")
    if pair := _PAIR.match(words):
        return _hint(_tidy(pair["title"]), _tidy(pair["artist"]), words)
    if len(words) <= 80 and (by := _STREAM.match(words)):
        return _hint(_tidy(by["title"]), _tidy(by["artist"]), words)
    return Hint()


def _hint(title: str, artist: str, whole: str) -> Hint:
    """Return a title and an artist without quotation marks; where no title is left, the whole."""
    return Hint(title.strip(_QUOTES).strip() or whole, artist.strip(_QUOTES).strip())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _tidy(title: str) -> str:
    """Return a title without what only tells what kind of upload it is; never nothing."""
    tidy = _TAIL.sub("", _NOISE.sub("", title)).strip()
    return tidy or title


def _spelled(slug: str) -> str:
    """Return the words of a name as an address writes it: `both-sides-now`, Both Sides Now."""
    words = slug.replace("-", " ").replace("_", " ").split()
    return " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words)
