"""The covers of the playlists that the bot makes: set by typst, handed to Spotify as JPEGs."""

import asyncio
import functools
import io
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from typing_extensions import override

from bot.services.ports.world import Artwork, Sleeve
from bot.typesetting.compiling import png
from bot.typesetting.template_text import TemplateText, template_text

_TEMPLATE = Path(__file__).with_name("sleeve.typ")
_PPI = 144
"""The template's 320 points become 640 pixels, which is what Spotify shows."""
_LARGEST = 190_000
"""Bytes; Spotify takes 256 KB in base64."""
_GROUNDS = 6
"""Colors that the template chooses among."""
_QUALITIES = (90, 80, 60, 40)


class TypesetArtwork(Artwork):
    """Draws covers one at a time, in a thread: JPEGs of 640 by 640 pixels."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "artwork")

    @override
    async def cover(self, sleeve: Sleeve) -> bytes:
        draw = functools.partial(_drawn, sleeve)
        return await asyncio.get_running_loop().run_in_executor(self._worker, draw)


def _drawn(sleeve: Sleeve) -> bytes:
    # Loaded with the first cover: most of the bot's life none is made.
    from PIL import Image  # noqa: PLC0415

    data: dict[str, str | int | TemplateText] = {
        "kind": sleeve.kind,
        "title": template_text(sleeve.title),
        "line": template_text(sleeve.line),
        "show": template_text(sleeve.show),
        # One title has one color, so that people recognize a playlist by it.
        "ground": zlib.crc32(sleeve.title.encode()) % _GROUNDS,
    }
    with Image.open(io.BytesIO(png(_TEMPLATE, data, {}, ppi=_PPI))) as picture:
        flat = picture.convert("RGB")
    for quality in _QUALITIES:
        file = io.BytesIO()
        flat.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= _LARGEST:
            break
    return file.getvalue()
