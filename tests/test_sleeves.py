"""Drawn covers of playlists: what Spotify takes, and readable whatever the words."""

import base64
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.services.ports.world import Sleeve
from bot.typesetting.sleeves import TypesetArtwork

LIMIT = 256 * 1024
"""Bytes of base64 that Spotify takes."""


def opened(picture: bytes) -> Image.Image:
    assert picture.startswith(b"\xff\xd8\xff"), "a JPEG"
    assert len(base64.b64encode(picture)) <= LIMIT
    return Image.open(io.BytesIO(picture))


def ink(picture: Image.Image, top: float, bottom: float) -> tuple[int, int, int, int] | None:
    """Return the box of what is written between two heights, as parts of the whole."""
    height, width = picture.height, picture.width
    part = picture.convert("L").crop((0, int(height * top), width, int(height * bottom)))
    box: tuple[int, int, int, int] | None = part.point(lambda light: 255 * (light > 140)).getbbox()
    return box


async def test_a_cover_says_what_it_is_of_and_keeps_to_its_margins() -> None:
    picture = opened(await TypesetArtwork().cover(Sleeve("Shortlist", "104", "Pilot", "The Show")))
    assert picture.size == (640, 640)
    for part in ((0, 0.2), (0.2, 0.7), (0.7, 1)):
        box = ink(picture, *part)
        assert box is not None
        assert box[0] >= 40
        assert box[2] <= 600


async def test_one_title_has_one_colour_and_others_may_have_another() -> None:
    draw = TypesetArtwork().cover
    grounds = {
        title: opened(await draw(Sleeve("In songs", title))).getpixel((5, 5))
        for title in ("Jo", "Sam", "Alex", "Mia", "Lee", "Kit")
    }
    assert len(set(grounds.values())) > 1
    again = opened(await draw(Sleeve("Shortlist", "Jo", "another line", "show")))
    assert again.getpixel((5, 5)) == grounds["Jo"]


@pytest.mark.parametrize(
    "title", ["Marguerite", "Maximilian Featherstonehaugh", "1x04", "Wwwwwwwwww"]
)
async def test_no_word_of_a_title_is_cut(title: str) -> None:
    box = ink(opened(await TypesetArtwork().cover(Sleeve("In songs", title))), 0.2, 0.8)
    assert box is not None
    assert box[2] <= 590, "it ends before the margin, where it would be clipped"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(Sleeve, st.just("Shortlist"), *[st.text(max_size=120)] * 3))
async def test_any_words_make_a_cover_that_spotify_takes(sleeve: Sleeve) -> None:
    assert opened(await TypesetArtwork().cover(sleeve)).size == (640, 640)
