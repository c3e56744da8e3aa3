"""Write a letter that asks for the rights to a song for word processors, as `.docx`.

Text that people typed becomes text in a paragraph and nothing else: there are no fields, links,
macros, or parts that are loaded from elsewhere.
"""

import io
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.domain.rights import Letter
from bot.domain.typed_text import one_line
from bot.export.letter_words import Block, Kind, Line, blocks, subject

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

_STYLES = {
    Kind.LINES: "Normal",
    Kind.TEXT: "Normal",
    Kind.SUBJECT: "Title",
    Kind.HEADING: "Heading 1",
    Kind.QUOTE: "Quote",
}
"""The style of each kind of paragraph, by the names that word processors know."""
_LOOKS = {
    "Normal": (11, 0, 8),
    "Title": (13, 10, 12),
    "Heading 1": (12, 14, 4),
    "Quote": (11, 0, 8),
}
"""The size of each style and the space before and behind it, in points."""
_BOLD = ("Title", "Heading 1")
_FONT = "Georgia"
_LABELS, _FACTS = 1.5, 4.8
"""The widths of the two columns of facts, in inches."""
_ANNOUNCED = (Kind.QUOTE, Kind.LINES)
"""What stands on the page of the text before it: somebody's words, and who signs."""
_OF_NO_USE = (
    "stylesWithEffects",
    "customXml",
    "thumbnail",
    "webSettings",
    "numbering",
    "extended-properties",
)
"""Parts of the library's blank document that no letter uses."""


def letter_docx(letter: Letter) -> bytes:
    """Return a letter as a document."""
    from docx import Document  # noqa: PLC0415 -- seldom needed

    document = Document(io.BytesIO(_blank_document()))
    said = blocks(letter)
    for block, after in zip(said, (*said[1:], None), strict=True):
        if block.kind is Kind.FACTS:
            _add_facts(document, block)
            continue
        paragraph = document.add_paragraph(style=_STYLES[block.kind])
        # No page ends between words and what they announce, or in the middle of a signature.
        paragraph.paragraph_format.keep_together = block.kind is Kind.LINES
        if block.kind is Kind.TEXT and after is not None and after.kind in _ANNOUNCED:
            paragraph.paragraph_format.keep_with_next = True
        _fill(paragraph, block.lines)
    _describe(document, letter)
    return _saved(document)


@cache
def _blank_document() -> bytes:
    """Return a document with nothing in it, whose few styles are those of a letter.

    The library's own has hundreds, which would be most of each letter.
    """
    from docx import Document  # noqa: PLC0415 -- seldom needed
    from docx.shared import Inches  # noqa: PLC0415 -- seldom needed
    from docx.styles.style import ParagraphStyle  # noqa: PLC0415 -- seldom needed

    document = Document()
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_OF_NO_USE):
                del relations[key]
    kept = {*_LOOKS, *(f"{name} Char" for name in _LOOKS), "Default Paragraph Font"}
    for style in list(document.styles):
        if style.name not in kept | {"Normal Table"}:
            style.delete()
        elif isinstance(style, ParagraphStyle) and style.name in _LOOKS:
            _dress(style, style.name)
    for section in document.sections:
        section.left_margin = section.right_margin = Inches(1.1)
        section.top_margin = section.bottom_margin = Inches(1)
    return _saved(document)


def _dress(style: "ParagraphStyle", name: str) -> None:
    """Give one of the library's styles the looks of a letter's."""
    from docx.oxml.ns import qn  # noqa: PLC0415 -- seldom needed
    from docx.shared import Inches, Pt, RGBColor  # noqa: PLC0415 -- seldom needed

    for theirs in style.element.xpath("./w:rPr/w:rFonts | ./w:pPr/w:pBdr"):
        theirs.getparent().remove(theirs)
    size, before, after = _LOOKS[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = name in _BOLD
    # The library knows nothing of the size of scripts such as Arabic and Thai.
    for theirs in style.element.xpath("./w:rPr/w:szCs"):
        theirs.set(qn("w:val"), str(2 * size))
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    if name == "Quote":
        style.paragraph_format.left_indent = Inches(0.4)


def _saved(document: "Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_facts(document: "Document", block: Block) -> None:
    from docx.shared import Inches, Pt  # noqa: PLC0415 -- seldom needed

    table = document.add_table(0, 2)
    table.autofit = False
    widths = (Inches(_LABELS), Inches(_FACTS))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for label, line in zip(block.labels, block.lines, strict=True):
        row = table.add_row()
        _keep_whole(row)
        left, right = row.cells
        left.width, right.width = widths
        left.paragraphs[0].add_run(label).bold = True
        _fill(right.paragraphs[0], (line,))
        for cell in (left, right):
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _keep_whole(row: "_Row") -> None:
    """Have no page end within a row, unless it is longer than a page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- seldom needed

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 -- no other way


def _fill(paragraph: "Paragraph", lines: tuple[Line, ...]) -> None:
    """Write lines into a paragraph; what is still to be written is marked in yellow."""
    from docx.enum.text import WD_COLOR_INDEX  # noqa: PLC0415 -- seldom needed

    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        for span in line:
            run = paragraph.add_run(span.text)
            if span.blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _describe(document: "Document", letter: Letter) -> None:
    """Say what the document is; otherwise it would say what the library's blank one says."""
    facts, made = document.core_properties, datetime.fromtimestamp(letter.made_at, UTC)
    facts.title = subject(letter)[:255]
    facts.author = facts.last_modified_by = one_line(letter.terms.company or letter.show)[:255]
    facts.comments = facts.keywords = facts.subject = facts.category = ""
    facts.language = "en-US"
    facts.created = facts.modified = made.replace(tzinfo=None)
    facts.revision = 1
