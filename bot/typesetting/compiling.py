"""Compiling a template with its data, and with the pictures that can be shown."""

import functools
import json
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.errors import RoomError
from bot.typesetting.pictures import presentable

if TYPE_CHECKING:
    import typst

log = logging.getLogger(__name__)

_FONTS = Path(__file__).parent / "fonts"
_ALONE = b'#set page(width: 1pt, height: 1pt, margin: 0pt)\n#image("picture", width: 1pt)'
"""A page with nothing but a picture, to see whether it can be shown at all."""


class TypesettingFailed(RoomError):
    """A template could not be set; the fault is ours."""


def png(template: Path, data: object, pictures: Mapping[str, bytes], *, ppi: float) -> bytes:
    """Set a template of one page and return it as a PNG.

    Blocks for as long as it takes: call it in a worker thread.

    Args:
        template: The Typst source. It finds the data as `data.json`, and in `pictures.json` the
            path of each picture that can be shown, by name.
        data: What it says, anything that JSON can hold.
        pictures: JPEG or PNG files by name. One that is damaged, of another kind or of immense size
            is left out.
        ppi: Pixels for each inch, which is 72 of the template's points.

    Raises:
        TypesettingFailed: The template or the data are at fault.
    """
    shown = {name: picture for name, picture in pictures.items() if presentable(picture)}
    try:
        return _set(template, data, shown, ppi)
    except RuntimeError as fault:
        sound = {name: picture for name, picture in shown.items() if _decodes(picture)}
        if len(sound) == len(shown):
            raise TypesettingFailed(f"{template.name}: {fault}") from fault
    log.debug("left out %d damaged pictures", len(shown) - len(sound))
    try:
        return _set(template, data, sound, ppi)
    except RuntimeError as fault:
        raise TypesettingFailed(f"{template.name}: {fault}") from fault


def pdf(template: Path, data: object) -> bytes:
    """Set a template and return it as a PDF, tagged so that it can be read aloud.

    It keeps to the standard PDF/UA-1, except for texts in scripts that no available font has.

    Blocks for as long as it takes: call it in a worker thread.

    Args:
        template: The Typst source. It finds the data as `data.json`.
        data: What it says, anything that JSON can hold.

    Raises:
        TypesettingFailed: The template or the data are at fault.
    """
    files = {"main.typ": template.read_bytes(), "data.json": _json(data)}
    try:
        return _compile(files, format="pdf", pdf_standards="ua-1")
    except RuntimeError as fault:
        log.debug("%s is set without a standard: %s", template.name, fault)
    try:
        return _compile(files, format="pdf")
    except RuntimeError as fault:
        raise TypesettingFailed(f"{template.name}: {fault}") from fault


def _set(template: Path, data: object, pictures: Mapping[str, bytes], ppi: float) -> bytes:
    paths = {name: f"picture-{number}" for number, name in enumerate(pictures)}
    files = {
        "main.typ": template.read_bytes(),
        "data.json": _json(data),
        "pictures.json": _json(paths),
        **{paths[name]: picture for name, picture in pictures.items()},
    }
    return compiled(files, ppi)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _decodes(picture: bytes) -> bool:
    try:
        compiled({"main.typ": _ALONE, "picture": picture}, ppi=72)
    except RuntimeError:
        return False
    return True


def compiled(files: Mapping[str, bytes], ppi: float) -> bytes:
    """Compile `main.typ`, which sees these files and no others, to a PNG.

    Raises:
        RuntimeError: They cannot be compiled; mostly a TypstError, which is one.
    """
    return _compile(files, format="png", ppi=ppi)


def _compile(files: Mapping[str, bytes], **how: Any) -> bytes:
    import typst  # noqa: PLC0415 -- large, and for most of the bot's life nothing is set

    # typst 0.15 takes files from memory only where they are text, which pictures are not.
    with tempfile.TemporaryDirectory(prefix="needledrop-") as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        main = Path(folder, "main.typ")
        set_: bytes = typst.compile(main, root=Path(folder), font_paths=_fonts(), **how)
        return set_


@functools.cache
def _fonts() -> "typst.Fonts":
    """Return the bundled fonts and the system's, looked for once."""
    import typst  # noqa: PLC0415

    return typst.Fonts(font_paths=[_FONTS])
