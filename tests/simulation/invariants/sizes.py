"""What must hold in the quiet of what is kept: memory is back to its size."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from tests.simulation.invariants import in_quiet
from tests.simulation.stage import Stage

MOST_TASKS = 40
"""So many tasks a process has at most when it has nothing to do."""
MOST_KEPT = 64
"""So many things a process remembers at most of each kind, besides what never grows."""
OURS = ("bot.", "cogs.", "storage.", "discord.ui.view")
NEVER_GROW = {"_seen", "_handlers", "_cogs_to_load", "_items"}
"""What is bounded by itself, or the same from the start."""


@in_quiet
def memory_is_back_to_size(stage: Stage) -> Iterator[str]:
    """A process with nothing to do holds no tasks, messages or people of what was done."""
    for process in stage.world.alive:
        tasks = process.tasks()
        if len(tasks) > MOST_TASKS:
            names = Counter(one.get_name().partition("-")[0] for one in tasks)
            yield f"{process!r} has {len(tasks)} tasks: {names.most_common(5)}"
        for owner, name, kept in _collections(process.app):
            if len(kept) > MOST_KEPT and name not in NEVER_GROW:
                yield f"{process!r} remembers {len(kept)} things in {owner}.{name}"


def _collections(root: object) -> Iterator[tuple[str, str, Any]]:
    """Yield all collections that objects of ours hold, with whose they are and by what name."""
    seen, waiting = {id(root)}, [root]
    while waiting:
        owner = waiting.pop()
        for name, value in _attributes(owner).items():
            if isinstance(value, Mapping | Sequence | AbstractSet | deque) and not isinstance(
                value, str | bytes
            ):
                yield type(owner).__name__, name, value
                inside: list[object] = [*(value.values() if isinstance(value, Mapping) else value)]
            else:
                inside = [value]
            for one in inside:
                if type(one).__module__.startswith(OURS) and id(one) not in seen:
                    seen.add(id(one))
                    waiting.append(one)


def _attributes(owner: object) -> dict[str, Any]:
    slots = [name for kind in type(owner).__mro__ for name in getattr(kind, "__slots__", ())]
    return {
        **{name: getattr(owner, name) for name in slots if hasattr(owner, name)},
        **getattr(owner, "__dict__", {}),
    }
