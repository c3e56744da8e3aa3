"""Addresses that are no link to a song or playlist of a known service: told for what they are."""

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.links import LinkKind, find_songs, parse, playlist_id, song_key

ID = "4uLU6hMCjMI75M1A2tKUQC"


@pytest.mark.parametrize(
    "text",
    [
        f"https://open.spotify.com/track/{ID[1:]}",
        f"https://open.spotify.com/track/{ID}x",
        f"https://open.spotify.com/track/{ID[1:]}é",
        f"https://open.spotify.com/track/{ID[1:]}\N{KELVIN SIGN}",
        f"https://open.spotify.com/{ID}",
        f"https://open.spotify.com/concert/{ID}",
        f"https://notopen.spotify.com/track/{ID}",
        "look: https://www.spotify.com/",
        "https://open.spotify.com/local/Joni/Blue/Blue/185",
        "spotify:local:Joni:Blue:Blue:185",
        f"spotify:audiobook:{ID}",
    ],
)
def test_other_addresses_of_spotifys_are_told_apart(text: str) -> None:
    link = parse(text)
    assert link is not None
    assert (link.kind, link.service) == (LinkKind.BROKEN, "spotify")
    assert find_songs(text) == []


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (f"https://open.spotify.com.example.org/track/{ID}", "open.spotify.com.example.org"),
        (f"https://example.org/open.spotify.com/track/{ID}", "example.org"),
        (f"https://open.spotify.com@example.org/track/{ID}", "example.org"),
        ("https://notyoutube.com/watch?v=1", "notyoutube.com"),
        ("https://youtube.com.example.org/watch?v=1", "youtube.com.example.org"),
        ("https://example.org/song", "example.org"),
        ("https://somebody.bandcamp.com/track/hurt", "somebody.bandcamp.com"),
        ("hear <https://music.amazon.com/albums/B0?trackAsin=B1> please", "music.amazon.com"),
        ("www.qobuz.com/us-en/album/x/1", "qobuz.com"),
        ("https://WWW.Pandora.com/artist/x", "pandora.com"),
        ("https://genius.com", "genius.com"),
    ],
)
def test_an_address_of_anything_else_is_told_by_its_host(text: str, host: str) -> None:
    link = parse(text)
    assert link is not None
    assert (link.kind, link.id, link.service) == (LinkKind.UNKNOWN, "", host)
    assert find_songs(text) == []


@pytest.mark.parametrize("host", ["bit.ly", "song.link", "artist.lnk.to", "odesli.co", "amzn.to"])
def test_addresses_that_lead_on_are_told_apart(host: str) -> None:
    link = parse(f"https://{host}/AbC-d_9")
    assert link is not None
    assert (link.kind, link.service) == (LinkKind.SHORT, host)


def test_an_ampersand_of_a_web_page_is_one() -> None:
    [link] = find_songs("https://www.youtube.com/watch?list=RD1&amp;v=dQw4w9WgXcQ")
    assert song_key(link) == "youtube dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M", "playlist.spotifys"),
        ("spotify:playlist:37i9dQZEVXcJZyENOWUFo7", "playlist.spotifys"),
        ("https://open.spotify.com/collection/tracks", "playlist.liked"),
        ("https://open.spotify.com/intl-de/collection/tracks?si=1", "playlist.liked"),
        ("spotify:user:somebody:collection", "playlist.liked"),
        (
            "https://a.invalid/?u=https%3A%2F%2Fopen.spotify.com%2Fplaylist%2F37i9dQZF1DXcBWIGoYBM5M",
            "playlist.spotifys",
        ),
        ("https://spotify.link/AbC", "playlist.short"),
        ("https://bit.ly/3AbC", "playlist.short"),
        ("https://music.apple.com/us/playlist/x/pl.1", "playlist.elsewhere"),
        ("https://listen.qobuz.com/playlist/1", "playlist.elsewhere"),
        (f"https://open.spotify.com/concert/{ID}", "import.other"),
        (f"spotify:album:{ID}", "import.album"),
        ("the songs of ours", "import.no_link"),
    ],
)
def test_what_is_no_playlist_to_use_is_told_for_what_it_is(words: str, what: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        playlist_id(words, "import")
    assert (refusal.value.what, refusal.value.given) == (what, words)


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("https://music.youtube.com/playlist?list=PL1", "music.youtube.com"),
        ("https://www.deezer.com/en/playlist/1", "deezer.com"),
        ("https://docs.google.com/spreadsheets/d/abc", "docs.google.com"),
        ("youtube.com/[", "youtube.com"),
    ],
)
def test_where_another_playlist_is_is_told_by_its_host(words: str, where: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        playlist_id(words, "import")
    assert refusal.value.facts["service"] == where
