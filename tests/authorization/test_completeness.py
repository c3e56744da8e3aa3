"""Nothing can be used that the table does not name, and nothing is named that is not there."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands

from bot.client import NeedleDrop
from cogs.registry import ITEMS
from cogs.ui.kit.forms import Form
from tests.authorization.commands import COMMANDS
from tests.authorization.conftest import Scene
from tests.authorization.lines import Line, Sent
from tests.authorization.offers import OFFERED
from tests.authorization.table import FORMS, PRESSES

pytestmark = pytest.mark.asyncio(loop_scope="package")
Given = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu


def commands(client: NeedleDrop) -> Iterator[Given]:
    """Yield every command: those that are typed, and those in the menu of a message."""
    for one in client.tree.walk_commands():
        if isinstance(one, app_commands.Command):
            yield one
    for menu in client.tree.get_commands():
        if isinstance(menu, app_commands.ContextMenu):
            yield menu


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    """Yield every form of the product; tests may declare others."""
    for one in kind.__subclasses__():
        if one.__module__.startswith("cogs."):
            yield one
        yield from forms(one)


async def test_everything_is_in_the_table(scene: Scene) -> None:
    client = scene.world.house.app.client
    given = [*commands(client)]
    assert {one.qualified_name for one in given} == {name.partition(",")[0] for name in COMMANDS}
    assert {one.__name__ for one in ITEMS} == {name.partition(",")[0] for name in PRESSES}
    assert {one.__name__ for one in forms()} == set(FORMS)
    completed = {
        f"{one.qualified_name} {option.display_name}"
        for one in given
        if isinstance(one, app_commands.Command)
        for option in one.parameters
        if option.autocomplete
    }
    assert completed == set(OFFERED)


async def test_no_command_exists_in_direct_messages(scene: Scene) -> None:
    registered = scene.world.house.discord._commands()
    assert registered
    for one in registered:
        assert (one["name"], one["contexts"], one["integration_types"]) == (one["name"], [0], [0])


async def test_a_line_is_used_for_what_it_is_named_after(scene: Scene) -> None:
    """Each press has one class that answers it, and each form is the one that its line sends."""
    for name, line in PRESSES.items():
        custom_id = str(_custom_id(line)).format_map(scene.world.names)
        assert [one.__name__ for one in ITEMS if one.matches(custom_id)] == [name.partition(",")[0]]
    assert all(isinstance(line.way, Sent) for line in FORMS.values())


def _custom_id(line: Line) -> object:
    return getattr(line.way, "custom_id", None)
