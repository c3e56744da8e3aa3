"""The screens of those who clear songs, from the first holder to the answer."""

from collections.abc import Mapping

import pytest
import simcord

from tests.cogs.boards import boarded
from tests.cogs.conftest import Studio
from tests.cogs.longlists import choose, opened
from tests.cogs.messages import answered, labels, menu, raw, said
from tests.cogs.steps import propose, set_up
from tests.cogs.test_direct_messages import dms

ROOM = {"title": "Soundtrack", "timezone": "America/Los_Angeles"}
LABEL = {"name": "Lot *5* Records", "contact": "sync@lot5.example", "share": "", "favored": ["no"]}
ASKED = {"stage": ["asked"], "fee": "", "favored": ["no"], "answer_by": "in 2 weeks", "note": ""}
Shown = simcord.ResponseMessage


async def supervised(studio: Studio, songs: int = 3) -> simcord.MemberActor:
    """Return the music supervisor of a room whose longlist has some songs."""
    await set_up(studio)
    await propose(studio, songs)
    return await named(studio)


async def named(studio: Studio) -> simcord.MemberActor:
    supervisor = studio.writers[2]
    await opened(studio.boss, studio, "room setup", **ROOM, supervisor=supervisor)
    return supervisor


async def fill_in(
    person: simcord.MemberActor, shown: Shown, button: str, typed: Mapping[str, object]
) -> simcord.InteractionResult:
    return await person.submit_modal(await person.click(shown, label=button), dict(typed))


async def with_label(person: simcord.MemberActor, studio: Studio) -> Shown:
    """Return the screen of a song whose recording has a holder."""
    shown = await opened(person, studio, "rights show", song="Song 1")
    await fill_in(person, shown, "Add a holder of the recording", LABEL)
    return shown


async def updated(person: simcord.MemberActor, shown: Shown, **typed: object) -> str:
    """Update the label on its song's screen; return what the screen says then."""
    await choose(person, shown, "rightsholder:", "Lot *5* Records")
    await fill_in(person, shown, "Update", ASKED | typed)
    return said(shown)


