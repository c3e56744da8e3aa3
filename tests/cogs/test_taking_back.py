"""Taking an import back through the real client: the numbers first, then the deed, then back."""

from bot.domain.errors import RateLimited
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, said
from tests.cogs.steps import longlist, set_up
from tests.cogs.test_import_playlist import ID, LINK


async def imported(studio: Studio, count: int = 59) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(n) for n in range(1, count + 1)]
    await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    await studio.work_off()


async def touch(studio: Studio) -> None:
    """Have people do something with three of the songs: two are seconded, one has a note."""
    for place, command in ((1, "second"), (2, "second"), (3, "note")):
        song = str((await longlist(studio))[-place].id)
        opened = await studio.writers[0].slash(studio.channel, f"song {command}", song=song)
        if command == "note":
            await studio.writers[0].submit_modal(opened, {"note": "She leaves the party."})


async def test_it_asks_with_the_numbers_and_then_does_it(studio: Studio) -> None:
    await imported(studio)
    await touch(studio)
    [message] = studio.channel.history()
    asked = await studio.boss.click(message, label="Take this import back")
    text = answered(asked)
    assert "56 of 59 songs will be withdrawn" in text
    assert "3 stay, because people have done something with them since:" in text
    assert "- 2 seconded: **Song 1**" in text
    assert "- 1 with people's notes: **Song 3**" in text
    assert len(await longlist(studio)) == 59
    await studio.restart()
    assert asked.response is not None
    done = await studio.boss.click(asked.response, label="Take it back")
    assert "56 songs withdrawn; 3 stayed" in answered(done)
    assert len(await longlist(studio)) == 3
    await studio.work_off()
    [message] = studio.channel.history()
    assert "was taken back" in said(message)
    assert "56 songs withdrawn; 3 stayed" in said(message)
    back = await studio.boss.click(message, label="Bring it back")
    assert "56 songs on the longlist again" in answered(back)
    await studio.work_off()
    assert len(await longlist(studio)) == 59
    assert "59 new" in said(studio.channel.history()[0])


async def test_a_command_reaches_it_later(studio: Studio) -> None:
    await imported(studio, 3)
    [offered] = await studio.boss.autocomplete(studio.channel, "song take-back", "import", "ours")
    assert offered["name"].startswith("Songs *of* ours: 3 songs, episode 104")
    by_name = {"import": "songs *of* ours"}
    asked = await studio.boss.slash(studio.channel, "song take-back", **by_name)
    assert "3 of 3 songs will be withdrawn" in answered(asked)
    assert "stay" not in answered(asked)
    assert asked.response is not None
    await studio.boss.click(asked.response, label="Take it back")
    again = await studio.boss.slash(studio.channel, "song take-back", **by_name)
    assert "is taken back: 3 songs withdrawn" in answered(again)
    unknown = await studio.boss.slash(studio.channel, "song take-back", **{"import": "What"})
    assert "This room has no import “What”" in answered(unknown)


async def test_while_it_runs_it_says_that_it_stops_first(studio: Studio) -> None:
    await set_up(studio)
    studio.house.library.playlists[ID] = [recording(n) for n in range(1, 121)]
    until = studio.house.clock.now() + 3600
    studio.house.library.trouble = [None, None, RateLimited(until)]
    await studio.boss.slash(studio.channel, "song import", playlist=LINK)
    await studio.work_off()
    [message] = studio.channel.history()
    asked = await studio.boss.click(message, label="Take this import back")
    assert "50 of 50 songs will be withdrawn" in answered(asked)
    assert "still running. It stops first" in answered(asked)
    assert asked.response is not None
    done = await studio.boss.click(asked.response, label="Take it back")
    assert "50 songs withdrawn" in answered(done)
    studio.house.clock.move(3700)
    studio.now.outbox.wake()
    await studio.work_off()
    assert not await longlist(studio)


async def test_where_nothing_can_be_withdrawn_it_says_why(studio: Studio) -> None:
    await imported(studio, 1)
    song = str((await longlist(studio))[0].id)
    await studio.writers[0].slash(studio.channel, "song second", song=song)
    [message] = studio.channel.history()
    told = await studio.boss.click(message, label="Take this import back")
    assert "Nothing from the import of" in answered(told)
    assert "- 1 seconded" in answered(told)
    assert "`/song withdraw`" in answered(told)
