"""Files of songs, read and written: CSV, M3U, XSPF, JSPF, and plain lines.

A file comes from anywhere, so nothing in it is trusted: its kind and its encoding are found from
its content, everything is bounded, and XML is parsed without entities. Reading asks nobody
anything.
"""

from bot.songfiles.reading import read, require_size
from bot.songfiles.writing import write

__all__ = ["read", "require_size", "write"]
