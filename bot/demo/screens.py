"""Reading what a simulated person sees: the menus and texts of a message."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import simcord

Component = Mapping[str, Any]


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Return the message a person was answered with.

    Raises:
        AssertionError: There was none.
    """
    message = result.response or next(iter(result.followups), None)
    if message is None:
        raise AssertionError(f"nobody was answered: {result!r}")
    return message


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """Return all components of a message, nested ones included, from top to bottom."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())


def text(components: Sequence[Component]) -> str:
    """Return everything a message says."""
    return "\n".join(c["content"] for c in walk(components) if "content" in c)


def custom_id(components: Sequence[Component], prefix: str) -> str:
    """Return the id of the first thing to press whose id begins so.

    Raises:
        StopIteration: There is none.
    """
    ids = (str(c.get("custom_id", "")) for c in walk(components))
    return next(one for one in ids if one.startswith(prefix))


def options(components: Sequence[Component], menu: str) -> list[str]:
    """Return the values of a menu's options, in order.

    Raises:
        StopIteration: There is no such menu.
    """
    found = next(c for c in walk(components) if c.get("custom_id") == menu)
    return [option["value"] for option in found["options"]]


def filled_in(form: simcord.InteractionResult) -> dict[str, str]:
    """Return what the fields of a form hold as it opens, which a person's Discord sends back."""
    if form.modal is None:
        raise AssertionError("no form was opened")
    fields = (label["component"] for label in form.modal["components"])
    return {field["custom_id"]: field.get("value") or "" for field in fields}
