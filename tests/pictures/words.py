"""What a picture shows, in words that do not differ from one day or machine to the next."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from bot.demo.screens import walk

Component = Mapping[str, Any]
_RECEIPT = re.compile(r"`[0-9A-F]{8}`")
_PERSON = re.compile(r"<@\d+>")


def of_screen(components: Sequence[Component]) -> list[str]:
    """Return what a message shows: its texts, covers, buttons and menus, from top to bottom."""
    return [line for one in walk(components) for line in _lines(one)]


def _lines(component: Component) -> Iterator[str]:
    if content := component.get("content"):
        yield from _PERSON.sub("<@…>", _RECEIPT.sub("`receipt`", content)).splitlines()
    if accessory := component.get("accessory"):
        yield from _lines(accessory)
    if description := component.get("description"):
        yield f"picture: {description}"
    if label := component.get("label") or component.get("placeholder"):
        yield f"[{label}]" + (" (cannot be pressed)" if component.get("disabled") else "")
    for option in component.get("options") or ():
        yield f"{'x' if option.get('default') else '-'} {option['label']}"


def of_drawing(template: Path, data: object) -> list[str]:
    """Return what is drawn by a template, and which template it is."""
    source = hashlib.sha256(template.read_bytes()).hexdigest()[:16]
    return [f"{template.name} {source}", *_texts(data)]


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, Struct):
        data = asdict(data)
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list | tuple):
        for one in data:
            yield from _texts(one)
    elif data not in ("", None):
        yield str(data)
