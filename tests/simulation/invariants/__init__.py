"""What must hold: after each commit, at each answer, once all has been quiet, and much later.

An invariant is one function in one of the modules here, under the decorator of its moment. Its name
says what it promises; it yields what it sees that is not so.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from tests.simulation.deeds import Deed
    from tests.simulation.stage import Stage
    from tests.simulation.world import World
    from tests.wire.call import Call

AtCommit: TypeAlias = "Callable[[Stage, list[str]], Iterator[str]]"
AtPost: TypeAlias = "Callable[[Stage, str], Iterator[str]]"
AtAnswer: TypeAlias = "Callable[[Stage, Deed, Call], Iterator[str]]"
InQuiet: TypeAlias = "Callable[[Stage], Iterator[str]]"
Check = TypeVar("Check", bound=Callable[..., Iterator[str]])

AT_COMMIT: list[AtCommit] = []
"""After each commit; they are given the tables that were written."""
AT_POST: list[AtPost] = []
"""Whenever something is posted or edited that answers nobody; they are given its text."""
AT_ANSWER: list[AtAnswer] = []
"""Whenever somebody sees something new of an answer."""
IN_QUIET: list[InQuiet] = []
"""At the end, when all has been quiet for a while."""
MUCH_LATER: list[InQuiet] = []
"""When nobody has done anything for longer than anything is kept."""


def _checking(checks: list[Check]) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        checks.append(check)
        return check

    return register


at_commit, at_answer, at_post = _checking(AT_COMMIT), _checking(AT_ANSWER), _checking(AT_POST)
in_quiet, much_later = _checking(IN_QUIET), _checking(MUCH_LATER)


def watch(world: "World", stage: "Stage") -> None:
    """Check all along."""

    def committed(_: "World", tables: list[str]) -> None:
        for check in AT_COMMIT:
            _told(world, check.__name__, check(stage, tables))

    def answered(_: "World", deed: "Deed", call: "Call") -> None:
        for check in AT_ANSWER:
            _told(world, check.__name__, check(stage, deed, call))

    def posted(_: "World", text: str) -> None:
        for check in AT_POST:
            _told(world, check.__name__, check(stage, text))

    world.after_commit.append(committed)
    world.after_post.append(posted)
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


for _name in (
    "commits",
    "answers",
    "quiet",
    "sessions",
    "stories",
    "sizes",
    "star_lines",
    "clearing",
    "rights",
):
    import_module(f"{__name__}.{_name}")
