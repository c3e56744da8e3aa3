"""What writers did with songs can be changed and taken back, by buttons and by commands."""

import simcord

from bot.domain.model import Proposal
from tests.cogs.conftest import Studio
from tests.cogs.longlists import opened
from tests.cogs.messages import answered, labels, said
from tests.cogs.rounds import DAY, HOUR, asks, passes
from tests.cogs.steps import longlist, propose_one, schedule, set_up
from tests.cogs.test_forms import values_of


async def one_song(studio: Studio) -> Proposal:
    """Have the first writer propose a song."""
    await set_up(studio)
    await propose_one(studio, 1)
    await studio.work_off()
    [proposal] = await longlist(studio)
    return proposal  # type: ignore[no-any-return]


def card_of(studio: Studio) -> str:
    [card] = [one for one in studio.channel.history() if "Proposed for episode" in said(one)]
    return said(card)


async def press(
    studio: Studio, person: simcord.MemberActor, shown: simcord.ResponseMessage, label: str
) -> str:
    """Press a button of a private message; return what the message says then."""
    await person.click(shown, label=label)
    await studio.work_off()
    return said(shown)


async def test_a_second_is_taken_back_by_the_card_the_answer_and_the_command(
    studio: Studio,
) -> None:
    song = str((await one_song(studio)).id)
    writer = studio.writers[1]
    [card] = [one for one in studio.channel.history() if "Proposed for episode" in said(one)]
    assert "1 second so far" in answered(await writer.click(card, label="Second"))
    told = answered(await writer.click(card, label="Second"))
    assert "You took back your second" in told
    assert "It has no seconds now." in told
    shown = await opened(writer, studio, "song second", song=song)
    assert "You took back your second" in await press(studio, writer, shown, "Take it back")
    assert "Seconded by" not in card_of(studio)
    assert "You seconded" in await press(studio, writer, shown, "Second it")
    assert "Seconded by 1 writer" in card_of(studio)
    offered = await writer.autocomplete(studio.channel, "song second", "song", "", undo=True)
    assert [one["value"] for one in offered] == [song]
    assert "You took back your second" in await asks(
        studio, "song second", writer, song=song, undo=True
    )
    told = await asks(studio, "song second", writer, song=song, undo=True)
    assert "You haven't seconded" in told
    offered = await writer.autocomplete(studio.channel, "song second", "song", "", undo=True)
    assert not offered


async def test_a_note_is_changed_and_taken_back_by_its_writer(studio: Studio) -> None:
    song = str((await one_song(studio)).id)
    writer, other = studio.writers[1], studio.writers[2]
    form = await writer.slash(studio.channel, "song note", song=song)
    sent = await writer.submit_modal(form, {"note": "Rain"})
    assert sent.response is not None
    assert labels(sent.response) == ["Change it", "Take it back"]
    await studio.work_off()
    assert "Rain" in card_of(studio)
    form = await writer.click(sent.response, label="Change it")
    assert values_of(form) == {"note": "Rain"}
    await writer.submit_modal(form, {"note": "Rain on a tin roof"})
    await studio.work_off()
    assert card_of(studio).endswith("What it tells us: Rain on a tin roof")
    form = await writer.click(sent.response, label="Change it")
    blank = await other.slash(studio.channel, "song note", song=song)
    assert values_of(blank) == {"note": ""}
    assert "said anything about" in await asks(studio, "song note", other, song=song, undo=True)
    told = await asks(studio, "song note", writer, song=song, undo=True)
    assert "Taken back" in told
    assert "Rain on a tin roof" in told
    assert "No notes yet" in card_of(studio)
    late = answered(await writer.submit_modal(form, {"note": "Snow"}))
    assert "already gone" in late
    assert "Snow" in late


async def test_a_note_is_taken_back_by_emptying_it_or_by_a_button(studio: Studio) -> None:
    song = str((await one_song(studio)).id)
    writer = studio.writers[1]
    for way in ("form", "button"):
        form = await writer.slash(studio.channel, "song note", song=song)
        sent = await writer.submit_modal(form, {"note": f"Rain by {way}"})
        assert sent.response is not None
        if way == "form":
            form = await writer.click(sent.response, label="Change it")
            told = answered(await writer.submit_modal(form, {"note": " "}))
        else:
            told = await press(studio, writer, sent.response, "Take it back")
        assert f"Rain by {way}" in told
        await studio.work_off()
        assert "No notes yet" in card_of(studio)


async def furnished(studio: Studio) -> Proposal:
    """Have a song that is seconded, noted, and on a presented shortlist of two."""
    proposal = await one_song(studio)
    await propose_one(studio, 2)
    await asks(studio, "song second", studio.writers[1], song=str(proposal.id))
    form = await studio.writers[1].slash(studio.channel, "song note", song=str(proposal.id))
    await studio.writers[1].submit_modal(form, {"note": "Rain"})
    await asks(studio, "shortlist fill", size=2)
    shown = await opened(studio.boss, studio, "shortlist pick")
    await studio.boss.click(shown, label="Present to the room")
    await studio.boss.click(shown, label="Present these 2")
    await studio.work_off()
    return proposal


