"""Reading the links that writers paste, to songs and to other things.

Spotify's ids are 22 base-62 digits. Shared links may contain a language (`intl-de`) and a query
string. Addresses such as `spotify.link/…` contain no id; they only lead on to another address.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct

from bot.domain.addresses import addresses, tidied, unfolded
from bot.domain.errors import InvalidInput


class LinkKind(StrEnum):
    """What a link leads to."""

    TRACK = "track"
    ALBUM = "album"
    PLAYLIST = "playlist"
    ARTIST = "artist"
    EPISODE = "episode"
    SHOW = "show"
    SHORT = "short"
    """A shortened link, or a page of links; only opening it shows where it leads."""
    OTHER = "other"
    """A link of another service."""
    BROKEN = "broken"
    """An address of Spotify's that leads to nothing it has links to."""
    UNKNOWN = "unknown"
    """An address of anything else."""


class Link(Struct, frozen=True):
    """A recognized link.

    Attributes:
        kind: What it leads to.
        id: Spotify's 22-character id; empty where the link has none.
        service: `spotify`, `apple`, `youtube`, `deezer`, `tidal` or `soundcloud`; the host of
            others.
        url: The address without tracking parameters; as pasted where there is no id.
    """

    kind: LinkKind
    id: str
    service: str
    url: str

    @property
    def is_spotifys_own(self) -> bool:
        """Whether it is a list that Spotify makes itself, which no app may read."""
        return self.kind is LinkKind.PLAYLIST and self.id.startswith("37i9dQZ")


_START = r"(?<![\w.@:/=&%-])"  # a host is not the tail of another word, path or query
_FLAGS = re.IGNORECASE | re.ASCII
_NAMED = r"(?P<{0}>track|album|playlist|artist|episode|show)"
_ID = r"(?P<{0}>[0-9a-z]{{22}})(?:(?=https?:)|(?![0-9a-z]))"  # or pasted twice

_SPOTIFY = re.compile(
    rf"(?:https?://|{_START})(?:open|play)\.spotify\.com/{{1,2}}"
    r"(?:intl-[a-z]{2,8}(?:-[a-z]{2,8})?/)?(?:embed(?:-podcast)?/)?(?:user/[^/\s]{1,100}/)?"
    rf"{_NAMED.format('kind')}/{_ID.format('id')}"
    rf"|(?<![\w.-])spotify:(?://)?(?:user:[^:\s]{{1,100}}:)?"
    rf"{_NAMED.format('uri_kind')}[:/]{_ID.format('uri_id')}",
    _FLAGS,
)
_OTHER_URI = re.compile(r"(?<![\w.-])spotify:(?:[a-z]{3,20}:|//)[^\s<>\"]+", _FLAGS)
"""A file of somebody's own, say, or their liked songs."""
_LIKED = re.compile(
    r"spotify\.com/(?:intl-[\w-]+/)?collection\b|spotify:(?:user:[^:]+:)?collection\b", _FLAGS
)
_TRACK_URI = re.compile(r"spotify:track:([0-9A-Za-z]{22})")
_LEADING_ON = (
    "spotify.link spotify.app.link link.tospotify.com spoti.fi spotify.page.link "
    "bit.ly tinyurl.com t.co goo.gl ow.ly is.gd cutt.ly rb.gy rebrand.ly buff.ly shorturl.at t.ly "
    "lnk.to lnk.site ffm.to linktr.ee found.ee fanlink.to fanlink.tv orcd.co bfan.link "
    "hypeddit.com hyperfollow.com song.link album.link artist.link odesli.co songwhip.com "
    "smarturl.it band.link push.fm ingroov.es ditto.fm umg.lnk.to apple.co amzn.to amzn.com "
    "itun.es tidal.link snd.sc shz.am"
)
"""Hosts whose addresses lead on to others."""
_HOSTS_LEADING_ON = "|".join(map(re.escape, _LEADING_ON.split()))
_SHORT = re.compile(
    rf"(?:https?://|{_START})(?P<host>(?:[\w-]+\.)*(?:{_HOSTS_LEADING_ON}))/[\w-]+",
    _FLAGS,
)
_HOSTS = {
    "apple": r"(?:geo\.|embed\.|beta\.)?(?:music|itunes)\.apple\.com",
    "youtube": r"(?:(?:www|m|music|gaming)\.)?youtube(?:-nocookie)?\.com|youtu\.be",
    "deezer": r"(?:www\.|link\.|widget\.)?deezer\.com|(?:deezer|dzr)\.page\.link",
    "tidal": r"(?:www\.|listen\.|desktop\.|embed\.)?tidal\.com",
    "soundcloud": r"(?:www\.|m\.|on\.)?soundcloud\.com",
}
_OTHER = re.compile(
    rf"(?:https?://|{_START})(?:"
    + "|".join(f"(?P<{service}>{hosts})" for service, hosts in _HOSTS.items())
    + r")/(?!redirect\?)[^\s<>\"]+",
    _FLAGS,
)
_SITE = re.compile(r"<?(?:[\w-]+\.)+[a-z]{2,24}/[^\s<>]+>?", _FLAGS)
_TRAILING = ".,;:!?)]}'*"
"""Characters after a link in a sentence or in Discord's markup that are not part of it."""


