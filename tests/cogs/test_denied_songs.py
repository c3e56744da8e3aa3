"""Songs whose rights are denied leave the shortlist by one press on the preview, and come back."""

import simcord

from bot.domain.model import Person, SongId, UserId
from bot.domain.rights import Side, Stage
from bot.services.rights import HolderText, StepText
from tests.cogs.conftest import Studio
from tests.cogs.longlists import opened
from tests.cogs.messages import labels, said
from tests.cogs.rounds import asks, room_of, shortlisted, view_of
from tests.cogs.steps import longlist

TAKE = "Take the denied song off the shortlist"
TAKE_TWO = "Take the 2 denied songs off the shortlist"


async def refuse(studio: Studio, song_id: SongId) -> None:
    """Have the label of a song refuse."""
    room, rights = await room_of(studio), studio.now.services.rights
    boss = Person(UserId(studio.boss.id), frozenset(), True)
    view = await rights.add_holder(boss, room, song_id, Side.RECORDING, HolderText("A label"))
    holder = view.rights.holders[-1]
    await rights.advance(boss, room, holder.id, StepText(Stage.REFUSED), holder.step)


async def shortlist(studio: Studio) -> list[str]:
    return [one.song.title for one in await longlist(studio) if one.shortlisted]


async def previewed(studio: Studio, *denied: int, seats: int = 2) -> simcord.ResponseMessage:
    await shortlisted(studio, 4)
    songs = {one.song.title: one.song.id for one in await longlist(studio)}
    for number in denied:
        await refuse(studio, songs[f"Song {number}"])
    return await opened(studio.boss, studio, "round schedule", closes="in 36 hours", seats=seats)


async def test_one_press_takes_them_off_and_the_vote_is_scheduled_without_them(
    studio: Studio,
) -> None:
    shown = await previewed(studio, 1, 3)
    assert labels(shown) == ["Schedule it", "Change", "Don't", TAKE_TWO]
    await studio.boss.click(shown, label=TAKE_TWO)
    text = said(shown)
    assert "Taken off the shortlist, because their rights were denied: **Song 1**" in text
    assert "2 songs for 2 seats" in text
    assert "It can't be scheduled like this." in text  # as many songs as seats
    assert labels(shown) == ["Change", "Don't", "Put them back"]
    await studio.boss.click(shown, label="Put them back")
    assert "4 songs for 2 seats" in said(shown)
    assert labels(shown) == ["Schedule it", "Change", "Don't", TAKE_TWO]
    assert len(await shortlist(studio)) == 4


async def test_filling_the_shortlist_puts_no_denied_song_back(studio: Studio) -> None:
    shown = await previewed(studio, 2)
    await studio.boss.click(shown, label=TAKE)
    filled = await opened(studio.boss, studio, "shortlist fill")
    assert "Left out, rights denied: **Song 2**" in said(filled)
    assert "Song 2" not in await shortlist(studio)


async def test_what_is_left_can_be_scheduled_at_once(studio: Studio) -> None:
    shown = await previewed(studio, 2)
    await studio.boss.click(shown, label=TAKE)
    assert labels(shown) == ["Schedule it", "Change", "Don't", "Put it back"]
    await studio.boss.click(shown, label="Schedule it")
    assert "Scheduled: the vote for episode 104" in said(shown)
    songs = sorted(one.song.title for one in (await view_of(studio)).round.candidates)
    assert songs == ["Song 1", "Song 3", "Song 4"]


async def test_putting_back_leaves_alone_what_others_have_done_since(studio: Studio) -> None:
    shown = await previewed(studio, 1, 2)
    await studio.boss.click(shown, label=TAKE_TWO)
    others = {one.song.title: one for one in await longlist(studio)}
    await asks(studio, "shortlist add", song=str(others["Song 1"].id))
    await asks(studio, "song withdraw", song=str(others["Song 2"].id))
    await asks(studio, "song withdraw", song=str(others["Song 3"].id))
    await studio.boss.click(shown, label="Put them back")
    assert sorted(await shortlist(studio)) == ["Song 1", "Song 4"]


async def test_without_a_denied_song_there_is_no_such_button(studio: Studio) -> None:
    assert labels(await previewed(studio)) == ["Schedule it", "Change", "Don't"]


async def test_somebody_elses_press_after_it_changes_nothing(studio: Studio) -> None:
    shown = await previewed(studio, 1)
    again = await opened(studio.boss, studio, "round schedule", closes="in 36 hours", seats=2)
    await studio.boss.click(shown, label=TAKE)
    await studio.boss.click(again, label=TAKE)
    assert "Taken off" not in said(again)
    assert len(await shortlist(studio)) == 3
