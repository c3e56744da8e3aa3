"""Songs are proposed, seconded and added to, through the real client."""

from bot.domain.errors import SpotifyUnavailable
from tests.builders import recording
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, menu, said, values, walk
from tests.cogs.steps import longlist, propose, set_up


async def test_a_proposal_gets_a_card_that_can_be_seconded_and_added_to(studio: Studio) -> None:
    await set_up(studio)
    proposer, other = studio.writers[:2]
    result = await proposer.slash(
        studio.channel, "song propose", song=f"https://open.spotify.com/track/{7:022}"
    )
    assert "Song 7" in answered(result)
    assert result.response is not None
    form = await proposer.click(result.response, label="Add what it tells us")
    await proposer.submit_modal(form, {"note": "She *leaves* @everyone"})
    await studio.work_off()
    card = studio.channel.last_message
    assert card is not None
    assert "She \\*leaves\\* @\u200beveryone" in said(card)
    assert "1 second so far" in answered(await other.click(card, label="Second"))
    assert "yourself" in answered(await proposer.click(card, label="Second"))
    await studio.work_off()
    assert "Seconded by 1 writer" in said(studio.channel.last_message)


async def test_words_lead_to_matches_and_what_was_said_is_kept_over_a_restart(
    studio: Studio,
) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    why = "It's *raining* in [her] (old) house, 1. and 2."
    result = await writer.slash(studio.channel, "song propose", song="Song 1", why=why)
    assert "Which one do you propose for episode 104" in answered(result)
    assert result.response is not None
    shown = result.response
    await studio.restart()
    value = values(menu(shown, "choose:"), "Song 11")
    result = await writer.select(shown, value)
    assert "Proposed." in said(shown)
    [proposal] = await longlist(studio)
    assert (proposal.song.title, proposal.note) == ("Song 11", why)


async def test_while_spotify_is_down_a_song_is_entered_by_hand(studio: Studio) -> None:
    await set_up(studio)
    writer = studio.writers[0]
    studio.house.catalogue.trouble = SpotifyUnavailable("search")
    result = await writer.slash(studio.channel, "song propose", song="Blue (live)", why="Tears.")
    assert "Spotify isn't answering" in answered(result)
    assert result.response is not None
    form = await writer.click(result.response, label="Enter it by hand")
    assert form.modal is not None
    fields = [one for one in walk(form.modal["components"]) if "component" in one]
    filled = [one["component"].get("value") for one in fields]
    assert filled == ["Blue (live)", None, "Tears."]
    await writer.submit_modal(
        form, {"title": "Blue (live)", "artist": "Somebody", "note": "Tears."}
    )
    [proposal] = await longlist(studio)
    assert (proposal.song.title, proposal.song.artist, proposal.note) == (
        "Blue (live)",
        "Somebody",
        "Tears.",
    )


async def test_a_song_proposed_before_is_offered_to_be_seconded(studio: Studio) -> None:
    await set_up(studio)
    link = f"https://open.spotify.com/track/{7:022}"
    await studio.writers[0].slash(studio.channel, "song propose", song=link)
    result = await studio.writers[1].slash(
        studio.channel, "song propose", song=link, why="Mine is better."
    )
    text = answered(result)
    assert f"<@{studio.writers[0].id}>" in text
    assert "Mine is better." in text
    assert result.response is not None
    assert "You seconded" in answered(
        await studio.writers[1].click(result.response, label="Second")
    )


async def test_the_note_command_opens_the_form(studio: Studio) -> None:
    await set_up(studio)
    await propose(studio, 1)
    form = await studio.writers[2].slash(studio.channel, "song note", song="song 1")
    result = await studio.writers[2].submit_modal(form, {"note": "Home."})
    assert "Saved with **Song 1**" in answered(result)
    [proposal] = await longlist(studio)
    assert [note.text for note in proposal.notes] == ["It is about number 1.", "Home."]
    assert "No song on the longlist matches" in answered(
        await studio.writers[2].slash(studio.channel, "song note", song="nothing")
    )


async def test_another_version_is_pointed_out_to_its_proposer_only(studio: Studio) -> None:
    await set_up(studio)
    blue = recording(1, title="Blue", artists=("Joni",))
    live = recording(2, title="Blue - Live at *home*", artists=("Joni",))
    studio.house.catalogue.recordings = [blue, live, recording(3, artists=("Joni",))]
    replies = [
        answered(
            await studio.writers[0].slash(
                studio.channel, "song propose", song=f"https://open.spotify.com/track/{n:022}"
            )
        )
        for n in (2, 1, 3)
    ]
    assert "You can keep" not in replies[0]
    assert "Also on the longlist: **Blue - Live at \\*home\\***. You can keep both." in replies[1]
    assert (
        "Already here by this artist: **Blue - Live at \\*home\\*** and **Blue**." in (replies[2])
    )
    await studio.work_off()
    assert not any("You can keep" in said(one) for one in studio.channel.history())
    assert len(studio.channel.history()) == 3
