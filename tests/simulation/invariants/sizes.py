"""What must hold of what is kept: memory is back to size in the quiet, tables some time later."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from bot.schedule import SWEEP_EVERY
from bot.services.listening.due import LEFT_ALONE
from bot.services.upkeep import CLAIMS_KEPT_FOR, EFFECTS_KEPT_FOR, LINKS_KEPT_FOR
from tests.simulation.invariants import in_quiet, much_later
from tests.simulation.stage import Stage

MOST_TASKS = 40
"""So many tasks a process has at most when it has nothing to do."""
MOST_KEPT = 64
"""So many things a process remembers at most of each kind, besides what never grows."""
WITHIN = 2 * SWEEP_EVERY
"""So many seconds after their time rows are gone."""
OVER = (
    "import_pages p JOIN imports i ON i.id = p.import_id WHERE i.state = 'done' AND i.begun_at < ?"
)
HERE = (
    "listeners h JOIN listenings l ON l.id = h.listening_id"
    " WHERE l.stage = 'ended' AND l.moved_at < ?"
)
OURS = ("bot.", "cogs.", "storage.", "discord.ui.view")
NEVER_GROW = {"_seen", "_handlers", "_cogs_to_load", "_items", "_text_of"}
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


@much_later
def tables_are_back_to_size(stage: Stage) -> Iterator[str]:
    """What is kept for a while is gone after it, and what waits was promised a moment ago."""
    now, rows = stage.world.clock.now(), stage.world.rows
    kept = {
        "claims of interactions": ("interactions WHERE claimed_at < ?", CLAIMS_KEPT_FOR),
        "links nobody used": ("spotify_links WHERE expires_at < ?", LINKS_KEPT_FOR),
        "settled effects": ("outbox WHERE state <> 'waiting' AND due_at < ?", EFFECTS_KEPT_FOR),
        "effects still waiting": ("outbox WHERE state = 'waiting' AND due_at < ?", 0),
        "songs of imports that are over": (OVER, 0),
        "people in sessions that ended": (HERE, 0),
        "sessions left alone": ("listenings WHERE stage <> 'ended' AND moved_at < ?", LEFT_ALONE),
    }
    for what, (condition, seconds) in kept.items():
        left = rows(f"SELECT count(*) FROM {condition}", now - seconds - WITHIN)[0][0]  # noqa: S608
        if left:
            yield f"{left} {what} are still there"


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