def presented(studio: Studio) -> str:
    [message] = [one for one in studio.channel.history() if "## The shortlist" in said(one)]
    return said(message)


async def test_a_withdrawal_says_what_follows_and_can_be_taken_back(studio: Studio) -> None:
    song, writer = str((await furnished(studio)).id), studio.writers[0]
    shown = await opened(writer, studio, "song withdraw", song=song)
    assert "on the shortlist of 2 songs, is seconded by 1 writer and has 1 note" in said(shown)
    assert "2 songs." in presented(studio)
    assert "stays" in await press(studio, writer, shown, "Keep it")
    assert len(await longlist(studio)) == 2
    shown = await opened(writer, studio, "song withdraw", song=song)
    assert "off the longlist and the shortlist" in await press(studio, writer, shown, "Withdraw it")
    assert "Song 1" not in presented(studio)
    await studio.restart()
    assert "on the longlist and the shortlist" in await press(
        studio, writer, shown, "Bring it back"
    )
    [back] = [one for one in await longlist(studio) if str(one.id) == song]
    assert (back.seconds, back.note, back.shortlisted) == (1, "Rain", True)
    assert "Song 1" in presented(studio)
    assert "Seconded by 1 writer" in "".join(
        said(one) for one in studio.channel.history() if "**[Song 1]" in said(one)
    )


async def test_a_song_that_was_replaced_on_the_shortlist_comes_back_beside_it(
    studio: Studio,
) -> None:
    proposal = await furnished(studio)
    shown = await opened(studio.writers[0], studio, "song withdraw", song=str(proposal.id))
    await press(studio, studio.writers[0], shown, "Withdraw it")
    await propose_one(studio, 3)
    await asks(studio, "shortlist fill", size=2)
    told = await press(studio, studio.writers[0], shown, "Bring it back")
    assert "is on the longlist of" in told
    assert {one.song.title: one.shortlisted for one in await longlist(studio)} == {
        "Song 1": False,
        "Song 2": True,
        "Song 3": True,
    }


async def test_a_song_comes_back_by_the_command_for_a_day(studio: Studio) -> None:
    song, writer = str((await one_song(studio)).id), studio.writers[0]
    for hours, told in ((23, "It's back"), (25, "No song you can bring back")):
        shown = await opened(writer, studio, "song withdraw", song=song)
        await press(studio, writer, shown, "Withdraw it")
        await passes(studio, hours * HOUR)
        assert told in await asks(studio, "song withdraw", writer, song="Song 1", undo=True)
    await passes(studio, DAY)
    await writer.click(shown, label="Bring it back")
    late = answered(await writer.click(shown, label="Bring it back"))
    assert "more than a day ago" in late


async def test_only_who_withdrew_it_or_the_showrunner_brings_it_back(studio: Studio) -> None:
    song, writer = str((await one_song(studio)).id), studio.writers[0]
    shown = await opened(studio.boss, studio, "song withdraw", song=song)
    await press(studio, studio.boss, shown, "Withdraw it")
    undo: dict[str, str | int] = {"song": "Song 1", "undo": True}
    offered = await writer.autocomplete(studio.channel, "song withdraw", "song", "", undo=True)
    assert not offered
    assert "No song you can bring back" in await asks(studio, "song withdraw", writer, **undo)
    by_id = await asks(studio, "song withdraw", writer, song=song, undo=True)
    assert "withdrawn by somebody else" in by_id
    assert "It's back" in await asks(studio, "song withdraw", **undo)


async def test_what_somebody_proposed_again_is_there_once(studio: Studio) -> None:
    song, writer = str((await one_song(studio)).id), studio.writers[0]
    shown = await opened(writer, studio, "song withdraw", song=song)
    await press(studio, writer, shown, "Withdraw it")
    await studio.writers[1].slash(
        studio.channel, "song propose", song=f"https://open.spotify.com/track/{1:022}"
    )
    assert "is on the longlist" in await press(studio, writer, shown, "Bring it back")
    assert len(await longlist(studio)) == 1


async def test_what_is_in_a_vote_is_not_asked_about(studio: Studio) -> None:
    proposal = await furnished(studio)
    await schedule(studio, closes="in 2 days", seats=1)
    shown = answered(
        await studio.writers[0].slash(studio.channel, "song withdraw", song=str(proposal.id))
    )
    assert "Withdraw it" not in shown
    assert "vote" in shown or "round" in shown


async def test_the_card_withdraws_and_proposing_offers_it(studio: Studio) -> None:
    await one_song(studio)
    [card] = [one for one in studio.channel.history() if "Proposed for episode" in said(one)]
    refused = answered(await studio.writers[1].click(card, label="Withdraw"))
    assert "proposed by somebody else" in refused
    asked = await studio.writers[0].click(card, label="Withdraw")
    assert asked.response is not None
    await press(studio, studio.writers[0], asked.response, "Withdraw it")
    assert await longlist(studio) == ()
