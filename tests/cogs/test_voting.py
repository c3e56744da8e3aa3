"""A vote, from the button to the results, through the real client."""

from tests.cogs.conftest import Studio
from tests.cogs.endings import ends
from tests.cogs.messages import answered, menu, raw, said, ticked, values, walk
from tests.cogs.steps import newest, open_round


async def test_a_vote_is_saved_with_every_change_and_shown_in_the_turnout(studio: Studio) -> None:
    ballot = await open_round(studio)
    assert "0 of 4 have voted" in said(ballot)
    writer = studio.writers[1]
    mine = (await writer.click(ballot, label="Vote")).response
    assert mine is not None
    assert mine.ephemeral
    assert "Left out, because you proposed it: **Song 1**" in said(mine)
    picks = menu(mine, "picks:")
    assert [option["label"] for option in picks["options"]] == [
        "2. Song 2",
        "3. Song 3",
        "4. Song 4",
    ]
    await writer.select(mine, values(picks, "Song 2", "Song 4"), custom_id=picks["custom_id"])
    assert ticked(menu(mine, "picks:")) == ["2. Song 2", "4. Song 4"]
    stars = menu(mine, "stars:")
    await writer.select(mine, values(stars, "Song 4"), custom_id=stars["custom_id"])
    assert "**Song 4** \u2013 Artist 4 (starred)" in said(mine)
    assert "receipt" in said(mine)
    picks = menu(mine, "picks:")
    await writer.select(mine, values(picks, "Song 2"), custom_id=picks["custom_id"])
    assert "(starred)" not in said(mine)
    await studio.env.advance_time(2)
    assert "1 of 4 has voted" in said(newest(studio))
    for _ in range(2):  # once asked, once meant
        await writer.click(mine, label="Abstain")
    assert "You abstain." in said(mine)


async def test_a_vote_works_after_a_restart_and_is_refused_after_the_close(studio: Studio) -> None:
    ballot = await open_round(studio)
    writer = studio.writers[1]
    mine = (await writer.click(ballot, label="Vote")).response
    assert mine is not None
    await studio.restart()
    picks = menu(mine, "picks:")
    await writer.select(mine, values(picks, "Song 2"), custom_id=picks["custom_id"])
    assert "receipt" in said(mine)
    await ends(studio, "close")
    picks = menu(mine, "picks:")
    refused = await writer.select(mine, values(picks, "Song 3"), custom_id=picks["custom_id"])
    assert "The vote for episode 104 has closed" in answered(refused)
    await studio.work_off()
    messages = studio.channel.history()
    [results] = [message for message in messages if "The cut for" in said(message)]
    assert "1\\. **[Song 2]" in said(results)
    assert "1 ballot" in said(results)
    mine = (await writer.slash(studio.channel, "vote")).response
    assert "**Song 2**" in said(mine)
    assert "closed" in said(mine)
    assert mine is not None
    assert not [one for one in walk(raw(mine)) if one.get("custom_id")]
    [public] = [message for message in messages if "The vote for" in said(message)]
    assert "**Closed**" in said(public)
    result = await writer.slash(studio.channel, "round results")
    assert "1\\. **[Song 2]" in answered(result)


async def test_round_status_names_the_awaited_to_the_showrunner_only(studio: Studio) -> None:
    await open_round(studio)
    assert "4 writers still to vote" in answered(
        await studio.writers[0].slash(studio.channel, "round status")
    )
    text = answered(await studio.boss.slash(studio.channel, "round status"))
    assert f"<@{studio.writers[0].id}>" in text
