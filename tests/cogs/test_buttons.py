"""Messages are never taken back: what was posted with a custom id once can be pressed for ever."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import discord
import pytest
from discord import ui

import cogs
from cogs.registry import ITEMS
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.forms import Form
from cogs.ui.kit.pressable import Pressable
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered
from tests.cogs.posted import POSTED
from tests.cogs.steps import set_up

CHOSEN = {
    "LinkMenu": "1|Song|Artist",
    "MethodMenu": "spread",
    "OrderMenu": "1:0:0:0:0",
    "PickShowMenu": "2:0:0:two words",
    "RightsMenu": "pending",
    "ShowMenu": "1:0",
    "SwitchMenu": "events",
}
"""A value of each menu whose values are no numbers."""


UNUSED = {
    "AloneButton": {"number"},
    "CalledButton": {"number"},
    "CharacterMenu": {"page_number"},
    "DecisionButton": {"message"},
    "EditButton": {"seen"},
    "HereButton": {"number"},
    "LineButton": {"number"},
    "LookMenu": {"episode_id"},
    "MorePickMenu": {"number"},
    "NoteMenu": {"episode_id"},
    "NotesButton": {"number"},
}
"""What only tells apart the custom ids of one message, or what the chosen value says itself."""


def answering(custom_id: str) -> list[tuple[type[ui.DynamicItem[Any]], re.Match[str]]]:
    """Return what discord.py would have answer a press, found as it does it."""
    patterns = ((one, one.__discord_ui_compiled_template__) for one in ITEMS)
    return [(one, match) for one, pattern in patterns if (match := pattern.fullmatch(custom_id))]


@pytest.mark.parametrize(("custom_id", "name", "carried"), POSTED)
async def test_a_message_posted_before_can_still_be_pressed(
    custom_id: str, name: str, carried: dict[str, object]
) -> None:
    [(kind, match)] = answering(custom_id)
    assert kind.__name__ == name
    nobody = cast("discord.Interaction[Any]", None)
    pressed = await kind.from_custom_id(nobody, ui.Button(custom_id=custom_id), match)
    assert {one: getattr(pressed, one) for one in carried} == carried
    assert pressed.custom_id == custom_id


def test_everything_that_can_be_pressed_was_posted_once() -> None:
    assert {name for _, name, _ in POSTED} == {one.__name__ for one in ITEMS}


def item_of(custom_id: str, name: str) -> ui.Item[ui.LayoutView]:
    """Return what was posted with a custom id, as Discord keeps it."""
    if name.endswith("Picker"):
        return ui.UserSelect(custom_id=custom_id)
    if name.endswith("Menu"):
        return ui.Select(
            custom_id=custom_id,
            options=[discord.SelectOption(label="1", value=CHOSEN.get(name, "1"))],
        )
    return ui.Button(custom_id=custom_id, label="Press")


async def test_every_press_is_answered_though_the_bot_has_restarted(studio: Studio) -> None:
    """Whatever was posted by an earlier version answers, and in its own words."""
    await set_up(studio)
    await studio.restart()
    channel = studio.now.client.get_partial_messageable(studio.channel.id)
    for custom_id, name, _ in POSTED:
        posted = await channel.send(view=layout(row(item_of(custom_id, name))))
        if name.endswith("Picker"):
            result = await studio.boss.select(posted, [studio.writers[0]], custom_id=custom_id)
        elif name.endswith("Menu"):
            result = await studio.boss.select(posted, [CHOSEN.get(name, "1")], custom_id=custom_id)
        else:
            result = await studio.boss.click(posted, custom_id=custom_id)
        if result.modal is None:
            assert "Something went wrong" not in answered(result), custom_id


def declared_in_source() -> Iterator[str]:
    """Yield the classes that declare a custom id, as they are written anywhere under `cogs`."""
    for path in Path(cogs.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and _declares(node):
                yield node.name


def _declares(node: ast.ClassDef) -> bool:
    return any(keyword.arg == "custom_id" for keyword in node.keywords)


@pytest.mark.parametrize("kind", ITEMS, ids=lambda kind: kind.__name__)
def test_what_a_custom_id_carries_is_looked_at(kind: type[Pressable]) -> None:
    """What is carried and not looked at lets a press do something to another thing."""
    source = "".join(
        inspect.getsource(one) for one in kind.__mro__ if one.__module__.startswith("cogs.ui")
    )
    unused = {one for one in kind.id_template.converters if f"self.{one}" not in source}
    assert unused == UNUSED.get(kind.__name__, set())


def test_the_client_is_given_everything_that_can_be_pressed() -> None:
    """Also what is declared in a module that nothing else imports."""
    known = [one.__name__ for one in (*ITEMS, *Form.declared)]
    assert sorted(declared_in_source()) == sorted(known)
