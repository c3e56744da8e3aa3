"""Draw the covers of the bot's playlists: typeset with Typst, uploaded to Spotify as JPEGs."""

import asyncio
import functools
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from typing_extensions import override

from bot.services.ports.world import Artwork, Sleeve
from bot.typesetting.compiling import jpeg
from bot.typesetting.template_text import TemplateText, template_text

_TEMPLATE = Path(__file__).with_name("sleeve.typ")
_PPI = 144
"""The template's 320 points become 640 pixels, which is what Spotify shows."""
_BYTES_MAX = 190_000
"""Bytes; Spotify accepts 256 KB in base64."""
_BACKGROUNDS = 6
"""How many background colors the template has."""


class TypesetArtwork(Artwork):
    """Draws covers one at a time, in a thread: JPEGs of 640 by 640 pixels."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "artwork")

    @override
    async def cover(self, sleeve: Sleeve) -> bytes:
        drawing = functools.partial(_draw, sleeve)
        return await asyncio.get_running_loop().run_in_executor(self._worker, drawing)


def _draw(sleeve: Sleeve) -> bytes:
    data: dict[str, str | int | TemplateText] = {
        "kind": sleeve.kind,
        "title": template_text(sleeve.title),
        "line": template_text(sleeve.line),
        "show": template_text(sleeve.show),
        # A title always gets the same color, so that people recognize the playlist by it.
        "ground": zlib.crc32(sleeve.title.encode()) % _BACKGROUNDS,
    }
    return jpeg(_TEMPLATE, data, ppi=_PPI, most=_BYTES_MAX)
