"""Typesetting with Typst, which only this package knows: pictures and PDFs from templates and data.

Typst runs in a process of its own, so it never holds up the bot. Text reaches a template as data
and never as source, so nothing that anybody types is markup. Noto Sans is bundled with its Arabic,
Hebrew, Devanagari and Thai companions; other scripts and emoji use the system's fonts, and appear
as empty boxes if it has none.
"""

from bot.typesetting.compiling import pdf, png
from bot.typesetting.typesetter import TYPESETTER, TypesettingFailed

__all__ = ["TYPESETTER", "TypesettingFailed", "pdf", "png"]
