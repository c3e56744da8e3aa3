"""Compile a template with its data and pictures to a PNG or a PDF."""

import json
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.typesetting.pictures import presentable
from bot.typesetting.typesetter import TYPESETTER, TemplateFault, TypesettingFailed

log = logging.getLogger(__name__)

_OUTPUT = "output"
"""The file that is made of the others."""
_PICTURE_PAGE = b'#set page(width: 1pt, height: 1pt, margin: 0pt)\n#image("picture", width: 1pt)'
"""A page with nothing but a picture, to test whether it can be shown."""
_TEXT_PAGE = (
    b'#set document(title: "Letters")\n#set text(lang: "en", font: "Noto Sans")\n#json("data.json")'
)
"""A page with nothing but a text. The standard for screen readers refuses boxes."""


def png(template: Path, data: object, pictures: Mapping[str, bytes], *, ppi: float) -> bytes:
    """Compile a template of one page to a PNG.

    Blocks for as long as it takes: call it in a worker thread.

    Args:
        template: The Typst source. It finds the data as `data.json`, and in `pictures.json` the
            path of each picture that can be presentable_pictures, by name.
        data: Anything that JSON can hold.
        pictures: JPEG or PNG files by name. Those that are damaged, too large or of another kind
            are left out.
        ppi: Pixels per inch; an inch is 72 of the template's points.

    Raises:
        TypesettingFailed: The template or the data are at fault, or it took too long.
    """
    presentable_pictures = {
        name: picture for name, picture in pictures.items() if presentable(picture)
    }
    try:
        return _typeset(template, data, presentable_pictures, ppi)
    except TemplateFault as fault:
        intact = {
            name: picture for name, picture in presentable_pictures.items() if _is_intact(picture)
        }
        if len(intact) == len(presentable_pictures):
            raise TypesettingFailed(f"{template.name}: {fault}") from fault
    log.debug("left out %d damaged pictures", len(presentable_pictures) - len(intact))
    try:
        return _typeset(template, data, intact, ppi)
    except TemplateFault as fault:
        raise TypesettingFailed(f"{template.name}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class Pdf:
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
        return Pdf(_compile(files, format="pdf", pdf_standards="ua-1"), conforms=True)
    except TemplateFault as fault:
        log.debug("%s is set without a standard: %s", template.name, fault)
    try:
        return Pdf(_compile(files, format="pdf"), conforms=False)
    except TemplateFault as fault:
        raise TypesettingFailed(f"{template.name}: {fault}") from fault


def _typeset(template: Path, data: object, pictures: Mapping[str, bytes], ppi: float) -> bytes:
    paths = {name: f"picture-{number}" for number, name in enumerate(pictures)}
    files = {
        "main.typ": template.read_bytes(),
        "data.json": as_json(data),
        "pictures.json": as_json(paths),
        **{paths[name]: picture for name, picture in pictures.items()},
    }
    return compile_png(files, ppi)


def as_json(data: object) -> bytes:
    """Return data as JSON in UTF-8."""
    return json.dumps(data, ensure_ascii=False).encode()


def _is_intact(picture: bytes) -> bool:
    try:
        compile_png({"main.typ": _PICTURE_PAGE, "picture": picture}, ppi=72)
    except TemplateFault:
        return False
    return True


def compile_png(files: Mapping[str, bytes], ppi: float) -> bytes:
    """Compile `main.typ`, which can read only these files, to a PNG.

    Raises:
        TemplateFault: They cannot be compiled.
        TypesettingFailed: It took too long.
    """
    return _compile(files, format="png", ppi=ppi)


def can_be_set(text: str) -> bool:
    """Return whether the fonts have all letters of a text.

    Blocks for a moment: call it in a worker thread.
    """
    try:
        files = {"main.typ": _TEXT_PAGE, "data.json": as_json(text)}
        _compile(files, format="pdf", pdf_standards="ua-1")
    except TemplateFault:
        return False
    return True


def _compile(files: Mapping[str, bytes], **options: Any) -> bytes:
    # typst 0.15 accepts files from memory only if they are text, which pictures are not.
    with tempfile.TemporaryDirectory(prefix="needledrop-", ignore_cleanup_errors=True) as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        output = Path(folder, _OUTPUT)
        TYPESETTER.compile(Path(folder, "main.typ"), output, options)
        return output.read_bytes()
