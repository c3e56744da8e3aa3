"""What the bot asked of Discord and Spotify, as JSON lines where a file is named for it."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

VARIABLE = "NEEDLEDROP_CAPTURE"
"""The environment variable that names the file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.

    `route` is the path with names in braces for what varies, `path` the very path. `body` is the
    JSON body, or the part `payload_json` of one in several parts, whose files are named in `files`.
    `media` is what the body is; one that is no JSON is left out.
    """

    method: str
    route: str
    path: str
    query: dict[str, str]
    body: Any = None
    multipart: bool = False
    files: list[str] = field(default_factory=list)
    authorized: bool = False
    media: str = "application/json"


def keep(asked: Asked) -> None:
    """Append a request to the file, if one is named."""
    name = os.environ.get(VARIABLE)
    if name:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(asked)) + "\n")
