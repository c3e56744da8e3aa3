"""Typst, and the only place that knows it: a template and data in, a picture or pages out.

Text reaches a template as data and never as source, so nothing anybody types is markup. Noto Sans
is bundled with its Arabic, Hebrew, Devanagari and Thai companions; other scripts and emoji are set
in the system's fonts, and shown as empty boxes where it has none.
"""

from bot.typesetting.compiling import TypesettingFailed, pdf, png

__all__ = ["TypesettingFailed", "pdf", "png"]
