"""What a start brings into memory: after an update, people wait for all that it imports."""

import subprocess
import sys

import pytest

START = """\
import sys
import bot.app
from bot.settings import Settings
bot.app.build(Settings("", database_url="sqlite:///never-opened.db"), bot.app.Parts())
print(*sys.modules)
"""
"""Puts the bot together as `python -m bot run` does, and prints what is in memory then."""

LIBRARIES = {
    *("discord", "aiohttp", "aiohappyeyeballs", "aiosignal", "attr", "frozenlist", "idna"),
    *("multidict", "propcache", "yarl", "orjson"),
    *("aiosql", "aiosqlite"),
    *("apscheduler", "tzlocal"),
    *("dotenv", "typing_extensions"),
    "msgspec",
}
"""All that a start imports of other people's: Discord and what it needs, the database, the
schedule, the settings, and what values are made with. What else there is comes with the first thing
that needs it.
"""
LATER = (
    *("bot.demo", "bot.doctor", "bot.diagnosis", "bot.recounting", "bot.terminal"),
    *("bot.export.letter_archive", "bot.export.sheet_page", "bot.export.tables"),
    *("bot.export.workbooks", "bot.songfiles", "bot.typesetting.child", "bot.watch", "bot.words."),
    *("storage.move", "storage.postgres", "storage.restore", "storage.checkups"),
)
"""Parts of the bot that a start does without, and all that is in them."""


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", START], check=True, capture_output=True, text=True
    )
    return frozenset(done.stdout.split())


def test_a_start_imports_no_library_that_is_needed_later(imported: frozenset[str]) -> None:
    ours = {"bot", "cogs", "storage"} | {"cython_runtime"}  # which is nobody's
    tops = {name.partition(".")[0] for name in imported}
    others = {name for name in tops if not name.startswith("_")} - sys.stdlib_module_names - ours
    assert others - LIBRARIES == set()


def test_a_start_imports_no_part_that_is_needed_later(imported: frozenset[str]) -> None:
    assert [name for name in imported if name.startswith(LATER)] == []
