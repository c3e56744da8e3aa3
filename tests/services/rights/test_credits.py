"""Credits are suggestions until somebody who clears songs says that they are right."""

import asyncio

import pytest

from bot.domain.bounds import BOUNDS
from bot.domain.credits import MUSICBRAINZ, Credit, CreditKind, Found
from bot.domain.errors import (
    CreditsBusy,
    CreditsOff,
    CreditsUnavailable,
    InvalidInput,
    NotAllowed,
    NotFound,
    RoomError,
)
from bot.domain.folding import fold
from bot.domain.model import Room, SongId
from bot.domain.rights import Side, Stage
from bot.services.rights import HolderText
from bot.services.rights.credits import CreditsText, CreditsView
from tests import behind
from tests.builders import person, recording
from tests.services.conftest import House

SUPERVISOR, WRITER = person(77), person(5)
WORK = "https://musicbrainz.org/work/1"
FOUND = (
    Found(CreditKind.WRITER, "Joni Mitchell", WORK),
    Found(CreditKind.PUBLISHER, "Crazy Crow Music", WORK),
    Found(CreditKind.LABEL, "Reprise Records"),
    Found(CreditKind.YEAR, "1971"),
    Found(CreditKind.YEAR, "2021"),
)


async def listed(house: House) -> tuple[Room, SongId]:
    """Return the room with a music supervisor, and a song that the catalogue knows."""
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    [proposal] = await house.proposed(await house.episode(), 1)
    house.credits.found = {recording(1).isrc: FOUND}
    return room, proposal.song.id


def told(view: CreditsView, *, confirmed: bool) -> list[tuple[CreditKind, str]]:
    return [(one.kind, one.name) for one in view.credits if one.confirmed is confirmed]


def named(view: CreditsView, name: str) -> Credit:
    return next(one for one in view.credits if one.name == name)


ALL = [(one.kind, one.name) for one in FOUND]


async def test_what_is_looked_up_is_suggested_with_its_source_and_nothing_is_confirmed(
    house: House,
) -> None:
    room, song = await listed(house)
    view = await house.services.credits.look_up(SUPERVISOR, room, song)
    assert house.credits.asked == [recording(1).isrc]
    assert (told(view, confirmed=True), told(view, confirmed=False)) == ([], ALL)
    assert (view.credits[0].source, view.credits[0].link) == (MUSICBRAINZ, WORK)
    rights = await house.services.rights.view(SUPERVISOR, room, song)
    assert rights.rights.holders == ()
    again = await house.services.credits.view(house.boss, room, song)
    assert again == view, "kept, so that nobody has to ask again"


async def test_looking_up_again_replaces_suggestions_and_keeps_what_was_confirmed(
    house: House,
) -> None:
    room, song = await listed(house)
    credits_ = house.services.credits
    view = await credits_.look_up(SUPERVISOR, room, song)
    right = named(view, "Joni Mitchell").id
    await credits_.choose(SUPERVISOR, room, song, [right], [])
    house.credits.found = {recording(1).isrc: (FOUND[0], Found(CreditKind.WRITER, "Another"))}
    view = await credits_.look_up(SUPERVISOR, room, song)
    assert told(view, confirmed=True) == [(CreditKind.WRITER, "Joni Mitchell")]
    assert told(view, confirmed=False) == [(CreditKind.WRITER, "Another")]


