"""What the simulated Spotify has to offer."""

import base64
import io
import re

from PIL import Image

from bot.demo.spotify.covers import cover
from tests.spotify.simulated.conftest import SONGS


def test_the_catalogue_has_what_a_demo_needs() -> None:
    titles = [track.title for track in SONGS]
    assert len(SONGS) >= 165
    assert len({track.id for track in SONGS}) == len(SONGS)
    assert len({(track.title, track.artists, track.album) for track in SONGS}) == len(SONGS)
    assert all(re.fullmatch(r"[0-9A-Za-z]{22}", track.id) for track in SONGS)
    assert all(re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", track.isrc) for track in SONGS)
    assert all(60_000 < track.duration_ms < 3_600_000 for track in SONGS)
    assert len(SONGS) - len({track.isrc for track in SONGS}) == 1
    assert sum(len(title) > 60 for title in titles) >= 3
    assert sum(bool(re.search(r"[*_|>@#\[]", title)) for title in titles) >= 5
    assert {'"Heroes"', '"Heroes" - 2017 Remaster', "Go Your Own Way - Live 1977"} < {*titles}
    for script in ("\u3040-\u30ff", "\uac00-\ud7a3", "\u0600-\u06ff", "\u0590-\u05ff",
                   "\u0900-\u097f", "\u0370-\u03ff", "\u0400-\u04ff", "\u4e00-\u9fff"):  # fmt: skip
        assert any(re.search(f"[{script}]", title) for title in titles), script


def test_covers_are_small_pictures_that_depend_on_the_album_alone() -> None:
    pictures = {track.album: cover(track) for track in SONGS[:12]}
    for track in SONGS[:12]:
        assert pictures[track.album] == cover(track)
    assert len(set(pictures.values())) == len(pictures)
    for picture in pictures.values():
        image = Image.open(io.BytesIO(picture))
        assert (image.format, image.size) == ("JPEG", (300, 300))
        assert len(base64.b64encode(picture)) < 256 * 1024
