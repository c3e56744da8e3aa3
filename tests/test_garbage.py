"""How often Python looks for garbage, in a process of its own, since that is set for all of it."""

import subprocess
import sys

from bot.garbage import RARELY

_SCRIPT = """
import gc, weakref
class Node: pass
kept = Node()
from bot.garbage import RARELY, collect_rarely
collect_rarely()
assert not any(one is kept for one in gc.get_objects()), "what is there for good is looked through"
node = Node()
node.itself = node
gone = weakref.ref(node)
del node
more = [[] for _ in range(RARELY // 2)]
print(gone() is None)
more += [[] for _ in range(RARELY)]
print(gone() is None)
"""


def test_garbage_is_freed_once_there_are_many_more_objects_and_not_before() -> None:
    script = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(script, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.split() == ["False", "True"]
    assert RARELY > 700
