"""A new form of ballot is three files and two lines; everything else follows from them.

The files are beside this one. The two lines are those of the registries.
"""

import contextlib
import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
import simcord
from click.testing import CliRunner

from bot.__main__ import main
from bot.domain.counting.registry import METHODS
from cogs.registry import ITEMS
from cogs.ui.ballots.registry import SCREENS
from tests.cogs.added_form import graded, grades_screen
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, menu, said
from tests.cogs.steps import propose, schedule, set_up
from tests.cogs.test_methods import Shown, choose, close, own, public, receipt, ticked_anywhere
from tests.cogs.test_record import files_of, record


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a line to each registry; a button needs none, its module is imported like all others."""
    monkeypatch.setitem(METHODS, graded.METHOD.name, graded.METHOD)
    monkeypatch.setitem(SCREENS, grades_screen.SCREEN.form.name, grades_screen.SCREEN)
    monkeypatch.setattr("bot.app.ITEMS", (*ITEMS, grades_screen.GradeMenu))


@pytest.fixture
async def studio(studio: Studio) -> Studio:
    """Return a studio with an open round of five songs for two seats, counted the new way.

    `/round schedule` lists the methods as it is imported, so here the room's usual one is set.
    """
    await set_up(studio)
    settings = (await studio.boss.slash(studio.channel, "room settings")).response
    assert settings is not None
    await studio.boss.select(settings, ["graded"], custom_id="settings:method")
    await studio.boss.select(settings, ["own_songs_votable"], custom_id="settings:switches")
    await propose(studio, 5)
    await studio.boss.slash(studio.channel, "shortlist fill", size=5)
    told = await schedule(studio, closes="in 36 hours", seats=2)
    assert graded.METHOD.gist in answered(told)
    await studio.work_off()
    return studio


async def grade(person: simcord.MemberActor, shown: Shown, **songs: int) -> None:
    """Grade a song yes, a song maybe, or both."""
    for name, song in songs.items():
        await choose(person, shown, f"grade:{name}:", f"Song {song}")


async def vote(studio: Studio) -> list[str]:
    """Have everybody vote, the last one abstain; return their receipts."""
    newcomer = studio.guild.add_member(studio.env.create_user("newcomer"))
    people = (*studio.writers, studio.boss, newcomer)
    shown = [await own(studio, person) for person in people]
    for person, mine, yes, maybe in zip(
        people, shown, (1, 2, 3, 2, 2), (2, 3, 1, 1, 1), strict=False
    ):
        await grade(person, mine, yes=yes, maybe=maybe)
    await newcomer.click(shown[-1], label="Abstain")
    return [receipt(one) for one in shown]


async def test_the_ballot_is_changed_on_its_screen_and_outlives_a_restart(studio: Studio) -> None:
    assert "Say yes or maybe to as many songs as you like." in said(public(studio, "## The vote"))
    writer = studio.writers[0]
    shown = await own(studio, writer)
    assert "Say which songs you want. Every change is saved" in said(shown)
    assert [one["label"] for one in menu(shown, "grade:yes:")["options"]] == [
        f"{number}. Song {number}" for number in range(1, 6)
    ]
    await grade(writer, shown, yes=1, maybe=2)
    await studio.restart()
    shown = await own(studio, writer)
    assert [line.partition(" \u2013")[0] for line in said(shown).splitlines() if "- " in line] == [
        "- yes: **Song 1**",
        "- maybe: **Song 2**",
    ]
    await grade(writer, shown, yes=2)
    assert ticked_anywhere(shown) == ["2. Song 2"]
    for _ in range(2):
        await writer.click(shown, label="Abstain")
    assert "You abstain." in said(shown)
    await grade(writer, shown, maybe=3)
    assert ticked_anywhere(shown) == ["3. Song 3"]
    await choose(writer, shown, "grade:maybe:")
    assert "Your ballot is empty" in said(shown)


async def test_the_round_is_kept_counted_recounted_and_tabled(
    studio: Studio, tmp_path: Path
) -> None:
    receipts = await vote(studio)
    with contextlib.closing(sqlite3.connect(tmp_path / "needledrop.db")) as database:
        kept = database.execute("SELECT receipt, choices FROM ballots").fetchall()
    packed = ["0y,1m", "1y,2m", "0m,2y", "0m,1y", "0m,1y", "-"]
    assert sorted(kept) == sorted(zip(receipts, packed, strict=True))
    await close(studio)
    results = said(public(studio, "## The cut for"))
    assert "Artist 2: 3 yes, 1 maybe; decided by yes" in results
    assert "Artist 1: 1 yes, 3 maybe; decided by maybe" in results
    assert "Counted as cast" in said(await own(studio, studio.writers[0]))

    files = await files_of(await record(studio, studio.writers[0]))
    file = tmp_path / "record.json"
    file.write_bytes(files["record-104.json"])
    listed = {one.pop("receipt"): one for one in json.loads(file.read_bytes())["ballots"]}
    assert listed[receipts[0]] == {"yes": ["s1"], "maybe": ["s2"]}
    assert listed[receipts[-1]] == {}
    again = CliRunner().invoke(main, ["recount", str(file)])
    assert again.exit_code == 0
    assert "Graded: say yes or maybe to songs" in again.stdout
    for line in ("3 yes, 1 maybe  decided by yes", "1 yes, 3 maybe  decided by maybe"):
        assert line in again.stdout

    rows = csv.reader(io.StringIO(files["record-104.csv"].decode("utf-8-sig")))
    cells = {row[0].lstrip("'"): row[1:] for row in rows}
    assert cells[receipts[1]] == ["", "yes", "maybe", "", ""]
    assert cells[receipts[-1]] == [""] * 5