async def test_a_holder_is_added_asked_and_cleared_on_one_private_screen(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    assert "Added **Lot \\*5\\* Records** to the recording." in said(shown)
    asked = await updated(supervisor, shown, note="Mailed them")
    assert "Rights: **pending**" in asked
    assert "**Lot \\*5\\* Records** · asked · an answer is wanted by <t:" in asked
    assert "for episode 104: Mailed them" in asked
    quoted = await updated(supervisor, shown, stage=["quoted"], fee="usd 12500", favored=["yes"])
    assert "quoted · 12,500 USD · most favored nations" in quoted
    assert "an answer is wanted" not in quoted.partition("**Steps")[0]
    publisher = {"name": "Quiet Music", "share": "75", "contact": "", "favored": ["no"]}
    await fill_in(supervisor, shown, "Add a holder of the song", publisher)
    assert "**25% is missing.**" in said(shown)
    await supervisor.click(shown, label="The song has no other holders")
    assert "These are all its holders, as one of you said." in said(shown)
    await choose(supervisor, shown, "rightsholder:", "Quiet Music")
    await fill_in(supervisor, shown, "Update", ASKED | {"stage": ["cleared"]})
    assert "Rights: **cleared**" in await updated(supervisor, shown, stage=["cleared"])
    await supervisor.click(shown, label="The song may have other holders")
    assert "Rights: **pending**" in said(shown)


async def test_what_most_favored_nations_makes_of_a_fee_is_said(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    quoted = {"stage": ["quoted"], "answer_by": ""}
    told = await updated(supervisor, shown, **quoted, fee="1,000 USD", favored=["yes"])
    assert "1,000 USD · most favored nations\n" in told
    half = {"name": "Quiet Music", "share": "50", "contact": "", "favored": ["no"]}
    await fill_in(supervisor, shown, "Add a holder of the song", half)
    await choose(supervisor, shown, "rightsholder:", "Quiet Music")
    await fill_in(supervisor, shown, "Update", ASKED | quoted | {"fee": "5,000 USD"})
    assert "1,000 USD · most favored nations, which makes it 10,000 USD" in said(shown)


async def test_a_date_that_passes_is_brought_up_by_direct_message(studio: Studio) -> None:
    supervisor = await supervised(studio)
    await updated(supervisor, await with_label(supervisor, studio), answer_by="in 2 hours")
    studio.house.clock.instant += 3 * 3600
    await studio.now.services.remind()
    await studio.work_off()
    [message] = dms(supervisor)
    told = said(message)
    assert "**Soundtrack**: 1 rights holder hasn't answered by the date you gave." in told
    assert "- **Lot \\*5\\* Records** for the recording of **Song 1** – Artist 1: asked" in told
    assert "an answer was wanted by" in told
    assert "`/rights due`" in told
    assert labels(message) == ["Go to the room"]
    assert dms(studio.boss) == []


async def test_contacts_are_on_the_page_of_a_holder_and_can_be_copied(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    assert "lot5.example" not in said(shown)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    assert "```\nsync@lot5.example\n```" in said(shown)
    assert "Share: not on file" in said(shown)
    typed = {"name": "Lot 5", "contact": "", "share": "50"}
    await fill_in(supervisor, shown, "Edit", typed)
    await choose(supervisor, shown, "rightsholder:", "Lot 5")
    assert "Share: 50%\nContact: not on file" in said(shown)
    await supervisor.click(shown, label="All holders")
    assert "**50% is missing.**" in said(shown)


async def test_one_holder_of_both_sides_is_a_one_stop(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    await fill_in(supervisor, shown, "Add a holder of the song", LABEL | {"share": "100%"})
    assert "One-stop: **Lot \\*5\\* Records** holds both sides." in said(shown)


async def test_deleting_a_holder_is_asked_first_and_asked_again_after_a_step(
    studio: Studio,
) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    other = await opened(studio.boss, studio, "rights show", song="Song 1")
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    await supervisor.click(shown, label="Delete")
    assert "and 1 step. It can't be undone." in said(shown)
    await updated(studio.boss, other, stage=["refused"])
    late = await supervisor.click(shown, label="Delete for good")
    assert "Somebody else has just updated this holder" in answered(late)
    await supervisor.click(shown, label="Keep them")
    assert "Rights: **denied**" in said(shown)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    await supervisor.click(shown, label="Delete")
    await supervisor.click(shown, label="Delete for good")
    assert "Deleted." in said(shown)
    assert "Lot" not in said(shown)


async def test_whoever_is_overtaken_keeps_what_they_typed(studio: Studio) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    other = await opened(studio.boss, studio, "rights show", song="Song 1")
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    form = await supervisor.click(shown, label="Update")
    await updated(studio.boss, other)
    typed = ASKED | {"fee": "900 USD", "note": "They like it"}
    told = answered(await supervisor.submit_modal(form, dict(typed)))
    assert "Somebody else has just updated this holder, so nothing was saved" in told
    assert "They like it" in told
    assert "900 USD" in told
    again = await supervisor.click(shown, label="Update")
    assert "They like it" not in str(again.modal)
    await supervisor.submit_modal(again, dict(typed))
    assert "They like it" in said(shown)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"fee": "a lot"}, "I can't read “a lot” as an amount of money"),
        ({"answer_by": "yesterday"}, "is in the past"),
    ],
)
async def test_what_cannot_be_read_is_given_back(
    studio: Studio, typed: dict[str, str], error: str
) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    form = await supervisor.click(shown, label="Update")
    sent = ASKED | {"stage": ["quoted"], "favored": ["yes"], "note": "Mailed"} | typed
    told = answered(await supervisor.submit_modal(form, sent))
    assert error in told
    for chosen in ("Where it stands:\n```\nQuoted\n```", "Most favored nations:\n```\nYes\n```"):
        assert chosen in told
    assert "Mailed" in told


async def test_a_number_alone_is_in_the_currency_of_the_budget_or_the_fee_before(
    studio: Studio,
) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    await choose(supervisor, shown, "rightsholder:", "Lot *5* Records")
    form = await supervisor.click(shown, label="Update")
    quoted = ASKED | {"stage": ["quoted"], "fee": "12,500", "answer_by": ""}
    told = answered(await supervisor.submit_modal(form, quoted))
    assert "I can't read “12,500” as an amount of money" in told
    await opened(studio.boss, studio, "episode budget", amount="90,000 EUR")
    await fill_in(supervisor, shown, "Update", quoted)
    assert "quoted · 12,500 EUR" in said(shown)
    await updated(supervisor, shown, stage=["quoted"], fee="9,000 CAD", answer_by="")
    again = await updated(supervisor, shown, stage=["quoted"], fee="8000.50", answer_by="")
    assert "quoted · 8,000.50 CAD" in again


