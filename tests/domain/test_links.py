"""What writers paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.links import Link, LinkKind, find_songs, parse, song_key

ID = "4uLU6hMCjMI75M1A2tKUQC"
OTHER = "0VjIjW4GlUZAMYd2vXMi3b"
TRACK = Link(LinkKind.TRACK, ID, "spotify", f"https://open.spotify.com/track/{ID}")


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://open.spotify.com/track/{ID}",
        f"http://open.spotify.com/track/{ID}",
        f"open.spotify.com/track/{ID}",
        f"HTTPS://OPEN.SPOTIFY.COM/TRACK/{ID}",
        f"https://open.spotify.com/track/{ID}?si=0123456789abcdef&utm_source=copy-link",
        f"https://open.spotify.com/track/{ID}/",
        f"https://open.spotify.com/track/{ID}#here",
        f"https://open.spotify.com/intl-de/track/{ID}?si=x",
        f"https://open.spotify.com/intl-pt-br/track/{ID}",
        f"https://open.spotify.com/embed/track/{ID}",
        f"https://play.spotify.com/track/{ID}",
        f"spotify:track:{ID}",
        f"Spotify:Track:{ID}",
        f"<https://open.spotify.com/track/{ID}>",
        f"  https://open.spotify.com/track/{ID}\n",
        f"https://open.spotify.com/track/{ID}.",
        f"(https://open.spotify.com/track/{ID}),",
        f"[this one](https://open.spotify.com/track/{ID})",
        f"_https://open.spotify.com/track/{ID}_",
        f"**spotify:track:{ID}**",
        f"Here's a song for you… Title by Artist https://open.spotify.com/track/{ID}?si=abc",
        f"https://example.org/?to=https://open.spotify.com/track/{ID}",
        f"spotify://track/{ID}",
        f"spotify://track:{ID}",
        f"https://open.spotify.com//track/{ID}",
        f"https://embed.spotify.com/?uri=spotify%3Atrack%3A{ID}",
        f"https://www.google.com/url?q=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F{ID}%3Fsi%3D1&sa=D",
        f"https://l.facebook.com/l.php?u=https%3a%2f%2fopen.spotify.com%2ftrack%2f{ID}&h=AT0",
        f"https://x.safelinks.outlook.com/?url=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F{ID}&data=5",
        f"https:\u200b//open.spotify.com/track/{ID}",
        f"https://open.spotify.com/\u200btrack/{ID}",
        f"https://urldefense.com/v3/__https://open.spotify.com/track/{ID}__;!!a",
        f"https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F{ID}",
        f"https://a.invalid/?to=https%253A%252F%252Fopen.spotify.com%252Ftrack%252F{ID}",
        f"https://open.spotify.com/track/{ID}?context=spotify%3Aplaylist%3A{OTHER}",
        f"https://open.spotify.com/track/{ID}https://open.spotify.com/track/{ID}",
        f"listen to thishttps://open.spotify.com/track/{ID}",
    ],
)
def test_a_track_is_read_in_every_shape(pasted: str) -> None:
    assert parse(pasted) == TRACK
    assert [link.id for link in find_songs(pasted)] == [ID]


@pytest.mark.parametrize("kind", ["album", "playlist", "artist", "episode", "show"])
@pytest.mark.parametrize("shape", ["https://open.spotify.com/{}/{}?si=1", "spotify:{}:{}"])
def test_other_things_of_spotify_are_told_apart(kind: str, shape: str) -> None:
    pasted = shape.format(kind, ID)
    assert parse(pasted) == Link(
        LinkKind(kind), ID, "spotify", f"https://open.spotify.com/{kind}/{ID}"
    )
    assert find_songs(pasted) == []


@pytest.mark.parametrize(
    "pasted",
    [
        f"spotify:user:somebody:playlist:{ID}",
        f"https://open.spotify.com/user/somebody/playlist/{ID}",
    ],
)
def test_old_playlist_links_are_read(pasted: str) -> None:
    link = parse(pasted)
    assert link is not None
    assert (link.kind, link.id) == ("playlist", ID)


def test_a_song_chosen_within_an_album_link_is_still_an_album() -> None:
    pasted = f"https://open.spotify.com/album/{OTHER}?highlight=spotify:track:{ID}"
    link = parse(pasted)
    assert link is not None
    assert (link.kind, link.id) == ("album", OTHER)


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("https://spotify.link/AbC-d_9", "https://spotify.link/AbC-d_9"),
        ("<spotify.link/AbC>", "https://spotify.link/AbC"),
        ("https://spotify.app.link/AbC?x=1", "https://spotify.app.link/AbC"),
    ],
)
def test_short_links_are_known_and_lead_nowhere_by_themselves(pasted: str, url: str) -> None:
    assert parse(pasted) == Link(LinkKind.SHORT, "", "spotify", url)


@pytest.mark.parametrize(
    ("pasted", "service"),
    [
        ("https://music.apple.com/us/album/x/1440?i=1441", "apple"),
        ("https://itunes.apple.com/us/album/x/1440", "apple"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube"),
        ("https://music.youtube.com/watch?v=dQw4w9WgXcQ", "youtube"),
        ("youtu.be/dQw4w9WgXcQ", "youtube"),
        ("https://www.deezer.com/en/track/3135556", "deezer"),
        ("https://link.deezer.com/s/abc", "deezer"),
        ("https://tidal.com/browse/track/1", "tidal"),
        ("https://listen.tidal.com/track/1", "tidal"),
        ("https://soundcloud.com/somebody/something", "soundcloud"),
        ("<https://on.soundcloud.com/abc>", "soundcloud"),
        ("https://dzr.page.link/abc", "deezer"),
        ("https://beta.music.apple.com/us/album/x/1440", "apple"),
    ],
)
def test_other_services_are_known_by_their_host(pasted: str, service: str) -> None:
    link = parse(pasted)
    assert link is not None
    assert (link.kind, link.id, link.service) == (LinkKind.OTHER, "", service)
    assert link.url.startswith("https://")
    assert not link.url.endswith(">")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Midnight City M83",
        "spotify",
        "soundcloud.com",
        "the album: track one",
        f"myspotify:track:{ID}",
        "Mr. Blue Sky",
        "AC/DC",
        "www.memory",
        "24/7",
        "will.i.am",
        "S.O.S. / Re: you",
    ],
)
def test_words_are_no_link(text: str) -> None:
    assert parse(text) is None
    assert find_songs(text) == []


def test_the_first_link_counts() -> None:
    youtube, track = "https://youtu.be/abc", f"spotify:track:{ID}"
    first = [parse(f"{youtube} or {track}"), parse(f"{track} or {youtube}")]
    assert [link.kind for link in first if link] == ["other", "track"]


def test_the_tracks_of_a_longer_text_come_in_order_and_once() -> None:
    text = f"""
    1. Title, Artist, https://open.spotify.com/track/{OTHER}?si=1
    2. <spotify:track:{ID}>;https://open.spotify.com/intl-fr/track/{OTHER}
    an album: https://open.spotify.com/album/{"a" * 22}
    https://open.spotify.com/track/{ID},https://open.spotify.com/track/{"b" * 22}
    """
    assert [link.id for link in find_songs(text)] == [OTHER, ID, "b" * 22]


@pytest.mark.parametrize(
    ("pasted", "name"),
    [
        (f"spotify:track:{ID}", f"spotify {ID}"),
        ("https://music.apple.com/us/album/x/1440?i=1441", "apple 1441"),
        ("https://music.apple.com/us/album/x/1440?l=en&i=1441", "apple 1441"),
        ("https://music.apple.com/us/song/x/1441", "apple 1441"),
        ("https://music.apple.com/us/song/1441", "apple 1441"),
        ("https://geo.music.apple.com/de/album/x/1440?i=1441&app=music", "apple 1441"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "youtube dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "youtube dQw4w9WgXcQ"),
        ("https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RD", "youtube dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "youtube dQw4w9WgXcQ"),
        ("youtu.be/dQw4w9WgXcQ?si=x", "youtube dQw4w9WgXcQ"),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube dQw4w9WgXcQ"),
        ("https://www.youtube.com/v/dQw4w9WgXcQ?x=1", "youtube dQw4w9WgXcQ"),
        ("https://embed.tidal.com/tracks/1", "tidal 1"),
        ("https://www.deezer.com/en/track/3135556", "deezer 3135556"),
        ("https://deezer.page.link/abc", "deezer abc"),
        ("https://link.deezer.com/s/abc", "deezer abc"),
        ("https://tidal.com/browse/track/1?u", "tidal 1"),
        ("https://soundcloud.com/nina/sinnerman?in=x/sets/y", "soundcloud nina/sinnerman"),
        ("https://on.soundcloud.com/abc", "soundcloud abc"),
        (f"https://open.spotify.com/album/{ID}", ""),
        ("https://spotify.link/AbC", ""),
        ("https://music.apple.com/us/album/x/1440", ""),
        ("https://music.apple.com/us/playlist/x/pl.1", ""),
        ("https://www.youtube.com/@somebody", ""),
        ("https://www.youtube.com/playlist?list=PL1", ""),
        ("https://www.deezer.com/en/album/1", ""),
        ("https://tidal.com/browse/album/1", ""),
        ("https://soundcloud.com/nina", ""),
        ("https://soundcloud.com/nina/sets/all", ""),
        ("https://soundcloud.com/discover/sets", ""),
    ],
)
def test_what_leads_to_one_song_is_told_from_the_rest(pasted: str, name: str) -> None:
    link = parse(pasted)
    assert link is not None
    assert song_key(link) == name
    assert find_songs(pasted) == ([link] if name else [])


def test_the_songs_of_a_message_come_in_order_and_once() -> None:
    text = f"""
    https://youtu.be/dQw4w9WgXcQ and <https://open.spotify.com/track/{ID}?si=1>
    https://www.youtube.com/watch?v=dQw4w9WgXcQ, https://open.spotify.com/album/{OTHER}
    https://tidal.com/track/7 spotify:track:{ID} spotify:track:{OTHER}
    """
    named = [song_key(link) for link in find_songs(text)]
    assert named == [
        "youtube dQw4w9WgXcQ",
        f"spotify {ID}",
        "tidal 7",
        f"spotify {OTHER}",
    ]


PIECES = st.sampled_from(
    (
        f"https://|open.spotify.com/|spotify:|track|:|/|intl-de/|{ID}|youtu.be/|spotify.link/"
        "|user/|<|>| |?si=1|deezer.com"
    ).split("|")
)


@given(st.text() | st.lists(PIECES | st.text(max_size=4)).map("".join))
def test_no_text_at_all_raises(text: str) -> None:
    link = parse(text)
    tracks = [link.id for link in find_songs(text) if link.kind is LinkKind.TRACK]
    assert len(tracks) == len(set(tracks))
    assert all(track.isascii() and track.isalnum() and len(track) == 22 for track in tracks)
    assert link is not None or not tracks
    if link is not None:
        assert parse(link.url) is not None or link.kind is LinkKind.OTHER


@given(st.from_regex(r"[0-9A-Za-z]{22}", fullmatch=True), st.sampled_from(list(LinkKind)[:6]))
def test_every_id_survives(name: str, kind: LinkKind) -> None:
    for url in (f"https://open.spotify.com/{kind}/{name}", f"spotify:{kind}:{name}"):
        link = parse(url)
        assert link is not None
        assert (link.kind, link.id) == (kind, name)
