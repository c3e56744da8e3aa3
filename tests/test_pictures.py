"""Pictures are kept in a folder: the newest ones, and only if they are whole."""

import logging
import os
from pathlib import Path

import pytest

from bot.pictures import PictureFolder, pictures_in

PNG = b"\x89PNG\r\n\x1a\n and so on IEND\xaeB`\x82"


async def test_a_picture_is_there_for_the_next_process(tmp_path: Path) -> None:
    folder = tmp_path / "songs.db-pictures"
    assert await PictureFolder(folder).get("1", "a") is None
    assert not folder.exists()
    await PictureFolder(folder).keep("1", "a", PNG)
    assert await PictureFolder(folder).get("1", "a") == PNG
    assert await PictureFolder(folder).get("1", "b") is None
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_there_is_one_of_each_thing_and_the_oldest_go(tmp_path: Path) -> None:
    pictures = PictureFolder(tmp_path, most=3)
    for about, shows in (("1", "a"), ("11", "a"), ("1", "b")):
        await pictures.keep(about, shows, PNG)
    assert names(tmp_path) == ["1-b.png", "11-a.png"]
    for age, name in enumerate(["11-a.png", "1-b.png"]):
        os.utime(tmp_path / name, (age, age))
    for about in ("2", "3"):
        await pictures.keep(about, "a", PNG)
    assert names(tmp_path) == ["1-b.png", "2-a.png", "3-a.png"]


@pytest.mark.parametrize("damaged", [b"", PNG[:12], b"something else", PNG[:-1]])
async def test_half_a_file_is_none(tmp_path: Path, damaged: bytes) -> None:
    pictures = PictureFolder(tmp_path)
    (tmp_path / "1-a.png").write_bytes(damaged)
    assert await pictures.get("1", "a") is None
    await pictures.keep("1", "a", PNG)
    assert await pictures.get("1", "a") == PNG


async def test_a_folder_that_cannot_be_used_costs_nothing_but_the_picture(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "a file"
    place.write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        await PictureFolder(place).keep("1", "a", PNG)
        assert await PictureFolder(place).get("1", "a") is None
    assert "will be drawn again" in caplog.text


async def test_nothing_but_words_becomes_part_of_a_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not fit"):
        await PictureFolder(tmp_path).keep("../1", "a", PNG)


async def test_without_a_folder_none_is_kept() -> None:
    pictures = pictures_in(None)
    await pictures.keep("1", "a", PNG)
    assert await pictures.get("1", "a") is None
