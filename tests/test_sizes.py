"""Nothing is too long to be read at once: no file above 300 lines, no function above 40."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = [one for one in ROOT.iterdir() if one.is_dir() and not one.name.startswith(".")]
FILES = sorted({*ROOT.glob("*.py"), *(path for one in FOLDERS for path in one.rglob("*.py"))})
FILE_MAX = 300
"""Lines of a file."""
FUNCTION_MAX = 40
"""Lines of a function, its docstring among them, its decorators not."""


def too_long(path: Path) -> Iterator[str]:
    """Name what is too long in a file, with its length."""
    text = path.read_text(encoding="utf-8")
    if (lines := len(text.splitlines())) > FILE_MAX:
        yield f"the file has {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_MAX:
                yield f"{node.name} has {lines} lines"


def test_files_and_functions_are_short() -> None:
    assert Path(__file__) in FILES
    found = {str(path.relative_to(ROOT)): list(too_long(path)) for path in FILES}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    pass\n" * 39, []),
        ("    pass\n" * 40, ["grown has 41 lines"]),
        ("    pass\n" + "\n" * 298, []),
        ("    pass\n" + "\n" * 299, ["the file has 301 lines"]),
    ],
)
def test_what_is_too_long_is_named(tmp_path: Path, body: str, found: list[str]) -> None:
    path = tmp_path / "grown.py"
    path.write_text(f"def grown() -> None:\n{body}", encoding="utf-8")
    assert list(too_long(path)) == found
