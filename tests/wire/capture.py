"""Record the bot's requests to Discord and Spotify as JSON lines, if a file is named for that."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

VARIABLE = "NEEDLEDROP_CAPTURE"
"""The environment variable that names the file."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request.

    `route` is the path with names in braces for its variable parts, `path` the actual path. `body`
    is the JSON body, or the part `payload_json` of a multipart one, whose files `files` names.
    `media` is the type of the body, which is left out if it is not JSON.
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


def append(recorded: Recorded) -> None:
    """Append a request to the file, if one is named."""
    name = os.environ.get(VARIABLE)
    if name:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(recorded)) + "\n")
