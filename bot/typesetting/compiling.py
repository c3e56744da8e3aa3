"""Compile a template with its data and pictures to a PNG or a PDF."""

import json
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.typesetting.pictures import SIDE_MAX
from bot.typesetting.typesetter import TYPESETTER, TemplateFault, TypesettingFailed

log = logging.getLogger(__name__)

_OUTPUT = "output"
"""The file that is made of the others."""
_TEXT_PAGE = (
    b'#set document(title: "Letters")\n#set text(lang: "en", font: "Noto Sans")\n#json("data.json")'
)
"""A page with nothing but a text. The standard for screen readers refuses boxes."""


def png(
    template: Path,
    data: object,
    pictures: Mapping[str, bytes],
    *,
    ppi: float,
    side: int = SIDE_MAX,
) -> bytes:
    """Compile a template of one page to a PNG.

    Blocks for as long as it takes: call it in a worker thread.

    Args:
        template: The Typst source. It finds the data as `data.json`, and in `pictures.json` the
            path of each picture that can be shown, by name.
        data: Anything that JSON can hold.
        pictures: JPEG or PNG files by name. Those that are damaged, too large or of another kind
            are left out.
        ppi: Pixels per inch; an inch is 72 of the template's points.
        side: How many pixels the shorter side of a picture needs; more only take time.

    Raises:
        TypesettingFailed: The template or the data are at fault, or it took too long.
    """
    named = {name: f"picture-{number}" for number, name in enumerate(pictures)}
    files = {named[name]: picture for name, picture in pictures.items()}
    return _picture(template, data, files, {"pictures": named, "side": side}, ppi)


def jpeg(template: Path, data: object, *, ppi: float, most: int) -> bytes:
    """Compile a template of one page to a JPEG of so many bytes, if any quality allows it.

    It blocks, and raises, as `png` does.
    """
    return _picture(template, data, {}, {"jpeg": most}, ppi)


def _picture(
    template: Path, data: object, files: Mapping[str, bytes], how: Mapping[str, Any], ppi: float
) -> bytes:
    sources = {"main.typ": template.read_bytes(), "data.json": as_json(data)}
    try:
        return _compile({**sources, **files}, how, format="png", ppi=ppi)
    except TemplateFault as fault:
        raise TypesettingFailed(f"{template.name}: {fault}") from fault


class Pdf(Struct, frozen=True):
    """A PDF; where it does not conform to PDF/UA-1, boxes may stand in place of letters."""

    content: bytes
    conforms: bool


def pdf(template: Path, data: object) -> Pdf:
    """Compile a template to a PDF, tagged for screen readers.

    It conforms to PDF/UA-1, unless a text is in a script that no available font has.

    Blocks for as long as it takes: call it in a worker thread.

    Args:
        template: The Typst source. It finds the data as `data.json`.
        data: Anything that JSON can hold.

    Raises:
        TypesettingFailed: The template or the data are at fault, or it took too long.
    """
    files = {"main.typ": template.read_bytes(), "data.json": as_json(data)}
    try:
        return Pdf(_compile(files, {}, format="pdf", pdf_standards="ua-1"), conforms=True)
    except TemplateFault as fault:
        log.debug("%s is set without a standard: %s", template.name, fault)
    try:
        return Pdf(_compile(files, {}, format="pdf"), conforms=False)
    except TemplateFault as fault:
        raise TypesettingFailed(f"{template.name}: {fault}") from fault


def as_json(data: object) -> bytes:
    """Return data as JSON in UTF-8."""
    return json.dumps(data, ensure_ascii=False).encode()


def compile_png(files: Mapping[str, bytes], ppi: float) -> bytes:
    """Compile `main.typ`, which can read only these files, to a PNG.

    Raises:
        TemplateFault: They cannot be compiled.
        TypesettingFailed: It took too long.
    """
    return _compile(files, {}, format="png", ppi=ppi)


def can_be_set(text: str) -> bool:
    """Return whether the fonts have all letters of a text.

    Blocks for a moment: call it in a worker thread.
    """
    try:
        files = {"main.typ": _TEXT_PAGE, "data.json": as_json(text)}
        _compile(files, {}, format="pdf", pdf_standards="ua-1")
    except TemplateFault:
        return False
    return True


def _compile(files: Mapping[str, bytes], how: Mapping[str, Any], **options: Any) -> bytes:
    # typst 0.15 accepts files from memory only if they are text, which pictures are not.
    with tempfile.TemporaryDirectory(prefix="needledrop-", ignore_cleanup_errors=True) as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        output = Path(folder, _OUTPUT)
        TYPESETTER.compile(Path(folder, "main.typ"), output, options, how)
        return output.read_bytes()
