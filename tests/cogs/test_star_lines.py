"""Saying why a song has a star, through the real client."""

import pytest
import simcord

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import answered, labels, menu, said, values
from tests.cogs.starring import picked, star, starred_ballot
from tests.cogs.steps import newest, open_round, set_up
from tests.cogs.test_forms import values_of

WHY = "It is the *last* night"
SHOWN = "It is the \\*last\\* night"


async def say(
    who: simcord.MemberActor, mine: simcord.ResponseMessage, label: str, line: str
) -> simcord.InteractionResult:
    """Open the form, and send it."""
    form = await who.click(mine, label=label)
    return await who.submit_modal(form, {"line": line})


async def test_a_line_takes_two_taps_and_is_on_nobody_else_s_screen(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    assert "Say why: Song 2" in labels(mine)
    assert "Say why: Song 3" not in labels(mine)
    await say(studio.boss, mine, "Say why: Song 2", f"  {WHY}\n ")
    shown = said(mine)
    assert shown.startswith("Saved why you starred **Song 2**")
    assert f"(starred)\n  - “{SHOWN}”" in shown
    assert "Your line is shown with the results, without your name" in shown
    assert "Change why: Song 2" in labels(mine)
    again = await studio.boss.click(mine, label="Change why: Song 2")
    assert values_of(again) == {"line": WHY}
    await studio.env.advance_time(2)
    status = answered(await studio.boss.slash(studio.channel, "round status"))
    for text in (said(newest(studio)), status):
        assert SHOWN not in text


async def test_a_line_is_taken_back_by_emptying_it(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    await say(studio.boss, mine, "Say why: Song 2", WHY)
    await say(studio.boss, mine, "Change why: Song 2", "")
    assert said(mine).startswith("Nothing is written about **Song 2**")
    assert SHOWN not in said(mine)
    assert "Say why: Song 2" in labels(mine)


async def test_a_line_is_kept_until_its_star_comes_back(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    await say(studio.boss, mine, "Say why: Song 2", WHY)
    await star(studio.boss, mine, "Song 3")
    assert SHOWN not in said(mine)
    assert "Your line about **Song 2** – Artist 2 won't be shown without the star" in said(mine)
    assert "Star the song again, and it will be." in said(mine)
    await star(studio.boss, mine, "Song 2")
    assert f"“{SHOWN}”" in said(mine)


async def test_what_was_typed_comes_back_where_the_star_is_gone(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    form = await studio.boss.click(mine, label="Say why: Song 2")
    await star(studio.boss, mine, "Song 3")
    told = answered(await studio.boss.submit_modal(form, {"line": WHY}))
    assert "Your line wasn't saved" in told
    assert WHY in told


async def test_what_was_typed_comes_back_where_the_vote_has_closed(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    form = await studio.boss.click(mine, label="Say why: Song 2")
    await ends(studio, "close")
    told = answered(await studio.boss.submit_modal(form, {"line": WHY}))
    assert "has closed" in told
    assert WHY in told
    # A press on what is still on the screen shows what was cast.
    await studio.boss.click(mine, label="Say why: Song 2")
    assert "the vote is closed" in said(mine)


async def test_the_results_say_why_beside_the_song_and_name_nobody(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    await say(studio.boss, mine, "Say why: Song 2", WHY)
    writer = studio.writers[0]
    theirs = await picked(studio, writer, "Song 2", "Song 3")
    await star(writer, theirs, "Song 3")
    await say(writer, theirs, "Say why: Song 3", "Ohne es fehlt etwas")
    third = studio.writers[1]
    last = await picked(studio, third, "Song 2", "Song 4")
    await star(third, last, "Song 4")
    await say(third, last, "Say why: Song 4", "Nobody else heard it")
    await picked(studio, studio.writers[2], "Song 2", "Song 1")
    await ends(studio, "close")
    await studio.work_off()
    [results] = [one for one in studio.channel.history() if "The cut for" in said(one)]
    lines = said(results).split("\n")
    [second] = [n for n, one in enumerate(lines) if "[Song 2]" in one and "\\. " in one]
    assert SHOWN in lines[second + 1]
    assert "Why others were starred" in said(results)
    assert lines[lines.index("**Why others were starred**") + 2].endswith("“Nobody else heard it”")
    for who in (studio.boss, writer, third):
        assert str(who.id) not in said(results)
    assert SHOWN not in answered(await studio.boss.slash(studio.channel, "vote"))


@pytest.mark.parametrize("method", ["points", "ranked"])
async def test_ballots_without_stars_ask_for_no_reasons(studio: Studio, method: str) -> None:
    ballot = await open_round(studio, method=method)
    mine = (await studio.boss.click(ballot, label="Vote")).response
    assert mine is not None
    kind = {"points": "shares:", "ranked": "rank:"}[method]
    songs = menu(mine, kind)
    await studio.boss.select(mine, values(songs, "Song 2"), custom_id=songs["custom_id"])
    assert "receipt" in said(mine)
    assert not [one for one in labels(mine) if "why" in one]


async def test_lines_without_their_stars_are_told_of_together(studio: Studio) -> None:
    await set_up(studio)
    mine = await starred_ballot(studio)
    await star(studio.boss, mine, "Song 2", "Song 3")
    for title in ("Song 2", "Song 3"):
        await say(studio.boss, mine, f"Say why: {title}", WHY)
    assert "if at least two other voters could have written them. With fewer, somebody" in said(
        mine
    )
    await star(studio.boss, mine)
    assert "won't be shown without stars. Star them again, and they will be." in said(mine)