async def test_a_label_and_a_publisher_that_are_confirmed_are_holders_to_ask(
    house: House,
) -> None:
    room, song = await listed(house)
    view = await house.services.credits.look_up(SUPERVISOR, room, song)
    right = [one.id for one in view.credits if one.name != "2021"]
    view = await house.services.credits.choose(SUPERVISOR, room, song, right, [])
    assert told(view, confirmed=True) == ALL[:4]
    label, publisher = sorted(
        (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders,
        key=lambda one: one.side,
    )
    assert (label.side, label.name, label.stage) == (
        Side.RECORDING,
        "Reprise Records",
        Stage.TO_ASK,
    )
    assert (publisher.side, publisher.name, publisher.share) == (
        Side.SONG,
        "Crazy Crow Music",
        None,
    )


async def test_a_holder_who_is_there_is_not_added_twice(house: House) -> None:
    room, song = await listed(house)
    await house.services.rights.add_holder(
        SUPERVISOR, room, song, Side.RECORDING, HolderText("reprise  RECORDS")
    )
    view = await house.services.credits.look_up(SUPERVISOR, room, song)
    label = named(view, "Reprise Records").id
    for _ in range(2):
        await house.services.credits.choose(SUPERVISOR, room, song, [label], [])
        await house.services.credits.choose(SUPERVISOR, room, song, [], [label])
    holders = (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders
    assert [one.name for one in holders] == ["reprise RECORDS"]


async def test_two_people_who_confirm_a_label_at_once_add_one_holder(house: House) -> None:
    room, song = await listed(house)
    credits_ = house.services.credits
    label = named(await credits_.look_up(SUPERVISOR, room, song), "Reprise Records").id
    typed = CreditsText(label="reprise records")
    await asyncio.gather(
        credits_.choose(SUPERVISOR, room, song, [label], []),
        credits_.choose(house.boss, room, song, [label], []),
        credits_.write(SUPERVISOR, room, song, typed),
        credits_.write(house.boss, room, song, typed),
    )
    holders = (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders
    assert [fold(one.name) for one in holders] == ["reprise records"]


async def test_a_choice_that_is_refused_saves_none_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BOUNDS, "holders", 1)
    room, song = await listed(house)
    credits_ = house.services.credits
    before = await credits_.look_up(SUPERVISOR, room, song)
    right = [named(before, name).id for name in ("Reprise Records", "Crazy Crow Music")]
    with pytest.raises(InvalidInput) as refused:
        await credits_.choose(SUPERVISOR, room, song, right, [])
    assert refused.value.what == "many.holders"
    assert await credits_.view(SUPERVISOR, room, song) == before
    assert (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders == ()


async def test_a_recording_came_out_in_one_year(house: House) -> None:
    room, song = await listed(house)
    view = await house.services.credits.look_up(SUPERVISOR, room, song)
    for year in ("1971", "2021"):
        view = await house.services.credits.choose(
            SUPERVISOR, room, song, [named(view, year).id], []
        )
        assert told(view, confirmed=True) == [(CreditKind.YEAR, year)]
    view = await house.services.credits.write(SUPERVISOR, room, song, CreditsText(year="1970"))
    assert told(view, confirmed=True) == [(CreditKind.YEAR, "1970")]


async def test_what_is_typed_is_confirmed_by_that(house: House) -> None:
    room, song = await listed(house)
    text = CreditsText(
        "  Joni  Mitchell 50%\n\nÉdith (Piaf), 33.33%\nSomebody Else\nU2 16.67 %", "A label", "1971"
    )
    view = await house.services.credits.write(SUPERVISOR, room, song, text)
    assert [(one.kind, one.name, one.share, one.source) for one in view.credits] == [
        (CreditKind.WRITER, "Joni Mitchell", 50_00, ""),
        (CreditKind.WRITER, "Édith (Piaf)", 33_33, ""),
        (CreditKind.WRITER, "Somebody Else", None, ""),
        (CreditKind.WRITER, "U2", 16_67, ""),
        (CreditKind.LABEL, "A label", None, ""),
        (CreditKind.YEAR, "1971", None, ""),
    ]
    assert all(one.confirmed for one in view.credits)
    [holder] = (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders
    assert (holder.side, holder.name) == (Side.RECORDING, "A label")
    again = CreditsText("Somebody Else 10%")
    view = await house.services.credits.write(SUPERVISOR, room, song, again)
    assert named(view, "Somebody Else").share == 10_00
    view = await house.services.credits.write(SUPERVISOR, room, song, CreditsText("Somebody Else"))
    assert named(view, "Somebody Else").share == 10_00, "typed without a share, it keeps its own"
    view = await house.services.credits.choose(
        SUPERVISOR, room, song, [], [named(view, "Somebody Else").id]
    )
    assert "Somebody Else" not in {one.name for one in view.credits}, "typed, so deleted"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (CreditsText("Joni 0%"), "share"),
        (CreditsText("Joni 150%"), "share"),
        (CreditsText("Joni 1.2.3%"), "share"),
        (CreditsText("x" * 101), "rights.name_long"),
        (CreditsText(label="x" * 101), "rights.name_long"),
        (CreditsText(year="71"), "credits.year"),
        (CreditsText(year="2971"), "credits.year"),
        (CreditsText("\n".join(f"Writer {n}" for n in range(26))), "many.credits"),
    ],
)
async def test_what_cannot_be_used_is_refused(house: House, text: CreditsText, what: str) -> None:
    room, song = await listed(house)
    with pytest.raises(InvalidInput) as refused:
        await house.services.credits.write(SUPERVISOR, room, song, text)
    assert refused.value.what == what


@pytest.mark.parametrize("error", [CreditsOff(), CreditsBusy(5), CreditsUnavailable(500)])
async def test_a_lookup_that_fails_changes_nothing(house: House, error: RoomError) -> None:
    room, song = await listed(house)
    before = await house.services.credits.look_up(SUPERVISOR, room, song)
    house.credits.error = error
    with pytest.raises(type(error)):
        await house.services.credits.look_up(SUPERVISOR, room, song)
    assert await house.services.credits.view(SUPERVISOR, room, song) == before


async def test_without_a_code_nothing_is_asked(house: House) -> None:
    episode = await house.episode()
    by_hand = recording(1, uri="", isrc="")
    proposal = await house.services.proposals.propose(WRITER, house.room, episode, by_hand)
    with pytest.raises(NotFound) as refused:
        await house.services.credits.look_up(house.boss, house.room, proposal.song.id)
    assert refused.value.what == "isrc"
    assert house.credits.asked == []


async def test_what_was_chosen_from_an_old_screen_changes_nothing(house: House) -> None:
    room, song = await listed(house)
    credits_ = house.services.credits
    view = await credits_.look_up(SUPERVISOR, room, song)
    old = [one.id for one in view.credits]
    await credits_.look_up(SUPERVISOR, room, song)
    with pytest.raises(NotFound) as refused:
        await credits_.choose(SUPERVISOR, room, song, old, [])
    assert refused.value.what == "credit"
    rights = await house.services.rights.view(SUPERVISOR, room, song)
    assert rights.rights.holders == ()


async def test_credits_are_for_those_who_clear(house: House) -> None:
    room, song = await listed(house)
    credits_ = house.services.credits
    for refused in (
        credits_.view(WRITER, room, song),
        credits_.look_up(WRITER, room, song),
        credits_.choose(WRITER, room, song, [], []),
        credits_.write(WRITER, room, song, CreditsText("Joni")),
    ):
        with pytest.raises(NotAllowed) as told_off:
            await refused
        assert told_off.value.needs == "supervisor"
    assert house.credits.asked == []
    with pytest.raises(NotFound):
        await credits_.view(SUPERVISOR, room, SongId(404))


async def test_who_confirmed_a_credit_is_forgotten_and_the_credit_stays(house: House) -> None:
    room, song = await listed(house)
    view = await house.services.credits.look_up(SUPERVISOR, room, song)
    right = named(view, "Joni Mitchell").id
    await house.services.credits.choose(SUPERVISOR, room, song, [right], [])
    by = "SELECT user_id FROM credits WHERE confirmed = 1"
    assert await behind.rows(house.store, by) == [(SUPERVISOR.user_id,)]
    await house.services.privacy.forget(SUPERVISOR, room)
    [(nobody,)] = await behind.rows(house.store, by)
    assert nobody < 0
    view = await house.services.credits.view(house.boss, room, song)
    assert told(view, confirmed=True) == [(CreditKind.WRITER, "Joni Mitchell")]
