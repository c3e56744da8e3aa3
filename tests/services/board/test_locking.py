"""A locked episode stays as it is."""

import pytest

from bot.domain.board import Clearance, EntryText
from bot.domain.errors import EpisodeLocked, RoundLive
from bot.domain.longlist import Look
from bot.domain.rights import Side, Stage
from bot.domain.structs import replace
from bot.services.board.editing import NOTHING_SEEN
from bot.services.rights import HolderText, StepText
from tests.builders import recording
from tests.services.board.decided import WRITER, decided, order, waiting
from tests.services.conftest import House


async def test_a_locked_episode_stays_as_it_is_but_its_rights_go_on(house: House) -> None:
    episode, view = await decided(house)
    one, boards, at = order(view)[0], house.services.boards, (house.boss, house.room, episode)
    assert (await boards.lock(*at)).board.locked
    assert (await boards.lock(*at)).board.revision == 1  # asking again changes nothing
    for refused in (
        boards.place(*at, one, 3),
        boards.edit(*at, one, EntryText("x")),
        boards.swap(*at, one, waiting(view)[0]),
        house.services.proposals.propose(WRITER, house.room, episode, recording(9)),
        house.services.shortlists.fill(*at),
        house.services.rounds.schedule(*at, closes="in 2 hours"),
    ):
        with pytest.raises(EpisodeLocked):
            await refused
    view = await boards.set_clearance(*at, one, Clearance.CLEARED, "Signed")
    assert view.board.entries[0].clearance is Clearance.CLEARED
    assert not (await boards.lock(*at, locked=False)).board.locked
    await boards.place(*at, one, 3)


async def test_a_vote_under_way_keeps_the_board_open(house: House) -> None:
    episode, _ = await decided(house)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    with pytest.raises(RoundLive):
        await house.services.boards.lock(house.boss, house.room, episode)


async def test_what_is_not_cleared_is_to_be_seen_before_the_lock(house: House) -> None:
    episode, view = await decided(house)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    asked = await boards.lock(*at, seen=NOTHING_SEEN)
    assert not asked.board.locked
    assert len(asked.uncleared) == 3
    changed = await boards.set_clearance(*at, order(view)[0], Clearance.CLEARED)
    assert not (await boards.lock(*at, seen=asked.board.mark)).board.locked
    assert (await boards.lock(*at, seen=changed.board.mark)).board.locked


async def test_what_holders_say_since_is_to_be_seen_before_the_lock_too(house: House) -> None:
    episode, view = await decided(house)
    boards, rights = house.services.boards, house.services.rights
    at, song = (house.boss, house.room, episode), view.board.entries[0].song
    asked = await boards.lock(*at, seen=NOTHING_SEEN)
    known = await rights.add_holder(
        house.boss, house.room, song.id, Side.RECORDING, HolderText("A label")
    )
    [holder] = known.rights.holders
    refused = StepText(Stage.REFUSED)
    await rights.advance(house.boss, house.room, holder.id, refused, holder.step)
    again = await boards.lock(*at, seen=asked.board.mark)
    assert not again.board.locked
    assert again.board.entries[0].clearance is Clearance.DENIED
    assert (await boards.lock(*at, seen=again.board.mark)).board.locked


async def test_a_board_keeps_its_license_whatever_is_refused_for_another_episode(
    house: House,
) -> None:
    first, view = await decided(house)
    song = view.board.entries[0].song
    await house.services.boards.set_clearance(
        house.boss, house.room, first, song.id, Clearance.CLEARED
    )
    later = await house.episode("105")
    known = await house.services.rights.add_holder(
        house.boss, house.room, song.id, Side.SONG, HolderText("A publisher"), later.id
    )
    [holder] = known.rights.holders
    await house.services.rights.advance(
        house.boss, house.room, holder.id, StepText(Stage.REFUSED), holder.step, later.id
    )
    view = await house.services.boards.view(house.room, first)
    assert view.board.entries[0].clearance is Clearance.CLEARED
    assert (await house.services.episodes.summary(house.room, "104")).denied == 0
    assert view.rights.about(song, later.id).clearance is Clearance.DENIED


async def test_refused_rights_are_known_wherever_songs_of_the_room_are_listed(
    house: House,
) -> None:
    first, view = await decided(house)
    refused = view.board.entries[0].song
    await house.services.boards.set_clearance(
        house.boss, house.room, first, refused.id, Clearance.DENIED
    )
    episode = await house.episode("105")
    spelled = replace(
        refused.recording, uri="spotify:track:" + "Z" * 22, isrc=refused.recording.isrc.lower()
    )
    await house.services.proposals.propose(WRITER, house.room, episode, spelled)
    for n in (40, 41):
        await house.services.proposals.propose(WRITER, house.room, episode, recording(n))
    longlist = await house.services.longlists.look(WRITER, house.room, episode, Look())
    songs = [one.song for one in longlist.songs]
    assert [one.song.recording for one in longlist.rights.refusals(songs)] == [spelled]
    shortlist = await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[one.id for one in longlist.songs]
    )
    vote = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=1
    )
    ballot = await house.services.voting.ballot(WRITER, house.room, vote.round.id)
    [step] = await house.store.read.rights.steps(house.room.id, refused.id)
    assert (step.status, step.note, step.user_id) == (Clearance.DENIED, "", house.boss.user_id)
    for there in (shortlist, vote, ballot):
        assert [step.number for step in there.rights.refusals(songs)] == [first.number]
