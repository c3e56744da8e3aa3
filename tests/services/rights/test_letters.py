"""Letters: everybody who has not been asked gets one, which tells nothing of anybody else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.board import EntryText
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.model import Person
from bot.domain.rights import LettersId, Money, Side, Stage, Why
from bot.export.letter_text import letter_text
from bot.services.rights import letters as drafted
from tests.backends import ONLY_SQLITE
from tests.builders import person, recording
from tests.services.boarded import SUPERVISOR, Boarded, boarded
from tests.services.conftest import House

WRITER, ADMIN = person(5), person(3, manages=True)


async def test_everybody_to_ask_for_the_songs_of_the_board_gets_one(house: House) -> None:
    room = await boarded(house)
    first, second, third = room.board
    await room.hold(first, "Both", Side.RECORDING)
    await room.hold(first, "Both")
    await room.hold(second, "Publisher", share="50")
    asked = await room.hold(second, "Asked")
    await room.step(asked, Stage.ASKED)
    await room.hold(room.others[0], "Elsewhere")
    drafts = await room.draft()
    assert [(one.name, one.sides) for one in drafts.letters] == [
        ("Both", (Side.RECORDING, Side.SONG)),
        ("Publisher", (Side.SONG,)),
    ]
    assert [one.id for one in drafts.unheld] == [second, third]
    alone = await room.draft(room.others[0])
    assert [one.name for one in alone.letters] == ["Elsewhere"]
    assert (await room.draft(third)).id is None


async def test_a_letter_has_the_room_s_own_words_without_names(house: House) -> None:
    room = await boarded(house)
    first, *_ = room.board
    longlist = await house.services.proposals.longlist(room.room, room.episode)
    proposal = next(one for one in longlist if one.song.id == first)
    await house.services.proposals.note(person(201), room.room, proposal.id, "It  rains.")
    await room.hold(first, "Publisher")
    [letter] = (await room.draft()).letters
    assert letter.why == Why(tells=(proposal.notes[0].text, "It rains."))
    await house.services.characters.create(house.boss, room.room, "Maya")
    typed = EntryText("Cold open", "Maya", "We edited\nthis.", "The goodbye.")
    await house.services.boards.edit(house.boss, room.room, room.episode, first, typed)
    [letter] = (await room.draft()).letters
    assert letter.why == Why("Cold open", "Maya", ("We edited\nthis.",), "The goodbye.")


async def test_a_fee_is_offered_only_where_it_is_not_their_own(house: House) -> None:
    room = await boarded(house)
    first, second, _ = room.board
    await room.step(await room.hold(first, "Offered"), Stage.TO_ASK, "500 USD")
    quoted = await room.step(await room.hold(second, "Quoted"), Stage.QUOTED, "900 USD")
    await room.step(quoted, Stage.TO_ASK)
    assert [(one.name, one.offers) for one in (await room.draft()).letters] == [
        ("Offered", (Money(50_000, "USD"),)),
        ("Quoted", (None,)),
    ]


async def test_letters_are_marked_as_sent_once(house: House) -> None:
    room = await boarded(house)
    first, second, third = room.board
    one, other = await room.hold(first, "One"), await room.hold(second, "Other")
    gone = await room.hold(third, "Gone")
    drafts = await room.draft(by=1_900_000_000)
    assert drafts.id is not None
    late = await room.hold(third, "Late")
    moved = await room.step(other, Stage.REFUSED)
    await house.services.rights.delete_holder(SUPERVISOR, room.room, gone.id)
    letters = house.services.rights_letters
    looked = await letters.look(SUPERVISOR, room.room, drafts.id)
    sent = await letters.mark_sent(SUPERVISOR, room.room, drafts.id)
    assert (looked.asked, looked.moved_on, looked.gone) == ((one,), (moved,), 1)
    assert (sent.asked, sent.moved_on, sent.gone) == (looked.asked, looked.moved_on, 1)
    now = {each.id: each for each in (await house.store.read.rights.of_room(room.room.id)).holders}
    assert now[one.id].stage is Stage.ASKED
    assert now[one.id].answer_by == 1_900_000_000
    assert now[one.id].episode_id == room.episode.id
    assert (now[other.id], now[late.id]) == (moved, late)
    again = await letters.mark_sent(SUPERVISOR, room.room, drafts.id)
    assert (again.asked, again.moved_on, again.sent_at) == ((), (), sent.sent_at)
    steps = (await house.services.rights.view(SUPERVISOR, room.room, first)).steps
    assert [each.status for each in steps] == [Stage.TO_ASK, Stage.ASKED]
    [waiting] = await house.services.rights.due(SUPERVISOR, room.room)
    assert waiting.id == one.id


async def test_more_than_an_archive_takes_come_with_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafted, "LETTERS_MAX", 2)
    room = await boarded(house)
    for n in range(5):
        await room.hold(room.board[0], f"Publisher {n}")
    written: list[str] = []
    while (drafts := await room.draft()).id is not None:
        assert len(drafts.letters) + drafts.waiting == 5 - len(written)
        written += [one.name for one in drafts.letters]
        await house.services.rights_letters.mark_sent(SUPERVISOR, room.room, drafts.id)
    assert written == [f"Publisher {n}" for n in range(5)]


async def test_letters_of_long_ago_are_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafted, "KEPT", 2)
    room = await boarded(house)
    await room.hold(room.board[0], "Publisher")
    first, second, third = [(await room.draft()).id or LettersId(0) for _ in range(3)]
    letters = house.services.rights_letters
    with pytest.raises(NotFound, match="letters"):
        await letters.look(SUPERVISOR, room.room, first)
    for kept in (second, third):
        assert len((await letters.look(SUPERVISOR, room.room, kept)).asked) == 1


async def test_without_a_board_a_song_has_to_be_named(house: House) -> None:
    room = await house.services.rooms.name_supervisor(house.boss, house.room, SUPERVISOR.user_id)
    episode = await house.episode()
    [proposal] = await house.proposed(episode, 1)
    there = Boarded(house, room, episode, [], [proposal.song.id])
    await there.hold(proposal.song.id, "Publisher")
    with pytest.raises(NotFound, match=r"letters\.board"):
        await there.draft()
    [letter] = (await there.draft(proposal.song.id)).letters
    assert letter.why == Why(tells=("Why 1",))


@pytest.mark.parametrize("who", [WRITER, ADMIN], ids=["writer", "admin"])
async def test_nobody_else_drafts_or_sends_them(house: House, who: Person) -> None:
    room = await boarded(house)
    await room.hold(room.board[0], "Publisher")
    drafts = await room.draft()
    assert drafts.id is not None
    letters = house.services.rights_letters
    for refused in (
        letters.draft(who, room.room, room.episode),
        letters.look(who, room.room, drafts.id),
        letters.mark_sent(who, room.room, drafts.id),
    ):
        with pytest.raises(NotAllowed, match="supervisor"):
            await refused
    assert await room.stages() == {Stage.TO_ASK: 1}


holdings = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(Side),
        st.sampled_from(Stage),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=8,
)
"""Of which song, which side, how far, by what name, and whether with a fee."""


@ONLY_SQLITE
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(held=holdings)
async def test_a_letter_tells_nothing_of_other_holders_and_songs(
    house: House, held: list[tuple[int, Side, Stage, int, bool]]
) -> None:
    """Whatever a room has on file: nobody is left out, written to twice, or told of others."""
    if not hasattr(house, "boarded_once"):
        house.boarded_once = await boarded(house)  # type: ignore[attr-defined]
    room: Boarded = house.boarded_once  # type: ignore[attr-defined]
    songs = [*room.board, *room.others]
    holders = []
    for n, (place, side, stage, name, paid) in enumerate(held):
        one = await room.hold(songs[place], f"Holder-{name}-", side, f"contact-{n}-", f"{n + 1}.37")
        fee = f"{(n + 1) * 1111} USD" if paid else ""
        holders.append(await room.step(one, stage, fee) if stage is not Stage.TO_ASK else one)
    drafts = await room.draft()
    refused = {one.song.id for one in holders if one.stage is Stage.REFUSED}
    asked_for = set(room.board) - refused
    assert {one.id for one in drafts.denied} == set(room.board) & refused
    wanted = [h for h in holders if h.stage is Stage.TO_ASK and h.song.id in asked_for]
    written = [one.id for letter in drafts.letters for one in letter.holders]
    assert sorted(written) == sorted(one.id for one in wanted)
    titles = {recording(n).title for n in range(1, 6)}
    for letter in drafts.letters:
        said = letter_text(letter)
        for other in holders:
            if other.id not in {one.id for one in letter.holders}:
                assert other.contact not in said
                assert other.name == letter.name or other.name not in said
                assert other.fee is None or f"{other.fee.minor // 100:,}" not in said
        assert not any(title in said for title in titles - {letter.song.title})
        assert "vote" not in said.casefold()
    for one in holders:
        await house.services.rights.delete_holder(SUPERVISOR, room.room, one.id)
