"""What a message says, and what can be pressed and picked in it."""

import re
from collections.abc import Iterator
from typing import Any

import discord
import simcord

SPEECH = dict[str, Any]


def walk(components: list[SPEECH]) -> Iterator[SPEECH]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def raw(message: discord.Message | simcord.ResponseMessage) -> list[SPEECH]:
    if isinstance(message, simcord.ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]  # type: ignore[misc]


def said(message: discord.Message | simcord.ResponseMessage | None) -> str:
    assert message is not None
    return "\n".join(one["content"] for one in walk(raw(message)) if "content" in one)


def answered(result: simcord.InteractionResult) -> str:
    """Return what was answered, privately; it must have been."""
    message = result.followups[-1] if result.followups else result.response
    assert message is not None
    assert message.ephemeral
    return said(message)


def labels(message: discord.Message | simcord.ResponseMessage) -> list[str]:
    """Return the labels of the buttons that can be pressed."""
    return [
        one["label"] for one in walk(raw(message)) if one.get("label") and not one.get("disabled")
    ]


def menu(message: simcord.ResponseMessage | discord.Message, custom_id: str) -> SPEECH:
    [found] = [one for one in walk(raw(message)) if one.get("custom_id", "").startswith(custom_id)]
    return found


def ticked(found: SPEECH) -> list[str]:
    return [option["label"] for option in found["options"] if option.get("default")]


def values(found: SPEECH, *labels: str) -> list[str]:
    """Return the values of the options with these labels, with or without their numbers."""
    return [
        option["value"]
        for option in found["options"]
        if option["label"] in labels or unnumbered(option["label"]) in labels
    ]


def unnumbered(label: str) -> str:
    """Return an option's label without the number before its title."""
    return re.sub(r"(^|: )\d+\. ", r"\1", label)
