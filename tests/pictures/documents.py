"""Pictures of documents, as a word processor shows them."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import typst

PPI = 76
_PAGE = """
#set page(width: 8.5in, height: 11in, margin: 0pt)
#image("document.pdf", page: 1, width: 100%)
"""


def drawn_document(content: bytes) -> bytes:
    """Return the first page of a `.docx` as a PNG.

    Raises:
        LookupError: LibreOffice, which lays it out, is not installed.
    """
    program = shutil.which("soffice")
    if program is None:
        hint = "On Debian and Ubuntu: apt install libreoffice-writer"
        raise LookupError(f"There is no LibreOffice. {hint}")
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "document.docx")
        document.write_bytes(content)
        home = f"-env:UserInstallation={Path(folder, 'home').as_uri()}"
        subprocess.run(  # noqa: S603 - a program of the machine's, on a file of our own
            [program, home, "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)],
            check=True,
            capture_output=True,
        )
        main = Path(folder, "main.typ")
        main.write_text(_PAGE, encoding="utf-8")
        drawn: Any = typst.compile(main, root=Path(folder), format="png", ppi=PPI)
    first: bytes = drawn[0] if isinstance(drawn, list) else drawn
    return first
