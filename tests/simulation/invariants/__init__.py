"""What must hold: after each commit, at each answer, once all has been quiet, and much later.

An invariant is one function in one of the modules here, under the decorator of its moment. Its name
says what it promises; it yields what it sees that is not so.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tests.simulation.stage import Stage
    from tests.simulation.world import Deed, World
    from tests.wire.call import Call

AtCommit: TypeAlias = "Callable[[Stage, list[str]], Iterator[str]]"
AtAnswer: TypeAlias = "Callable[[Stage, Deed, Call], Iterator[str]]"
InQuiet: TypeAlias = "Callable[[Stage], Iterator[str]]"

AT_COMMIT: list[AtCommit] = []
AT_ANSWER: list[AtAnswer] = []
IN_QUIET: list[InQuiet] = []
MUCH_LATER: list[InQuiet] = []


def at_commit(check: AtCommit) -> AtCommit:
    """Have something checked after each commit; it is given the tables that were written."""
    AT_COMMIT.append(check)
    return check


def at_answer(check: AtAnswer) -> AtAnswer:
    """Have something checked whenever somebody sees something new of an answer."""
    AT_ANSWER.append(check)
    return check


def in_quiet(check: InQuiet) -> InQuiet:
    """Have something checked at the end, when all has been quiet for a while."""
    IN_QUIET.append(check)
    return check


def much_later(check: InQuiet) -> InQuiet:
    """Have something checked when nobody has done anything for longer than anything is kept."""
    MUCH_LATER.append(check)
    return check


def watch(world: "World", stage: "Stage") -> None:
    """Check all along."""

    def committed(_: "World", tables: list[str]) -> None:
        for check in AT_COMMIT:
            _told(world, check.__name__, check(stage, tables))

    def answered(_: "World", deed: "Deed", call: "Call") -> None:
        for check in AT_ANSWER:
            _told(world, check.__name__, check(stage, deed, call))

    world.after_commit.append(committed)
    world.after_answer.append(answered)


def look(world: "World", stage: "Stage", checks: list[InQuiet]) -> None:
    """Check what must hold in the quiet, or much later."""
    for check in checks:
        _told(world, check.__name__, check(stage))


def _told(world: "World", name: str, found: Iterator[str]) -> None:
    try:
        for what in found:
            world.break_(name, what)
    except Exception as error:  # noqa: BLE001 - it must not be taken for the bot's
        world.break_(name, f"could not be checked: {error!r}")


for _name in ("commits", "answers", "quiet", "stories", "sizes"):
    import_module(f"{__name__}.{_name}")
