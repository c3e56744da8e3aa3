"""How this Needle Drop was installed and started: its version, and what people type."""

import json
import os
import sys
import tomllib
from functools import cache
from importlib import metadata, util
from pathlib import Path

NAME = "needledrop"
"""Of the project, and of the program."""
IMAGE = "NEEDLEDROP_IMAGE"
"""The Dockerfile sets this in the environment of its image."""
TO_TRUST = (
    "What answers has a certificate that this machine doesn't trust. Check whether its clock is"
    " right, and install certificates. On Debian and Ubuntu: apt install ca-certificates"
)
"""What to do where an encrypted connection may lead to anybody."""
_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_DOCKER_BUILD = "docker build --build-arg LOCK=demo --tag needledrop-demo ."


@cache
def version() -> str:
    """Return the version: that of the folder where the code is a checkout, installed or not."""
    return _checked_out() or metadata.version(NAME)


def program() -> str:
    """Return what people type before a command: that which started this process."""
    return NAME if Path(sys.argv[0]).stem == NAME else "python -m bot"


def where_settings_are_named() -> str:
    """Return where whoever hosts this finds every setting."""
    return "see .env.example" if _checked_out() else "the guide for hosts names every setting"


def how_to_get_the_demo() -> str:
    """Return the command that brings what the demo needs, for the way this was installed."""
    if _checked_out():
        return "make demo"
    if os.environ.get(IMAGE):
        return _DOCKER_BUILD
    # Double quotes, which every shell takes, that of Windows among them.
    wanted = f'"{NAME}[demo]{_origin()}"'
    prefix = Path(sys.prefix)
    if (prefix / "uv-receipt.toml").exists():
        return f"uv tool install --force {wanted}"
    if (prefix / "pipx_metadata.json").exists():
        return f"pipx install --force {wanted}"
    if util.find_spec("pip") is not None:
        return f'"{sys.executable}" -m pip install {wanted}'
    return f'uv pip install --python "{prefix}" {wanted}'


def how_to_get_fonts(package: str) -> str:
    """Return what to do for the fonts of one of Debian's packages."""
    if os.environ.get(IMAGE):
        return f'Add {package} to FONTS="" in .env, and build the image again'
    return f"On Debian and Ubuntu: apt install {package}"


@cache
def _checked_out() -> str:
    """Return the version in the project's file beside the code; nothing if there is none."""
    try:
        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8")).get("project", {})
    except FileNotFoundError:
        return ""
    return str(project["version"]) if project.get("name") == NAME else ""


def _origin() -> str:
    """Return where this version can be had again, as it follows a name in a requirement."""
    written = metadata.distribution(NAME).read_text("direct_url.json")
    if written is None:
        return f"=={version()}"
    origin = json.loads(written)
    if "vcs_info" not in origin:
        return f" @ {origin['url']}"
    source = origin["vcs_info"]
    return f" @ {source['vcs']}+{origin['url']}@{source['commit_id']}"
