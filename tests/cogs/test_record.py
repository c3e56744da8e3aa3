"""The record that the roster is handed, and who is not handed it."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import simcord

from bot.domain.counting import METHODS
from bot.domain.counting.record import recount
from bot.domain.model import ChannelId, Person, UserId
from tests import behind
from tests.cogs.conftest import Studio
from tests.cogs.messages import answered, raw, said, walk
from tests.cogs.steps import propose, schedule, set_up
from tests.cogs.test_methods import cast, close, open_method, own, public, receipt, rule


async def record(studio: Studio, person: simcord.MemberActor) -> simcord.ResponseMessage:
    """Ask for the record; return the private answer."""
    result = await person.slash(studio.channel, "round record")
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def files_of(message: simcord.ResponseMessage) -> dict[str, bytes]:
    return {one.filename: await one.read() for one in message.attachments}


async def held(studio: Studio, method: str = "approval") -> dict[simcord.MemberActor, str]:
    """Hold a round with five ballots and an abstention; return everybody's receipt."""
    await open_method(studio, method, own_songs=True)
    first, second, third, fourth = studio.writers
    newcomer = studio.guild.add_member(studio.env.create_user("newcomer"))
    receipts = {
        person: receipt(await cast(studio, person, method, *songs))
        for person, songs in (
            (first, (1, 2)),
            (second, (2, 3)),
            (third, (3, 1)),
            (fourth, (1, 3)),
            (studio.boss, (2, 1)),
        )
    }
    shown = await own(studio, newcomer)
    await newcomer.click(shown, label="Abstain")
    return receipts | {newcomer: receipt(shown)}


@pytest.mark.parametrize("method", METHODS)
async def test_the_record_recounts_to_what_the_room_was_told(studio: Studio, method: str) -> None:
    receipts = await held(studio, method)
    await rule(studio, "veto", "Song 4", reason="The estate said no.")
    await close(studio)
    shown = await record(studio, studio.writers[1])
    files = await files_of(shown)
    assert list(files) == ["record-104.json", "record-104.csv"]
    enclosed = [one["file"]["url"] for one in walk(raw(shown)) if "file" in one]
    assert enclosed == [one.url for one in shown.attachments]
    again = recount(files["record-104.json"])
    assert set(again.record.ballots) == set(receipts.values())
    assert (again.outcome.ballots, again.outcome.abstentions) == (6, 1)
    assert f"Record: `{again.sha256}`" in said(shown)
    results = said(public(studio, "## The cut for"))
    assert f"Record: `{again.sha256}`" in results
    for seat in again.outcome.seats:
        assert f"\n{seat.rank}\\. **[Song {seat.song[1:]}]" in results
    rows = list(csv.reader(io.StringIO(files["record-104.csv"].decode("utf-8-sig"))))
    assert {row[0].lstrip("'") for row in rows[1:]} == set(receipts.values())


async def test_nothing_in_the_record_names_a_voter(studio: Studio) -> None:
    receipts = await held(studio)
    await close(studio)
    shown = await record(studio, studio.writers[0])
    everything = b"".join((await files_of(shown)).values()).decode() + said(shown)
    for person in receipts:
        assert str(person.id) not in everything
        assert person.name not in everything
    assert "It is about number" not in everything  # what proposers wrote would tell on them
    document = json.loads((await files_of(shown))["record-104.json"])
    listed = document["ballots"]
    assert [one["receipt"] for one in listed] == sorted(receipts.values())
    assert {key for one in listed for key in one} == {"receipt", "picks", "stars"}


async def test_the_record_is_for_the_roster_and_the_showrunner(studio: Studio) -> None:
    await held(studio)
    asked = answered(await studio.boss.slash(studio.channel, "round record"))
    assert "Episode 104 has no results yet." in asked
    await close(studio)
    stranger = studio.guild.add_member(studio.env.create_user("stranger"))
    shown = await record(studio, stranger)
    assert "The record is for the writers on this room's roster." in said(shown)
    assert shown.attachments == []
    picker = (await studio.boss.slash(studio.channel, "room roster")).response
    assert picker is not None
    await studio.boss.select(picker, [])
    shown = await record(studio, studio.writers[0])
    assert "You were taken off this room's roster" in said(shown)
    assert shown.attachments == []
    assert len((await record(studio, studio.boss)).attachments) == 2


