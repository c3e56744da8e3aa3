"""The headless demo, played once for all tests that read what it leaves."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Played:
    """The folder of its files, its outcome, and what it reported."""

    folder: Path
    outcome: dict[str, Any]
    report: str


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo")
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", "demo", "--headless", "--json", "--out", str(folder)],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return Played(folder, json.loads(ended.stdout), ended.stderr)
