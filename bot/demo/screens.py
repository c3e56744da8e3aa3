"""Read what a simulated person sees: replies, texts, buttons, menus and forms."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import simcord

Component = Mapping[str, Any]


def reply_of(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Return the bot's reply to an interaction.

    Raises:
        AssertionError: There was no reply.
    """
    message = result.response or next(iter(result.followups), None)
    if message is None:
        raise AssertionError(f"there was no reply: {result!r}")
    return message


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """Yield all components of a message from top to bottom, nested ones included."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())


def text(components: Sequence[Component]) -> str:
    """Return all the text of a message."""
    return "\n".join(c["content"] for c in walk(components) if "content" in c)


def custom_id(components: Sequence[Component], prefix: str) -> str:
    """Return the first custom id that begins with a prefix.

    Raises:
        StopIteration: There is none.
    """
    ids = (str(c.get("custom_id", "")) for c in walk(components))
    return next(value for value in ids if value.startswith(prefix))


def options(components: Sequence[Component], menu: str) -> list[str]:
    """Return the values of a menu's options, in order.

    Raises:
        StopIteration: There is no such menu.
    """
    found = next(c for c in walk(components) if c.get("custom_id") == menu)
    return [option["value"] for option in found["options"]]


def choices(components: Sequence[Component], menu: str) -> dict[str, tuple[str, str]]:
    """Return what a menu offers by value: its label, and the words below it, which may be empty.

    The menu is the first whose custom id begins so.

    Raises:
        StopIteration: There is no such menu.
    """
    name = custom_id(components, menu)
    found = next(c for c in walk(components) if c.get("custom_id") == name)
    return {one["value"]: (one["label"], one.get("description") or "") for one in found["options"]}


def form_values(form: simcord.InteractionResult) -> dict[str, str | list[str]]:
    """Return the values a form opens with, by field; Discord submits them unless changed."""
    if form.modal is None:
        raise AssertionError("no form was opened")
    fields = (label["component"] for label in form.modal["components"])
    return {field["custom_id"]: _value(field) for field in fields}


def _value(field: Component) -> str | list[str]:
    if "options" not in field:
        return field.get("value") or ""
    return [option["value"] for option in field["options"] if option.get("default")]
