"""Ways in which the product could be wrong, put into it from outside: each has to be noticed.

A mutation is one function in one of the modules here, under `@mutation(seeds)`: among so many seeds
one has to fail.
"""

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

import aiosql

from storage import sqlite
from storage.statements import FOLDER, Driver


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault to put into the product, and among how many seeds one has to notice it."""

    apply: Callable[[], None]
    seeds: int


MUTATIONS: dict[str, Mutation] = {}


def mutation(seeds: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have a fault put into the product, to see that it is noticed."""

    def register(apply: Callable[[], None]) -> Callable[[], None]:
        MUTATIONS[apply.__name__] = Mutation(apply, seeds)
        return apply

    return register


def replace_everywhere(name: str, original: object, other: object) -> None:
    """Replace something in every module of the product that has imported it by its name."""
    _require_same_call(original, other)
    found = False
    for module in list(sys.modules.values()):
        ours = module.__name__.startswith(("bot", "cogs", "storage"))
        if ours and module.__dict__.get(name) is original:
            module.__dict__[name] = other
            found = True
    assert found, f"nothing is called {name}"


def put(owner: Any, name: str, other: Any) -> None:
    """Replace something of a class or module, by something that can be called like it.

    What is not there under its name cannot be replaced, and what takes other parameters would
    break everything, which is no mutation that had to be found.
    """
    _require_same_call(getattr(owner, name), other)
    setattr(owner, name, other)


def _require_same_call(was: object, other: object) -> None:
    """Raise TypeError where a function cannot be called with what another one takes."""
    if inspect.isfunction(was) and inspect.isfunction(other):
        taken = inspect.signature(was).parameters.values()
        alone = {one.name: one for one in taken if one.kind is one.KEYWORD_ONLY}
        others = [one for one in taken if one.kind is one.POSITIONAL_OR_KEYWORD]
        inspect.signature(other).bind(*others, **alone)


def rewrite(file: str, query: str, was: str, becomes: str) -> None:
    """Change a query: what a pattern matches, which has to be there."""
    text = (FOLDER / f"{file}.sql").read_text()
    whole = re.search(rf"-- name: {query}\W.*?(?=\n-- name:|\Z)", text, re.DOTALL)
    assert whole is not None, f"no query is called {query}"
    text, times = re.subn(was, becomes, whole[0])
    assert times, f"{query} does not say {was}"
    made = aiosql.from_str(text, cast("Any", Driver))
    put(sqlite.queries, query, getattr(made, query))


for _name in ("rounds", "clearing", "sessions"):
    import_module(f"{__name__}.{_name}")
