"""Clearing songs: holders are added, asked, and deleted, by those who clear and nobody else."""

import pytest

from bot.domain.board import Clearance
from bot.domain.errors import InvalidInput, NotAllowed, NotFound
from bot.domain.model import ChannelId, Person, Room, SongId
from bot.domain.rights import Holder, HolderId, Money, Side, Stage
from bot.services.rights import HolderText, RightsView, StepText
from tests.builders import person, recording
from tests.services.conftest import House

SUPERVISOR, WRITER = person(77), person(5)
PUBLISHER = HolderText("  Quiet  Music ", "sync@quiet.example", "33.33%", most_favored=True)


async def listed(house: House) -> tuple[Room, SongId]:
    """Return the room with a music supervisor, and a song of its longlist."""
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    [proposal] = await house.proposed(await house.episode(), 1)
    return room, proposal.song.id


async def added(
    house: House, room: Room, song: SongId, side: Side = Side.SONG, text: HolderText = PUBLISHER
) -> Holder:
    view = await house.services.rights.add_holder(SUPERVISOR, room, song, side, text)
    return view.rights.holders[-1]


async def stepped(
    house: House, room: Room, holder: Holder, step: StepText, by: Person = SUPERVISOR
) -> RightsView:
    rights = house.services.rights
    [seen] = [
        one.step
        for one in (await rights.view(by, room, holder.song.id)).rights.holders
        if one.id == holder.id
    ]
    return await rights.advance(by, room, holder.id, step, seen)


async def test_a_holder_is_kept_as_typed_but_tidied(house: House) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    assert (holder.name, holder.contact, holder.share, holder.most_favored, holder.stage) == (
        "Quiet Music",
        "sync@quiet.example",
        3_333,
        True,
        Stage.TO_ASK,
    )
    view = await house.services.rights.view(house.boss, room, song)
    assert [(one.status, one.user_id) for one in view.steps] == [(Stage.TO_ASK, 77)]


async def test_a_song_is_cleared_step_by_step(house: House) -> None:
    room, song = await listed(house)
    label = await added(house, room, song, Side.RECORDING, HolderText("A label"))
    publisher = await added(house, room, song, text=HolderText("A publisher", share="100"))
    await stepped(house, room, label, StepText(Stage.QUOTED, "5,000 USD", note="For all media"))
    view = await stepped(house, room, label, StepText(Stage.CLEARED), house.boss)
    assert view.rights.clearance is Clearance.PENDING
    assert view.rights.holders[0].fee == Money(500_000, "USD")
    view = await stepped(house, room, publisher, StepText(Stage.CLEARED))
    assert view.rights.clearance is Clearance.CLEARED
    assert [(one.user_id, one.status) for one in view.steps][-2:] == [
        (house.boss.user_id, Stage.CLEARED),
        (77, Stage.CLEARED),
    ]


async def test_a_refusal_is_known_where_songs_are_listed(house: House) -> None:
    room, song = await listed(house)
    episode = await house.episode("105")
    holder = await added(house, room, song)
    await house.services.rights.advance(
        SUPERVISOR, room, holder.id, StepText(Stage.REFUSED), holder.step, episode.id
    )
    refused = (await house.store.read.rights.of_room(room.id)).refused(holder.song)
    assert refused is not None
    assert refused.number == "105"


async def test_of_two_who_update_a_holder_at_once_the_second_is_told(house: House) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    rights, seen = house.services.rights, holder.step
    await rights.advance(SUPERVISOR, room, holder.id, StepText(Stage.ASKED), seen)
    with pytest.raises(InvalidInput, match=r"rights\.overtaken"):
        await rights.advance(house.boss, room, holder.id, StepText(Stage.CLEARED), seen)
    assert (await rights.view(SUPERVISOR, room, song)).rights.holders[0].stage is Stage.ASKED


