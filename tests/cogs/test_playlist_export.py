"""Songs leave the room as files, and come back into it."""

import pytest

from bot.domain.song_files import FileKind
from bot.songfiles import read
from cogs.ui.playlists.export import KINDS, LISTS
from tests.cogs.boards import boarded
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered
from tests.cogs.steps import longlist, propose, set_up
from tests.cogs.test_import_file import attached, import_it


def content_of(studio: Studio, name: str) -> bytes:
    """Return what a file held that was attached last by a name."""
    [*_, url] = [one for one in studio.env.backend.cdn._blobs if one.endswith(f"/{name}")]
    content = studio.env.backend.cdn.get(url)
    assert content is not None
    return content


@pytest.mark.parametrize("kind", FileKind)
async def test_what_is_exported_can_be_imported(studio: Studio, kind: FileKind) -> None:
    await set_up(studio)
    await propose(studio, 5)
    writer = studio.writers[0]
    result = await writer.slash(studio.channel, "playlist export", what="longlist", format=kind)
    assert "**The longlist of episode 104 “Pilot”**: 5 songs" in answered(result)
    name = f"needle-drop-104-longlist.{kind}"
    assert attached(result) == [name]
    content = content_of(studio, name)
    before = [one.song.title for one in await longlist(studio)]
    await studio.boss.slash(studio.channel, "episode create", number="105")
    result = await import_it(studio, name, content)
    assert "5 songs, onto the longlist of episode 105" in answered(result)
    assert [one.song.title for one in await longlist(studio)] == before
    assert read(content, name).kind is kind


async def test_shortlist_board_and_season_are_exported(studio: Studio) -> None:
    await boarded(studio)
    writer, channel = studio.writers[0], studio.channel
    shortlist = await writer.slash(channel, "playlist export", what="shortlist")
    assert "The shortlist of episode 104 “Pilot”**: 5 songs" in answered(shortlist)
    board = await writer.slash(channel, "playlist export", what="board")
    assert "The board of episode 104 “Pilot”**: 3 songs" in answered(board)
    season = await writer.slash(channel, "playlist export", what="season", format="m3u8")
    assert "The boards of all episodes**: 3 songs" in answered(season)
    assert attached(season) == ["needle-drop-season.m3u8"]
    file = read(content_of(studio, "needle-drop-season.m3u8"), "a")
    assert [one.recording.title for one in file.songs] == ["Song 1", "Song 2", "Song 3"]


async def test_songs_without_a_link_are_spoken_of(studio: Studio) -> None:
    await set_up(studio)
    await import_it(studio, "a.txt", b"Joni - Blue\nNico - These Days\n")
    result = await studio.boss.slash(studio.channel, "playlist export", what="longlist")
    assert "2 songs have no link" in answered(result)


@pytest.mark.parametrize("what", ["longlist", "shortlist"])
async def test_an_empty_list_says_how_songs_get_there(studio: Studio, what: str) -> None:
    await set_up(studio)
    text = answered(await studio.boss.slash(studio.channel, "playlist export", what=what))
    assert f"The {what} of episode “104” has no songs yet" in text


async def test_before_the_first_board_there_is_no_season(studio: Studio) -> None:
    await set_up(studio)
    for what, told in (("season", "No episode has songs on its board"), ("board", "board")):
        result = await studio.boss.slash(studio.channel, "playlist export", what=what)
        assert told in answered(result)
        assert attached(result) == []


def test_every_kind_and_list_is_offered() -> None:
    assert set(KINDS) == set(FileKind)
    assert len(LISTS) == 4
