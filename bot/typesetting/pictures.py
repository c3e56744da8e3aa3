"""Decode the pictures to show, and make JPEGs; only the process beside the bot does either."""

import functools
import io

SIDE_MAX = 1024
"""Pixels; a small file may decode to a picture that fills the memory. Covers have 640."""
_REMEMBERED = 64
"""How many pictures are remembered as they were made: those of the last few results."""


_QUALITIES = (90, 80, 60, 40)


@functools.lru_cache(_REMEMBERED)
def presentable(data: bytes, side: int = SIDE_MAX) -> bytes | None:
    """Return a JPEG or PNG file as a PNG that takes no time to read.

    Args:
        data: The file.
        side: How many pixels its shorter side needs; it has no more than that.

    Returns:
        None if it is damaged, of another kind, or larger than `SIDE_MAX`.
    """
    # Imported for the first picture: many files have none.
    from PIL import Image  # noqa: PLC0415

    file = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if max(opened.size) > SIDE_MAX:
                return None
            share = min(1, side / min(opened.size))
            size = round(opened.width * share), round(opened.height * share)
            # Has a JPEG decoded to a half, a quarter or an eighth of its size: most of the time
            # goes into pixels that nobody would see.
            opened.draft("RGB", size)
            picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
            picture.resize(size, Image.Resampling.LANCZOS).save(file, "PNG", compress_level=0)
    except (
        OSError,
        SyntaxError,  # what Pillow says of a PNG that is broken in the middle
        ValueError,
        ZeroDivisionError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    return file.getvalue()


def as_jpeg(png: bytes, most: int) -> bytes:
    """Return a picture as a JPEG of so many bytes, if any quality allows it."""
    from PIL import Image  # noqa: PLC0415 (as above)

    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        flat = picture.convert("RGB")
    for quality in _QUALITIES:
        file = io.BytesIO()
        flat.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= most:
            break
    return file.getvalue()
