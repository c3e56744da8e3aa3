"""Typesetting with Typst, which only this package knows: pictures and PDFs from templates and data.

Text reaches a template as data and never as source, so nothing that anybody types is markup. Noto
Sans is bundled with its Arabic, Hebrew, Devanagari and Thai companions; other scripts and emoji use
the system's fonts, and appear as empty boxes if it has none.
"""

from bot.typesetting.compiling import TypesettingFailed, pdf, png

__all__ = ["TypesettingFailed", "pdf", "png"]
