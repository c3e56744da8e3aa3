"""What can be told of a picture from its first bytes, without decoding it."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SIDE_MAX = 1024
"""Pixels; a small file may unfold into a picture that fills the memory. Covers have 640."""
_LENGTHLESS = frozenset({0x01, *range(0xD0, 0xD9)})
_NOT_A_FRAME = frozenset({0xC4, 0xC8, 0xCC})


def is_picture(data: bytes) -> bool:
    """Return whether this looks like a JPEG or PNG file."""
    return data.startswith((_PNG, _JPEG))


def presentable(data: bytes) -> bool:
    """Return whether this looks like a JPEG or PNG file of a sensible size."""
    width, height = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data)
    return 0 < width <= _SIDE_MAX and 0 < height <= _SIDE_MAX


def _png_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels; zeros where they cannot be read."""
    if len(data) < 24 or data[12:16] != b"IHDR":
        return 0, 0
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels, from the first frame's header; zeros without one."""
    at = 2 if data.startswith(_JPEG) else len(data)
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NOT_A_FRAME:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _LENGTHLESS:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0