@pytest.mark.parametrize("method", METHODS)
async def test_of_a_few_ballots_nobody_learns_what_they_gave(studio: Studio, method: str) -> None:
    await open_method(studio, method, songs=3)
    number = receipt(await cast(studio, studio.writers[0], method, 1, 2))
    await close(studio)
    shown = await record(studio, studio.writers[0])
    told = said(public(studio, "## The cut for"))
    for text in (said(shown), told):
        assert "Fewer than 5 ballots choose songs, so neither the record nor the counts" in text
        assert "1 ballot" in text
        assert "Name some in `/room settings`" in text
        assert not re.search(r"\d (pick|star|point|supporter|vote)", text)
    assert number not in said(shown)
    assert shown.attachments == []
    assert said(shown).splitlines()[-1] in told  # the hash the room was told


@pytest.mark.parametrize("method", METHODS)
async def test_the_record_is_withheld_where_it_could_tell(studio: Studio, method: str) -> None:
    """Each of the four writers proposed a song; only the showrunner could name all four."""
    await open_method(studio, method, songs=4)
    for person, songs in zip(
        [*studio.writers, studio.boss], [(2, 3), (3, 4), (4, 1), (1, 2), (1, 2)], strict=True
    ):
        await cast(studio, person, method, *songs)
    if METHODS[method].form.name == "ranking":
        await cast(studio, studio.boss, method, 3, 4)
    await close(studio)
    shown = await record(studio, studio.boss)
    assert shown.attachments == []
    for text in (said(shown), said(public(studio, "## The cut for"))):
        assert "The record isn't shown" in text


ALTERED = "The ballots kept here no longer match the record made at the close, hash `{}`;"


async def test_ballots_altered_behind_the_bots_back_are_told_of(
    studio: Studio, tmp_path: Path
) -> None:
    await held(studio)
    await close(studio)
    told = said(public(studio, "## The cut for"))
    warning = ALTERED.format(told.rpartition("Record: `")[2][:64])
    before = await record(studio, studio.boss)
    assert warning not in told + said(before)
    await behind.rows(tmp_path / "needledrop.db", "UPDATE ballots SET choices = '3,4'")
    after = await record(studio, studio.boss)
    assert f"{warning} whoever hosts this bot should be asked." in said(after)
    again = recount((await files_of(after))["record-104.json"])
    assert f"Record: `{again.sha256}`" in said(after)
    shown = (await studio.writers[0].slash(studio.channel, "round results")).response
    assert shown is not None
    assert warning in said(shown)


async def test_results_are_shown_privately_with_their_picture(studio: Studio) -> None:
    await open_method(studio, songs=3)
    await cast(studio, studio.boss, "approval", 1, 2)
    await close(studio)
    shown = (await studio.writers[0].slash(studio.channel, "round results")).response
    assert shown is not None
    assert shown.ephemeral
    assert said(shown) == said(public(studio, "## The cut for"))
    assert [one.filename for one in shown.attachments] == ["results.png"]
    [item] = [item for one in walk(raw(shown)) for item in one.get("items", ())]
    assert item["media"]["url"] == shown.attachments[0].url
    assert "Song 1" in item["description"]


async def scrutineer_of(studio: Studio) -> simcord.MemberActor:
    """Hold a vote of one ballot; return the first writer, who was named its scrutineer."""
    writer = studio.writers[0]
    services = studio.now.services
    room = await services.rooms.at(ChannelId(studio.channel.id))
    boss = Person(room.showrunner_id, frozenset(), True)
    aunt = Person(UserId(writer.id), frozenset(), False)
    await services.scrutiny.name(boss, room, [aunt])
    await propose(studio, 4)
    await studio.boss.slash(studio.channel, "shortlist fill", size=4)
    await schedule(studio, closes="in 36 hours", seats=2)
    await cast(studio, studio.boss, "approval", 1)
    await close(studio)
    return writer


async def test_a_scrutineer_tells_the_room_that_they_counted_again(studio: Studio) -> None:
    await set_up(studio)
    writer = await scrutineer_of(studio)
    assert "I counted it again" not in str(raw(await record(studio, studio.writers[1])))
    shown = await record(studio, writer)
    told = recount((await files_of(shown))["record-104.json"]).sha256
    form = await writer.click(shown, label="I counted it again")
    assert "64 digits" in answered(await writer.submit_modal(form, {"hash": "half of it"}))
    form = await writer.click(shown, label="I counted it again")
    sent = answered(await writer.submit_modal(form, {"hash": f" {told.upper()} "}))
    assert "the hash in the results" in sent
    await studio.work_off()
    places = [studio.channel, *studio.channel.threads]
    lines = [said(one) for place in places for one in place.history()]
    [line] = [one for one in lines if "a scrutineer, counted the vote" in one]
    assert f"<@{writer.id}>" in line
    assert f"`{told}`. It's the hash in the results." in line
