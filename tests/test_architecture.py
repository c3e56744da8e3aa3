"""What import-linter cannot say: what the domain imports, and what the start does."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOMAIN = sorted((ROOT / "bot" / "domain").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_domain_imports_only_the_standard_library_and_msgspec(path: Path) -> None:
    foreign = [
        name
        for name in imported(path)
        if not name.startswith("bot.domain")
        and name.partition(".")[0] not in {*sys.stdlib_module_names, "msgspec"}
    ]
    assert foreign == []


CLOCKS = ("time.time(", "datetime.now(", "utcnow(", "time.monotonic(")


@pytest.mark.parametrize(
    "path",
    sorted(p for folder in ("domain", "services") for p in (ROOT / "bot" / folder).rglob("*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_rules_and_use_cases_read_no_clock_of_their_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [call for call in CLOCKS if call in text] == []


@pytest.fixture(scope="module")
def loaded_at_start() -> frozenset[str]:
    """Return what is loaded in a process that has only imported the bot."""
    code = "import sys, bot.app; print(*sys.modules, sep='\\n')"
    started = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return frozenset(started.stdout.split())


@pytest.mark.parametrize(
    "library",
    [
        *("PIL", "cryptography", "dateparser", "defusedxml", "requests", "simcord", "spotipy"),
        *("typst", "xlsxwriter", "docx", "lxml"),
    ],
)
def test_the_bot_starts_without_what_it_needs_later(
    library: str, loaded_at_start: frozenset[str]
) -> None:
    assert "bot.app" in loaded_at_start
    assert library not in loaded_at_start


OURS = sorted(p for folder in ("bot", "cogs", "storage") for p in (ROOT / folder).rglob("*.py"))


def frozen_dataclasses(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            decorators = " ".join(map(ast.unparse, node.decorator_list))
            if "dataclass(" in decorators and "frozen=True" in decorators:
                yield node


def must_be_a_dataclass(node: ast.ClassDef) -> bool:
    """Whether a class has a base, or a field that is no argument: structs cannot do either."""
    return bool(node.bases) or "init=False" in ast.unparse(node)


def test_values_are_structs() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in OURS
        for node in frozen_dataclasses(path)
        if not must_be_a_dataclass(node)
    ]
    assert wrong == []