async def test_a_date_that_has_passed_stays_while_they_are_only_asked_again(
    studio: Studio,
) -> None:
    supervisor = await supervised(studio)
    shown = await with_label(supervisor, studio)
    await updated(supervisor, shown, answer_by="in 2 hours")
    studio.house.clock.instant += 3 * 3600
    told = await updated(supervisor, shown, answer_by="", note="Called")
    assert "an answer was wanted by" in told
    assert "an answer was" not in await updated(supervisor, shown, stage=["quoted"], answer_by="")


async def test_what_waits_is_listed_and_opens_the_holder(studio: Studio) -> None:
    supervisor = await supervised(studio)
    assert "Nobody owes you an answer" in said(await opened(supervisor, studio, "rights due"))
    await updated(supervisor, await with_label(supervisor, studio))
    due = await opened(supervisor, studio, "rights due")
    told = "1\\. **Lot \\*5\\* Records** for the recording of **Song 1** – Artist 1: asked <t:"
    assert told in said(due)
    await choose(supervisor, due, "rightsawaited", "Lot *5* Records")
    assert "## Lot \\*5\\* Records" in said(due)
    await fill_in(supervisor, due, "Update", ASKED | {"stage": ["refused"], "answer_by": ""})
    assert "Rights: **denied**" in said(due)
    # It stays for the episode it was for, though the list names none.
    assert said(due).count("for episode 104") == 3
    assert "Nobody owes you an answer" in said(await opened(supervisor, studio, "rights due"))


async def test_without_a_song_all_of_an_episode_are_listed_those_on_the_board_first(
    studio: Studio,
) -> None:
    await boarded(studio)
    supervisor = await named(studio)
    board = await opened(supervisor, studio, "board show")
    first = menu(board, "boardslot:")["options"][0]["label"].partition(". ")[2]
    shown = await opened(supervisor, studio, "rights show")
    assert "**The rights to the songs of episode 104 “Pilot”**: 5 songs" in said(shown)
    assert f"1\\. **{first}** – " in said(shown)
    await choose(supervisor, shown, "rightssong:", first)
    assert f"## **{first}**" in said(shown)
    await fill_in(supervisor, shown, "Add a holder of the recording", LABEL)
    again = said(await opened(supervisor, studio, "rights show"))
    assert "to clear (recording: to ask; song: nobody on file)" in again
    assert again.count("nothing on file") == 4


async def test_those_who_clear_find_a_button_where_songs_are_and_nobody_else_does(
    studio: Studio,
) -> None:
    await boarded(studio)
    supervisor, writer = await named(studio), studio.writers[0]
    for person, there in ((supervisor, True), (writer, False)):
        longlist = await opened(person, studio, "song list")
        found = menu(longlist, "longlook:")
        value = found["options"][0]["value"]
        card = await person.select(longlist, [value], custom_id=found["custom_id"])
        assert card.response is not None
        assert ("Rights" in labels(card.response)) is there
        shortlist = await opened(person, studio, "shortlist show")
        assert ("Rights" in labels(shortlist)) is there
    for message in studio.channel.history():
        assert "rights" not in str(raw(message))
    board = await opened(supervisor, studio, "board show")
    seated = menu(board, "boardslot:")["options"][0]["label"].partition(". ")[2]
    await choose(supervisor, board, "boardslot:", f"1. {seated}")
    pressed = await supervisor.click(board, label="Rights")
    assert f"## **{seated}**" in answered(pressed)
    pressed = await supervisor.click(
        await opened(supervisor, studio, "shortlist show"), label="Rights"
    )
    assert "The rights to the songs of" in answered(pressed)


async def test_writers_are_told_whom_to_ask(studio: Studio) -> None:
    await supervised(studio)
    for command in ("rights show", "rights due"):
        told = answered(await studio.writers[0].slash(studio.channel, command))
        assert "Only the music supervisor, the showrunner of this room or a delegate" in told
        assert "Ask one of them." in told
