"""Reads the Dockerfile, and carries out what it says without a container engine."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from tests.install.wheels import ROOT, bare

_LINE = re.compile(r"^([A-Z]+) +(.*)$")
_PAIR = re.compile(r"""(\w+)=("[^"]*"|\S+)""")


@dataclass(frozen=True)
class Stage:
    """A stage of the build, with its instructions in order."""

    name: str
    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """Return what follows an instruction, for each time it is there."""
        return [rest for name, rest in self.steps if name == word]

    def environment(self) -> dict[str, str]:
        """Return what `ENV` sets."""
        pairs = (pair for rest in self.all("ENV") for pair in _PAIR.findall(rest))
        return {name: value.strip('"') for name, value in pairs}


def stages() -> dict[str, Stage]:
    """Return the stages of the Dockerfile, by name."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found: dict[str, Stage] = {}
    current: Stage | None = None
    for line in filter(None, whole.splitlines()):
        match = _LINE.match(line)
        assert match is not None, line
        word, rest = match.groups()
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            current = found[name] = Stage(name, base)
        elif current is not None:
            current.steps.append((word, rest))
    return found


def kept_out(path: str) -> bool:
    """Return whether `.dockerignore` keeps a file out: the last line that fits counts."""
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    parts = [path, *map(str, PurePosixPath(path).parents)]
    out = False
    for rule in filter(None, rules):
        if rule.startswith("#"):
            continue
        pattern = rule.removeprefix("!")
        if pattern.startswith("**/"):
            fits = any(fnmatchcase(part, pattern[3:]) for part in PurePosixPath(path).parts)
        else:
            fits = any(fnmatchcase(part, pattern) for part in parts if part != ".")
        if fits:
            out = not rule.startswith("!")
    return out


def carry_out(stage: Stage, root: Path, **arguments: str) -> None:
    """Do what a stage says, with the folders that it names below another one.

    Args:
        stage: One that needs nothing but Python and the files of the project.
        root: Takes the place of `/`.
        arguments: The values of `ARG`.
    """
    builder = root / "builder"
    subprocess.run([sys.executable, "-m", "venv", builder], check=True)  # noqa: S603
    given = stage.environment() | arguments
    given["PATH"] = f"{builder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    # What was downloaded once is not downloaded again for a test, and not compiled beforehand.
    given.pop("PIP_NO_CACHE_DIR")
    given["PIP_NO_COMPILE"] = "1"
    folder = root
    for word, rest in stage.steps:
        if word == "WORKDIR":
            folder = root / rest.lstrip("/")
            folder.mkdir(parents=True)
        elif word == "COPY":
            *sources, target = rest.split()
            for source in sources:
                _copy(source, folder / target / ("" if target == source else source))
        elif word == "RUN":
            command = rest.replace("/opt/needledrop", str(root / "opt" / "needledrop"))
            _run(command, folder, given)


def _copy(source: str, target: Path) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(ROOT)
        return {name for name in names if kept_out((inside / name).as_posix())}

    assert not kept_out(source), source
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, target, ignore=left_out)
    else:
        shutil.copy(ROOT / source, target)


def _run(command: str, folder: Path, given: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own recipe
        ["/bin/sh", "-ec", command],
        cwd=folder,
        env=bare() | _indexes() | given,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def _indexes() -> dict[str, str]:
    """Return where this machine's pip is told to look for packages."""
    return {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
