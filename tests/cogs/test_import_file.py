"""Importing an attached file, through the real client."""

import threading
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot import songfiles
from bot.domain.song_files import BYTES_MAX, SongFile
from bot.songfiles import read
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, said
from tests.cogs.steps import longlist, propose_one, set_up

FILES = Path(__file__).parents[1] / "data" / "song_files"


def attached(result: simcord.InteractionResult) -> list[str]:
    """Return the names of the files in an answer."""
    message = result.followups[-1] if result.followups else result.response
    assert message is not None
    return [one.filename for one in message.attachments]


async def import_it(studio: Studio, name: str, content: bytes) -> simcord.InteractionResult:
    result = await studio.boss.slash(studio.channel, "song import", file=(name, content))
    await studio.work_off()
    return result


@pytest.mark.parametrize("name", ["exportify.csv", "vlc.xspf", "spotify.m3u8", "listenbrainz.jspf"])
async def test_a_file_comes_onto_the_longlist_with_one_message(studio: Studio, name: str) -> None:
    await set_up(studio)
    result = await import_it(studio, name, (FILES / name).read_bytes())
    assert f"Importing “{name}”, 4 songs, onto the longlist of episode 104" in answered(result)
    [message] = studio.channel.history()
    assert f"Imported “{name}”" in said(message)
    assert "4 new · 0 there already" in said(message)
    assert [one.song.title for one in reversed(await longlist(studio))] == [
        "Marquee Moon",
        "7/11",
        'A "quiet" night',
        "September",
    ]


async def test_the_report_names_what_was_not_added(studio: Studio) -> None:
    await set_up(studio)
    await propose_one(studio, 3)
    lines = ["Title,Artist", "Song 3,Artist 3", "Blue,Joni", "blue,JONI", "No artist,"]
    result = await import_it(studio, "ours.csv", "\n".join(lines).encode())
    text = answered(result)
    assert "1 on the longlist already · 1 twice in the file · 1 without an artist" in text
    assert "2 songs came without a Spotify link" in text
    assert attached(result) == ["import-report.txt"]
    assert "1 new · 1 there already · 2 left out" in said(studio.channel.history()[-1])


async def test_a_clean_file_needs_no_report(studio: Studio) -> None:
    await set_up(studio)
    result = await import_it(studio, "ours.txt", b"Joni - Blue\n")
    assert attached(result) == []
    assert "Not added" not in answered(result)


async def test_letters_that_were_guessed_are_spoken_of(studio: Studio) -> None:
    await set_up(studio)
    result = await import_it(studio, "ours.tsv", (FILES / "tab-latin1.tsv").read_bytes())
    assert "had to be guessed" in answered(result)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "attach a file with `file`"),
        (
            {"playlist": "https://x.invalid", "file": ("a.txt", b"Joni - Blue")},
            "either a playlist or a file",
        ),
        ({"file": ("a.xlsx", b"PK\x03\x04" + b"\x00" * 90)}, "a spreadsheet as CSV"),
        ({"file": ("a.txt", b"Dear all,")}, "found no songs in “a.txt”"),
        ({"file": ("a.xspf", b'<!DOCTYPE a [<!ENTITY b "c">]><playlist/>')}, "could do harm"),
        ({"file": ("a.json", b'{\n"a": nope}')}, "damaged at line 2"),
        ({"file": ("*a*.txt", b"Joni - Blue\n" * 6000)}, "“\\*a\\*.txt” has more than 5000 songs"),
    ],
)
async def test_what_cannot_be_imported_is_explained(
    studio: Studio, given: dict[str, Any], told: str
) -> None:
    await set_up(studio)
    assert told in answered(await studio.boss.slash(studio.channel, "song import", **given))
    assert studio.channel.history() == []
    assert await longlist(studio) == ()


async def test_a_file_that_is_too_large_is_not_asked_for(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(studio)
    asked = list[str]()

    async def read(self: discord.Attachment, **_: object) -> bytes:
        asked.append(self.filename)
        return b""

    monkeypatch.setattr(discord.Attachment, "read", read)
    result = await import_it(studio, "big.csv", b"a" * (BYTES_MAX + 1))
    assert "“big.csv” is too large: at most 5 MB" in answered(result)
    assert asked == []


@pytest.mark.parametrize("trouble", [TimeoutError(), ConnectionResetError()])
async def test_a_file_that_does_not_arrive_can_be_attached_again(
    studio: Studio, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(studio)

    async def read(self: discord.Attachment, **_: object) -> bytes:
        raise trouble

    monkeypatch.setattr(discord.Attachment, "read", read)
    result = await import_it(studio, "ours.csv", b"a")
    assert "didn't give me “ours.csv”" in answered(result)


async def test_only_the_showrunner_imports_files(studio: Studio) -> None:
    await set_up(studio)
    given = ("a.txt", b"Joni - Blue")
    result = await studio.writers[0].slash(studio.channel, "song import", file=given)
    assert "Only the showrunner" in answered(result)


async def test_a_file_is_read_beside_the_loop(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long in one room keeps nobody waiting in another."""
    await set_up(studio)
    threads: list[threading.Thread] = []

    def noted(content: bytes, name: str) -> SongFile:
        threads.append(threading.current_thread())
        return read(content, name)

    monkeypatch.setattr(songfiles, "read", noted)
    await import_it(studio, "ours.txt", b"Joni - Blue")
    assert threads
    assert threading.main_thread() not in threads
