"""Which test files a change reaches: those that import what changed, directly or through others."""

from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import grimp

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "cogs", "storage", "tests")
GENERAL = ("tests/test_architecture.py", "tests/test_docs.py", "tests/test_habits.py")
"""What checks files that are imported nowhere: pages, settings of the tools, the Makefile."""


def importers() -> dict[str, frozenset[str]]:
    """Return for each module who imports it; a test module counts as importing its conftests."""
    graph = grimp.build_graph(
        *PACKAGES, include_external_packages=False, cache_dir=str(ROOT / ".import_linter_cache")
    )
    found = {
        module: set(graph.find_modules_that_directly_import(module)) for module in graph.modules
    }
    conftests = [module for module in found if module.endswith(".conftest")]
    for conftest in conftests:
        folder = conftest.removesuffix("conftest")
        found[conftest] |= {m for m in found if m.startswith(folder) and m not in conftests}
    return {module: frozenset(by) for module, by in found.items()}


def modules_of(path: str, known: Iterable[str]) -> frozenset[str]:
    """Return the modules that a changed file stands for: itself, or those beside a file of data."""
    where = PurePosixPath(path)
    if where.parts[0] not in PACKAGES or len(where.parts) < 2:
        return frozenset()
    if where.suffix == ".py":
        name = ".".join(where.with_suffix("").parts).removesuffix(".__init__")
        return frozenset({name}) & frozenset(known)
    for folder in where.parents:
        package = ".".join(folder.parts)
        beside = {m for m in known if m == package or m.rpartition(".")[0] == package}
        if beside:
            return frozenset(beside)
    return frozenset()


def distances(changed: Iterable[str], by: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return how many imports lie between each module and the nearest changed one, if any."""
    far = dict.fromkeys(changed, 0)
    queue = deque(far)
    while queue:
        module = queue.popleft()
        for importer in by.get(module, ()):
            if importer not in far:
                far[importer] = far[module] + 1
                queue.append(importer)
    return far


def tests_reached(paths: Iterable[str], by: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the test files that changed files reach, the nearest first."""
    paths = list(paths)
    changed = frozenset[str]().union(*(modules_of(path, by) for path in paths))
    far = {
        f"{module.replace('.', '/')}.py": distance
        for module, distance in distances(changed, by).items()
        if module.rpartition(".")[2].startswith("test_")
    }
    if any(not modules_of(path, by) for path in paths):
        far = dict.fromkeys(GENERAL, 0) | far
    return sorted(far, key=lambda file: (far[file], file))
