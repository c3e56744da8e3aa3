"""A season in a room that has no Spotify: songs come from a file, and leave in files."""

import re
from pathlib import Path

from tests.wire.house import CHANNEL, House
from tests.wire.people import Upload
from tests.wire.shapes import text_of, walk
from tests.wire.test_season import seen, shortlist_presented, vote_held

TAPE = Path(__file__).parents[1] / "data" / "song_files" / "exportify.csv"


async def imported(house: House) -> None:
    """Set up a room with an episode, and have the showrunner bring songs in a file."""
    discord, boss = house.discord, house.boss
    await house.set_up()
    await discord.command("room roster", {}, boss, CHANNEL)
    await discord.command("episode create", {"number": "104"}, boss, CHANNEL)
    given = {"file": Upload("tape.csv", TAPE.read_bytes())}
    answer = await discord.command("song import", given, boss, CHANNEL)
    assert "Importing “tape.csv”, 4 songs" in answer.text
    assert "without a Spotify link" not in answer.text
    assert [one["filename"] for one in seen(answer)["attachments"]] == ["import-report.txt"]
    await house.bot.settled()
    [progress] = discord.messages(CHANNEL)
    assert "4 new · 0 there already · 1 left out" in text_of(progress)


async def test_a_season_goes_from_a_file_to_files(house: House) -> None:
    discord, boss, writer = house.discord, house.boss, house.writers[0]
    await imported(house)
    await shortlist_presented(house)
    presented = walk(discord.messages(CHANNEL)[-1]["components"])
    assert all(one.get("label") != "Listen" for one in presented)
    await vote_held(house)
    board = await discord.command("board show", {}, writer, CHANNEL)
    assert "Marquee Moon" in board.text
    for kind in ("pdf", "html", "xlsx", "csv", "json"):
        sheet = await discord.command("board export", {"format": kind}, writer, CHANNEL)
        names = [one["filename"] for one in seen(sheet)["attachments"]]
        assert re.fullmatch(rf"[\w-]+_104_[\d-]+_clearance-sheet\.{kind}", names[0])
    for what in ("longlist", "shortlist", "board", "season"):
        taken = await discord.command("playlist export", {"what": what}, writer, CHANNEL)
        [file] = seen(taken)["attachments"]
        assert file["filename"].endswith(".csv")
    for command in ("room status", "playlist status", "help"):
        assert (await discord.command(command, {}, boss, CHANNEL)).text
    status = await discord.command("room status", {}, boss, CHANNEL)
    assert "waiting" not in status.text


async def test_a_restart_in_the_middle_of_a_file_loses_nothing(house: House) -> None:
    discord = house.discord
    await house.set_up()
    await discord.command("episode create", {"number": "104"}, house.boss, CHANNEL)
    lines = "".join(f"Singer {n} - Song {n}\n" for n in range(260))
    given = {"file": Upload("tape.txt", lines.encode())}
    await discord.command("song import", given, house.boss, CHANNEL)
    await house.restart()
    await house.bot.settled()
    room, episode = await house.room(), await house.episode()
    longlist = await house.app.services.proposals.longlist(room, episode)
    assert {one.song.title for one in longlist} == {f"Song {n}" for n in range(260)}
    assert len(longlist) == 260
