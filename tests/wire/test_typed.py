"""What people write into a command is theirs: whatever keeps it from being used gives it back."""

from typing import Any

from tests.wire.house import CHANNEL, House
from tests.wire.people import Values
from tests.wire.shapes import Json

_COMMAND, _TEXT, _WHOLE = 1, 3, 4
SHORT = 100
"""Characters that are soon typed again."""
LINKS = {"playlist"}
"""What is pasted, and can be pasted again."""


def _written(option: Json) -> bool:
    """Tell whether somebody writes this: it is long, and nothing offers it."""
    return (
        option["type"] == _TEXT
        and option.get("max_length", 6000) > SHORT
        and not option.get("autocomplete")
        and not option.get("choices")
        and option["name"] not in LINKS
    )


def _given(options: list[Json], words: str) -> dict[str, Values]:
    """Return what is required, and the words where somebody writes."""
    plain: dict[int, Any] = {_TEXT: "x", _WHOLE: 1}
    chosen = {
        one["name"]: one["choices"][0]["value"] if one.get("choices") else plain[one["type"]]
        for one in options
        if one.get("required")
    }
    return chosen | {one["name"]: words for one in options if _written(one)}


async def test_what_somebody_wrote_into_a_command_is_given_back(house: House) -> None:
    words = "Neon rain, and nobody says a word."
    lost, tried = [], 0
    for group in house.discord._commands():
        for command in group.get("options", ()):
            if command["type"] != _COMMAND or not any(map(_written, command.get("options", ()))):
                continue
            tried += 1
            name = f"{group['name']} {command['name']}"
            # The channel is no room, so that none of them can be carried out.
            made = await house.discord.command(
                name, _given(command["options"], words), house.boss, CHANNEL
            )
            assert "not a writers' room yet" in made.text
            if words not in made.text:
                lost.append(name)
    assert lost == []
    assert tried > 5