async def test_who_has_yet_to_answer_is_listed_the_longest_asked_first(house: House) -> None:
    room, song = await listed(house)
    holders = [await added(house, room, song) for _ in range(4)]
    for place in (2, 0, 1):
        await stepped(house, room, holders[place], StepText(Stage.ASKED))
    await stepped(house, room, holders[0], StepText(Stage.QUOTED, "1 USD"))
    due = await house.services.rights.due(SUPERVISOR, room)
    assert [one.id for one in due] == [holders[2].id, holders[1].id]


async def test_a_deleted_holder_is_gone_with_all_that_was_said_of_them(house: House) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    view = await house.services.rights.delete_holder(SUPERVISOR, room, holder.id)
    assert (view.rights.holders, view.steps) == ((), ())
    with pytest.raises(NotFound, match="holder"):
        await house.services.rights.delete_holder(SUPERVISOR, room, holder.id)
    for table in await house.tables():
        assert "quiet.example" not in repr(await house.rows(f'SELECT * FROM "{table}"'))  # noqa: S608


@pytest.mark.parametrize("who", [WRITER, person(3, manages=True)], ids=["writer", "admin"])
async def test_nobody_else_sees_or_changes_any_of_it(house: House, who: Person) -> None:
    room, song = await listed(house)
    holder, rights = await added(house, room, song), house.services.rights
    for refused in (
        rights.view(who, room, song),
        rights.due(who, room),
        rights.add_holder(who, room, song, Side.SONG, PUBLISHER),
        rights.advance(who, room, holder.id, StepText(Stage.CLEARED), holder.step),
        rights.delete_holder(who, room, holder.id),
        rights.edit_holder(who, room, holder.id, PUBLISHER, ("", "", "")),
        rights.say_whole(who, room, song, Side.SONG, whole=True),
        rights.holder(who, room, holder.id),
        rights.episode(who, room, await house.services.episodes.find(room)),
        rights.songs(who, room),
    ):
        with pytest.raises(NotAllowed, match="supervisor"):
            await refused
    assert (await rights.view(SUPERVISOR, room, song)).rights.holders == (holder,)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (HolderText(" \u200b "), "holder.empty"),
        (HolderText("x" * 101), "rights.name_long"),
        (HolderText("x", "y" * 201), "rights.contact_long"),
        (HolderText("x", share="half"), "share"),
    ],
)
async def test_what_cannot_be_used_is_said_and_nothing_is_kept(
    house: House, text: HolderText, what: str
) -> None:
    room, song = await listed(house)
    with pytest.raises(InvalidInput) as refused:
        await added(house, room, song, text=text)
    assert refused.value.what == what
    assert not (await house.services.rights.view(SUPERVISOR, room, song)).rights.holders


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (StepText(Stage.QUOTED, "5,000"), "money.form"),
        (StepText(Stage.ASKED, note="x" * 201), "rights.note_long"),
    ],
)
async def test_a_step_that_cannot_be_used_is_not_taken(
    house: House, step: StepText, what: str
) -> None:
    room, song = await listed(house)
    holder = await added(house, room, song)
    with pytest.raises(InvalidInput) as refused:
        await stepped(house, room, holder, step)
    assert refused.value.what == what
    view = await house.services.rights.view(SUPERVISOR, room, song)
    assert view.rights.holders == (holder,)


async def test_a_song_that_the_room_does_not_know_has_no_rights_here(house: House) -> None:
    room, _ = await listed(house)
    other = await house.services.rooms.setup(
        house.boss, room.guild_id, ChannelId(11), title="Other", timezone="UTC"
    )
    async with house.store.transaction(other.id) as unit:
        strange = await unit.proposals.remember(other.id, recording(99))
    with pytest.raises(NotFound, match="song"):
        await added(house, room, strange.id)
    with pytest.raises(NotFound, match="holder"):
        await house.services.rights.advance(SUPERVISOR, room, HolderId(1), StepText(Stage.ASKED), 0)