def parse(text: str) -> Link | None:
    """Return the first recognized link in a text; None if there is none.

    The link may be on its own, in angle brackets, or among words, as the share buttons of some apps
    write it. Nothing is opened, so a link of the kind `short` stays unresolved. An address of
    anything else counts where there is no other link.
    """
    text = unfolded(tidied(text))
    links = [*_first(_spotify_links(text)), *_first(_short_links(text)), *_first(_others(text))]
    return min(links, key=lambda place: place[0])[1] if links else _unknown(text)


def playlist_id(words: str, asked: str) -> str:
    """Return the id of the Spotify playlist that somebody pasted the link of.

    Raises:
        InvalidInput: There is no link (`<asked>.no_link`); it is shortened (`playlist.short`), or
            leads elsewhere (`playlist.elsewhere`), to a list of Spotify's own
            (`playlist.spotifys`) or to somebody's liked songs (`playlist.liked`); or to something
            else (`<asked>.album` and so on).
    """
    words = words.strip()
    link = parse(words)
    if link is None:
        raise InvalidInput(f"{asked}.no_link", words)
    if _LIKED.search(link.url):
        raise InvalidInput("playlist.liked", words)
    if link.is_spotifys_own:
        raise InvalidInput("playlist.spotifys", words)
    if link.kind is LinkKind.PLAYLIST:
        return link.id
    if link.kind is LinkKind.SHORT:
        raise InvalidInput("playlist.short", words)
    if link.service != "spotify":
        host = (urlsplit(link.url).hostname or "").removeprefix("www.")
        raise InvalidInput("playlist.elsewhere", words, {"service": host})
    kind = link.kind if link.kind in (LinkKind.TRACK, LinkKind.ALBUM) else LinkKind.OTHER
    raise InvalidInput(f"{asked}.{kind}", words)


def find_songs(text: str) -> list[Link]:
    """Return the links to songs in a text, of Spotify and other services, in order.

    Each song appears once, however its links are written. Links to albums, playlists and artists
    are left out, and so are shortened links of Spotify.
    """
    text = unfolded(tidied(text))
    places = [*_spotify_links(text), *_others(text)]
    links = (link for _, link in sorted(places, key=lambda place: place[0]))
    return list({name: link for link in links if (name := song_key(link))}.values())


def song_key(link: Link) -> str:
    """Return a key that is the same for all links to a song; empty if it is not a link to one."""
    if link.kind is LinkKind.TRACK:
        return f"spotify {link.id}"
    if link.kind is not LinkKind.OTHER:
        return ""
    match = _SONGS[link.service].search(link.url)
    name = next(filter(None, match.groups())) if match else _named_in_query(link)
    return f"{link.service} {name}" if name else ""


