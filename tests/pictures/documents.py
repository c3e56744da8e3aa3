"""Pictures of documents, as a word processor shows them."""

import shutil
import subprocess
import tempfile
from pathlib import Path


def drawn_document(content: bytes) -> bytes:
    """Return the first page of a `.docx` as a PNG.

    Raises:
        LookupError: LibreOffice, which draws it, is not installed.
    """
    program = shutil.which("soffice")
    if program is None:
        raise LookupError(
            "There is no LibreOffice. On Debian and Ubuntu: apt install libreoffice-writer"
        )
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "letter.docx")
        document.write_bytes(content)
        home = f"-env:UserInstallation={Path(folder, 'home').as_uri()}"
        subprocess.run(  # noqa: S603 - a program of the machine's, on a file of our own
            [program, home, "--headless", "--convert-to", "png", "--outdir", folder, str(document)],
            check=True,
            capture_output=True,
        )
        return document.with_suffix(".png").read_bytes()
