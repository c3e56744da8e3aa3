"""Importing a playlist, through the real client."""

import pytest

from bot.domain.errors import RateLimited, SpotifyNotConfigured
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, said
from tests.cogs.steps import longlist, set_up

ID = "p" * 22
LINK = f"https://open.spotify.com/playlist/{ID}"


async def test_a_playlist_comes_onto_the_longlist_with_one_message(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [*(recording(n) for n in range(1, 121)), None]
    result = await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    text = answered(result)
    assert "“Songs \\*of\\* ours”, 121 songs" in text
    assert "episode 104" in text
    await studio.work_off()
    assert len(await longlist(studio)) == 120
    [message] = studio.channel.history()
    text = said(message)
    assert "Imported “Songs \\*of\\* ours”" in text
    assert "120 new · 0 there already · 1 left out" in text
    assert "`/song list`" in text
    assert "`/shortlist pick`" in text
    await studio.restart()
    opened = await studio.writers[0].click(message, label="See the longlist")
    assert "The longlist of episode 104 “Pilot”**: 120 songs" in answered(opened)
    assert "imported" in answered(opened)


async def test_the_message_and_the_status_show_how_far_it_has_come(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(n) for n in range(1, 121)]
    until = studio.house.clock.now() + 48925
    studio.house.library.trouble = [None, None, RateLimited(until)]
    await studio.boss.slash(studio.channel, "song import", playlist=LINK, episode="104")
    await studio.work_off()
    [message] = studio.channel.history()
    assert "50 of 120 songs read" in said(message)
    assert f"<t:{int(until)}:F>" in said(message)
    status = answered(await studio.writers[0].slash(studio.channel, "room status"))
    assert "Importing “Songs \\*of\\* ours” for episode 104 “Pilot”: 50 of 120 songs" in status
    assert "the imported songs, next try" in status
    second = answered(await studio.boss.slash(studio.channel, "song import", playlist=LINK))
    assert "50 of 120 songs so far. Wait" in second
    await studio.restart()
    studio.house.clock.move(48930)
    studio.now.outbox.wake()
    await studio.work_off()
    [message] = studio.channel.history()
    assert "120 new · 0 there already" in said(message)
    assert "Importing" not in answered(await studio.boss.slash(studio.channel, "room status"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (LINK, "belongs to “Dana”"),
        ("https://open.spotify.com/playlist/" + "z" * 22, "can't see a playlist at that link"),
        ("https://open.spotify.com/album/" + "a" * 22, "is an album"),
        ("our songs", "Paste the link of a Spotify playlist"),
    ],
)
async def test_what_cannot_be_imported_is_explained(studio: Studio, typed: str, told: str) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(1)]
    studio.house.library.closed.add(ID)
    text = answered(await studio.boss.slash(studio.channel, "song import", playlist=typed))
    assert told in text
    assert typed in text
    assert studio.channel.history() == []


async def test_only_the_showrunner_imports(studio: Studio) -> None:
    await set_up(studio)
    result = await studio.writers[0].slash(studio.channel, "song import", playlist=LINK)
    assert "Only the showrunner" in answered(result)


async def test_without_spotify_it_says_so(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.trouble = [SpotifyNotConfigured()]
    result = await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    assert "Spotify is not connected here" in answered(result)


async def test_an_import_that_stops_says_what_to_do(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(n) for n in range(1, 121)]

    async def closes(place: int) -> None:
        if place == 50:
            studio.house.library.closed.add(ID)

    studio.house.library.meanwhile = closes
    await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    await studio.work_off()
    [message] = studio.channel.history()
    assert "has stopped" in said(message)
    assert "collaborator" in said(message)
    studio.house.library.meanwhile = None
    studio.house.library.closed.clear()
    result = await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    assert "where it was interrupted, at 50 of 120 songs" in answered(result)
    await studio.work_off()
    assert len(studio.channel.history()) == 2
    assert len(await longlist(studio)) == 120


async def test_a_writer_who_proposes_an_imported_song_can_second_it(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(7)]
    await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    await studio.work_off()
    link = f"https://open.spotify.com/track/{7:022}"
    result = await studio.writers[1].slash(studio.channel, "song propose", song=link)
    assert "longlist already. You can second it" in answered(result)
    assert result.response is not None
    again = await studio.writers[1].click(result.response, label="Second")
    assert "You seconded" in answered(again)


async def test_a_song_that_cannot_be_kept_is_named_in_the_message(studio: Studio) -> None:
    await set_up(studio)
    poisoned = recording(2, title="Smile \ud83d")
    studio.house.library.playlists[ID] = [recording(1), poisoned, recording(3), None]
    await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    await studio.work_off()
    assert len(await longlist(studio)) == 2
    [message] = studio.channel.history()
    text = said(message)
    assert "2 new · 0 there already · 2 left out" in text
    assert "number 2 (Artist 2 - Smile)" in text
    assert "`/song propose`" in text


async def test_an_import_that_keeps_failing_is_told_as_stopped(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(n) for n in range(1, 121)]
    faults = [RuntimeError("nobody foresaw it") for _ in range(8)]
    studio.house.library.trouble = [None, None, *faults]
    await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    for _ in range(9):
        await studio.work_off()
        studio.house.clock.move(5 * 3600)
        studio.now.outbox.wake()
    await studio.work_off()
    [message] = studio.channel.history()
    text = said(message)
    assert "has stopped" in text
    assert "50 of 120 songs read: 50 new" in text
    assert "picks up from here" in text
    status = answered(await studio.boss.slash(studio.channel, "room status"))
    assert "Importing" not in status
