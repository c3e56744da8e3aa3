"""Decide which pictures to show, and make JPEGs; only the process beside the bot does either."""

import io

_SIDE_MAX = 1024
"""Pixels; a small file may decode to a picture that fills the memory. Covers have 640."""


_QUALITIES = (90, 80, 60, 40)


def presentable(data: bytes) -> bool:
    """Return whether this is a JPEG or PNG file of a sensible size, without decoding it."""
    # Imported for the first picture: many files have none.
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            return min(picture.size) > 0 and max(picture.size) <= _SIDE_MAX
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False


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
