"""The clearance sheet says what is kept of rights, and to whom it may."""

import csv
import io
import json
import re

import pytest

from bot.domain.board import Clearance
from bot.domain.clearance_sheet import SheetWriter, Usage
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.rights import Money, Side, Stage
from bot.export import sheet_words
from bot.export.sheet_files import sheet_json
from bot.export.sheet_page import sheet_page
from bot.export.sheet_tables import sheet_csv
from bot.services.board.pairing import PairText
from bot.services.rights import HolderText, StepText
from bot.services.rights.credits import CreditsText
from tests.builders import person
from tests.services.board.decided import decided
from tests.services.conftest import House

SUPERVISOR, WRITER = person(77), person(5)


async def test_a_sheet_has_what_is_known_of_rights_and_in_confidence_what_was_negotiated(
    house: House,
) -> None:
    services = house.services
    room = await services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    episode, view = await decided(house)
    first, second, *_ = (entry.song.id for entry in view.board.entries)
    text = HolderText("Quiet Music", "sync@quiet.example", "40")
    [publisher] = (
        await services.rights.add_holder(SUPERVISOR, room, first, Side.SONG, text)
    ).rights.holders
    step = StepText(Stage.QUOTED, "1,200 USD", note="For all media.")
    await services.rights.advance(SUPERVISOR, room, publisher.id, step, publisher.step)
    await services.boards.set_clearance(
        SUPERVISOR, room, episode, second, Clearance.DENIED, "Never for television."
    )
    public = await services.sheets.make(WRITER, room, episode)
    secret = await services.sheets.make(SUPERVISOR, room, episode, confidential=True)
    for sheet in (public, secret):
        one, two, *_ = sheet.songs
        assert (one.clearance, two.clearance) == (Clearance.PENDING, Clearance.DENIED)
        assert (one.since, two.since) == (house.clock.now(), house.clock.now())
        [holder] = one.publishers
        assert (holder.name, holder.share, holder.stage) == ("Quiet Music", 40_00, Stage.QUOTED)
        assert one.side(Side.SONG).missing == 60_00
        assert sheet.made_at == house.clock.now()
    assert not re.search(r"quiet\.example|USD|media|television", repr(public))
    [holder] = secret.songs[0].publishers
    assert holder.contact == "sync@quiet.example"
    assert holder.fee == Money(120_000, "USD")
    assert holder.note == "For all media."
    assert secret.songs[1].note == "Never for television."
    assert secret.quoted == (Money(120_000, "USD"),)


async def test_the_last_note_on_a_holder_stays_and_a_denied_song_costs_nothing(
    house: House,
) -> None:
    services, boss = house.services, house.boss
    episode, view = await decided(house)
    song_id = view.board.entries[0].song.id
    label, publisher = HolderText("A label"), HolderText("A publisher")
    added = await services.rights.add_holder(boss, house.room, song_id, Side.RECORDING, label)
    [label_held] = added.rights.holders
    step = StepText(Stage.QUOTED, "5,000 USD", note="Ask Ann only.")
    await services.rights.advance(boss, house.room, label_held.id, step, label_held.step)
    (_, seen) = await services.rights.holder(boss, house.room, label_held.id)
    await services.rights.advance(
        boss, house.room, seen.id, StepText(Stage.QUOTED, "6,000 USD"), seen.step
    )
    sheet = await services.sheets.make(boss, house.room, episode, confidential=True)
    assert sheet.quoted == (Money(600_000, "USD"),)
    [holder] = sheet.songs[0].side(Side.RECORDING).holders
    assert holder.note == "Ask Ann only."
    added = await services.rights.add_holder(boss, house.room, song_id, Side.SONG, publisher)
    [held] = [one for one in added.rights.holders if one.side is Side.SONG]
    await services.rights.advance(boss, house.room, held.id, StepText(Stage.REFUSED), held.step)
    sheet = await services.sheets.make(boss, house.room, episode, confidential=True)
    assert sheet.quoted == ()


async def test_the_confidential_copy_is_for_those_who_clear(house: House) -> None:
    episode, _ = await decided(house)
    with pytest.raises(NotAllowed) as refused:
        await house.services.sheets.make(WRITER, house.room, episode, confidential=True)
    assert refused.value.needs == "supervisor"


async def test_there_is_no_sheet_of_a_board_that_is_not_there(house: House) -> None:
    episode = await house.episode()
    with pytest.raises(NotFound):
        await house.services.sheets.make(WRITER, house.room, episode)


async def test_a_song_on_the_board_is_used_as_the_terms_say(house: House) -> None:
    services = house.services
    episode, view = await decided(house)
    first, *_ = (entry.song.id for entry in view.board.entries)
    terms = services.rights_terms
    await terms.save(house.boss, house.room, {"use": "Background"})
    await terms.save(house.boss, house.room, {"airing": "May"}, episode.id)
    await terms.save(house.boss, house.room, {"use": "Sung", "seconds": "1:05"}, episode.id, first)
    sheet = await services.sheets.make(WRITER, house.room, episode)
    one, two, *_ = sheet.songs
    assert one.usage == Usage("Sung", 65, airing="May")
    assert two.usage == Usage("Background", airing="May")
    assert {other.usage for other in sheet.runners_up} == {Usage()}


async def test_confirmed_credits_are_on_the_sheet(house: House) -> None:
    episode, view = await decided(house)
    [first, *_] = (entry.song.id for entry in view.board.entries)
    text = CreditsText("Joni Mitchell 50%", "Reprise", "1971")
    await house.services.credits.write(house.boss, house.room, first, text)
    [song, *_] = (await house.services.sheets.make(WRITER, house.room, episode)).songs
    assert song.writers == (SheetWriter("Joni Mitchell", 50_00),)
    assert (song.label, song.year) == ("Reprise", 1971)


async def test_two_songs_in_one_slot_stay_together_in_every_format(house: House) -> None:
    episode, view = await decided(house)
    first, second, third = (entry.song for entry in view.board.entries)
    pair = PairText(third.id, how="One <hums> the other")
    await house.services.boards.pair(house.boss, house.room, episode, first.id, pair)
    sheet = await house.services.sheets.make(WRITER, house.room, episode)
    assert [(one.song.title, one.slot) for one in sheet.songs] == [
        (first.title, 1),
        (third.title, 1),
        (second.title, 2),
    ]
    assert [sheet_words.number(one) for one in sheet.songs] == ["1a", "1b", "2"]
    page = sheet_page(sheet).decode()
    assert f"In one slot with {third.title}: One &lt;hums&gt; the other" in page
    assert ">1a<" in page
    songs = json.loads(sheet_json(sheet))["songs"]
    how = "One <hums> the other"
    assert [(one["slot"], one["beside"], one["how_they_meet"]) for one in songs] == [
        (1, third.title, how),
        (1, first.title, how),
        (2, None, ""),
    ]
    rows = list(csv.DictReader(io.StringIO(sheet_csv(sheet).decode("utf-8-sig"))))
    assert [(one["place"], one["in one slot with"], one["how they meet"]) for one in rows[:3]] == [
        ("1", third.title, how),
        ("1", first.title, how),
        ("2", "", ""),
    ]
