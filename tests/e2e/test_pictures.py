"""The pictures of the guides show what the bot shows today: played again, and compared in words."""

import re
from pathlib import Path

import pytest

from bot.demo.simulation import open_simulation
from tests.pictures.shooting import Drawing, PicturedStory, Screen

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
SHOWN = {path.stem for path in FOLDER.glob("*.png")}


async def test_no_picture_is_stale() -> None:
    said: dict[str, list[str]] = {}

    async def look(shot: Screen | Drawing) -> None:
        said[shot.name] = shot.says

    async with open_simulation() as simulation:
        await PicturedStory(simulation, look).play()
    assert set(said) == SHOWN
    kept = {name: (FOLDER / f"{name}.txt").read_text("utf-8").splitlines() for name in SHOWN}
    assert said == kept, "take the pictures again: make pictures"


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_every_picture_is_in_a_page_with_words_for_those_who_do_not_see_it(name: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    told = re.findall(rf"!\[([^\]]*)\]\([\w./]*pictures/{name}\.png\)", text)
    assert told
    assert all(len(words) > 80 for words in told)
