"""Decide which pictures to show: JPEG and PNG files of a sensible size."""

import io

_SIDE_MAX = 1024
"""Pixels; a small file may decode to a picture that fills the memory. Covers have 640."""


def presentable(data: bytes) -> bool:
    """Return whether this is a JPEG or PNG file of a sensible size, without decoding it."""
    # Imported for the first picture: most of the time there is none.
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            return min(picture.size) > 0 and max(picture.size) <= _SIDE_MAX
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