def _named_in_query(link: Link) -> str:
    """Return the song that the query of an address names; empty if it names none."""
    if link.service not in _IN_QUERIES:
        return ""
    page, name, form = _IN_QUERIES[link.service]
    path, _, query = link.url.partition("#")[0].partition("?")
    if page.search(path):
        for field in reversed(query.split("&")):
            found, _, value = field.partition("=")
            if found.lower() == name and (match := form.match(value)):
                return match[0]
    return ""


# What may be of any length is taken apart instead: where a pattern can begin anywhere and looks as
# far as the end, it takes hours for what somebody made to be long.
_IN_QUERIES = {
    "apple": (re.compile("/album/", _FLAGS), "i", re.compile(r"\d+", _FLAGS)),
    "youtube": (re.compile("/watch$", _FLAGS), "v", re.compile(r"[\w-]{11}(?![\w-])", _FLAGS)),
}
"""The page whose query identifies a song, the name of the field, and the form of what it holds."""
_SONGS = {
    "apple": re.compile(r"/(?:song|music-video)/(?:[^/?#]+/)?(\d+)", _FLAGS),
    "youtube": re.compile(
        r"youtu\.be/([\w-]{11})(?![\w-])|/(?:shorts|live|embed|v|watch)/([\w-]{11})(?![\w-])",
        _FLAGS,
    ),
    "deezer": re.compile(r"/track/(\d+)|(?:page\.link|link\.deezer\.com/s)/(\w+)", _FLAGS),
    "tidal": re.compile(r"/tracks?/(\d+)", _FLAGS),
    "soundcloud": re.compile(
        r"//on\.soundcloud\.com/(\w+)"
        r"|//(?:www\.|m\.)?soundcloud\.com/(?!discover|stream|search|you/|charts|tags/)"
        r"([\w-]+/(?!sets|albums|tracks|likes|reposts|popular-tracks|followers|following)[\w-]+)"
        r"(?=[/?#]|$)",
        _FLAGS,
    ),
}
"""The part of another service's address, in front of its query, that identifies a song."""


_Places = Iterator[tuple[int, Link]]


def track_url(uri: str) -> str:
    """Return the address of the track of a Spotify URI; empty if it is not a track's."""
    match = _TRACK_URI.fullmatch(uri)
    return f"https://open.spotify.com/track/{match[1]}" if match else ""


def _first(links: _Places) -> list[tuple[int, Link]]:
    return [place for place in (next(links, None),) if place]


def _spotify_links(text: str) -> _Places:
    for match in _SPOTIFY.finditer(text):
        kind = LinkKind((match["kind"] or match["uri_kind"]).lower())
        name = match["id"] or match["uri_id"]
        url = f"https://open.spotify.com/{kind}/{name}"
        yield match.start(), Link(kind, name, "spotify", url)


def _short_links(text: str) -> _Places:
    for match in _SHORT.finditer(text):
        host = match["host"].lower()
        service = "spotify" if "spoti" in host else host
        yield match.start(), Link(LinkKind.SHORT, "", service, _address(match[0]))


def _unknown(text: str) -> Link | None:
    """Return the first address of anything; a single word without a scheme has to have a path."""
    bare = _SITE.fullmatch(text.strip()) is not None
    for address in addresses(text, bare=bare):
        host = (address.hostname or "").removeprefix("www.")
        if host == "spotify.com" or host.endswith(".spotify.com"):
            return Link(LinkKind.BROKEN, "", "spotify", address.geturl())
        return Link(LinkKind.UNKNOWN, "", host, address.geturl())
    uri = _OTHER_URI.search(text)
    return Link(LinkKind.BROKEN, "", "spotify", uri[0]) if uri else None


def _others(text: str) -> _Places:
    for match in _OTHER.finditer(text):
        service = next(name for name in _HOSTS if match[name])
        yield match.start(), Link(LinkKind.OTHER, "", service, _address(match[0]))


def _address(pasted: str) -> str:
    address = pasted.rstrip(_TRAILING)
    return address if "://" in address else f"https://{address}"
