"""A season: episodes are renamed, put away and brought back, and it is told how far each is."""

import pytest

from bot.domain.board import Clearance
from bot.domain.errors import (
    DuplicateEpisode,
    EpisodeArchived,
    EpisodeLocked,
    InvalidInput,
    NoRoom,
    NotAllowed,
    RoundLive,
)
from bot.domain.model import ChannelId, Episode, EpisodeState
from bot.domain.season import Stage, stage_of
from tests.builders import person, recording
from tests.services.board.decided import decided, order
from tests.services.conftest import House

WRITER = person(7)


async def test_a_season_says_where_each_episode_stands(house: House) -> None:
    first, view = await decided(house)
    boards, at = house.services.boards, (house.boss, house.room, first)
    await boards.set_clearance(*at, order(view)[0], Clearance.CLEARED)
    await boards.set_clearance(*at, order(view)[1], Clearance.DENIED)
    await boards.lock(*at)
    house.clock.move(60)
    second = await house.episode("105")
    await house.proposed(second, 3)
    seen = await house.services.episodes.season(house.room)
    assert [(one.episode.number, stage_of(one)) for one in seen] == [
        ("105", Stage.PICKING),
        ("104", Stage.LOCKED),
    ]
    assert (seen[1].on_board, seen[1].cleared, seen[1].denied) == (3, 1, 1)
    assert await house.services.episodes.summary(house.room, "104") == seen[1]


async def test_only_the_showrunner_renames_and_archives(house: House) -> None:
    episode = await house.episode()
    for refused in (
        house.services.episodes.edit(WRITER, house.room, episode, "105", ""),
        house.services.episodes.archive(WRITER, house.room, episode),
    ):
        with pytest.raises(NotAllowed):
            await refused


async def test_an_episode_is_renamed(house: House) -> None:
    episode = await house.episode("104")
    await house.episode("105")
    edit = house.services.episodes.edit
    after = await edit(house.boss, house.room, episode, " 106 ", "Heat")
    assert (after.id, after.number, after.title) == (episode.id, "106", "Heat")
    assert (await edit(house.boss, house.room, episode, "106", "")).title == ""
    with pytest.raises(DuplicateEpisode):
        await edit(house.boss, house.room, episode, "105", "Heat")
    for number, title in (("", "x"), ("1" * 21, ""), ("1", "x" * 101)):
        with pytest.raises(InvalidInput):
            await edit(house.boss, house.room, episode, number, title)


async def test_a_record_keeps_the_number_it_was_made_with(house: House) -> None:
    episode, _ = await decided(house)
    before = await house.services.results.results(house.room, episode)
    after = await house.services.episodes.edit(house.boss, house.room, episode, "999", "New")
    results = await house.services.results.results(house.room, after)
    assert results.record_sha256 == before.record_sha256
    assert not results.altered


@pytest.mark.parametrize("locked", [False, True])
async def test_an_archived_episode_comes_back_as_it_was(house: House, locked: bool) -> None:
    episode, view = await decided(house)
    at = (house.boss, house.room, episode)
    if locked:
        await house.services.boards.lock(*at)
    archive = house.services.episodes.archive
    for _ in range(2):
        assert (await archive(*at)).state is EpisodeState.ARCHIVED
    for refused in (
        house.services.proposals.propose(WRITER, house.room, episode, recording(9)),
        house.services.boards.lock(*at),
        house.services.boards.set_clearance(*at, order(view)[0], Clearance.CLEARED),
        house.services.episodes.edit(*at, "105", ""),
        house.services.rounds.schedule(*at, closes="in 2 hours"),
    ):
        with pytest.raises(EpisodeArchived):
            await refused
    # What was decided can still be looked at.
    now = await house.services.boards.view(house.room, episode)
    assert now.board.entries == view.board.entries
    results = await house.services.results.results(house.room, episode)
    assert len(results.outcome.seats) == 3
    back = EpisodeState.LOCKED if locked else EpisodeState.ACTIVE
    for _ in range(2):
        assert (await archive(*at, undo=True)).state is back


async def test_a_vote_under_way_is_not_put_away(house: House) -> None:
    episode, _ = await house.opened()
    with pytest.raises(RoundLive):
        await house.services.episodes.archive(house.boss, house.room, episode)


async def test_a_locked_episode_keeps_its_name(house: House) -> None:
    episode, _ = await decided(house)
    await house.services.boards.lock(house.boss, house.room, episode)
    with pytest.raises(EpisodeLocked):
        await house.services.episodes.edit(house.boss, house.room, episode, "105", "")


async def test_without_a_number_the_newest_episode_with_a_board_is_meant(house: House) -> None:
    first, _ = await decided(house)
    house.clock.move(60)
    second = await house.episode("105")
    newest = house.services.boards.newest_episode
    assert (await newest(house.room)).id == first.id
    await house.services.boards.lock(house.boss, house.room, first)
    assert (await newest(house.room)).id == first.id
    await house.services.episodes.archive(house.boss, house.room, first)
    assert (await newest(house.room)).id == second.id


async def test_a_locked_episode_can_be_looked_at_without_naming_it(house: House) -> None:
    episode, _ = await decided(house)
    await house.services.boards.lock(house.boss, house.room, episode)
    found = await house.services.episodes.find(house.room)
    assert found.id == episode.id
    with pytest.raises(EpisodeLocked):
        await house.services.proposals.propose(WRITER, house.room, found, recording(9))
    status = await house.services.rooms.status(house.room)
    assert status.episode is not None
    assert stage_of(status.episode) is Stage.LOCKED
    await house.services.episodes.archive(house.boss, house.room, episode)
    assert (await house.services.episodes.find(house.room)).id == episode.id
    assert (await house.services.rooms.status(house.room)).episode is None
    house.clock.move(60)
    newer = await house.episode("105")
    assert (await house.services.episodes.find(house.room)).id == newer.id


ALIKE = ["1X04", " 1x04 ", "\uff11x\uff10\uff14", "1x\u200b04", "\ufeff1x04"]


@pytest.mark.parametrize("again", ALIKE)
async def test_no_two_episodes_look_alike(house: House, again: str) -> None:
    first = await house.episode("1x04")
    other = await house.episode("1x05")
    with pytest.raises(DuplicateEpisode):
        await house.episode(again)
    with pytest.raises(DuplicateEpisode):
        await house.services.episodes.edit(house.boss, house.room, other, again, "Heat")
    assert (await house.services.episodes.find(house.room, again)).id == first.id
    edited = await house.services.episodes.edit(house.boss, house.room, first, again, "Heat")
    assert edited.title == "Heat"


async def test_old_episodes_that_look_alike_stay_apart(house: House) -> None:
    episodes = house.services.episodes
    ours = [await house.episode(number) for number in ("104", "105")]
    await house.rows("UPDATE episodes SET folded = NULL")
    await house.rows("UPDATE episodes SET number = '\uff11\uff10\uff14' WHERE number = '105'")
    for episode, number in zip(ours, ("104", "\uff11\uff10\uff14"), strict=True):
        assert (await episodes.find(house.room, number)).id == episode.id
        after = await episodes.edit(house.boss, house.room, episode, number, "Heat")
        assert (after.number, after.title) == (number, "Heat")
    with pytest.raises(DuplicateEpisode):
        await house.episode("104 ")
    freed = await episodes.edit(house.boss, house.room, ours[1], "105", "Heat")
    assert (await episodes.find(house.room, "\uff11\uff10\uff14")).id == ours[0].id
    assert (await episodes.find(house.room, "105")).id == freed.id


@pytest.mark.parametrize("blank", ["\u200b", "\u3164", " \u2060 "])
async def test_a_number_that_shows_nothing_is_refused(house: House, blank: str) -> None:
    with pytest.raises(InvalidInput):
        await house.episode(blank)


async def test_a_song_for_a_locked_episode_is_refused_before_it_is_searched_for(
    house: House,
) -> None:
    episode, _ = await decided(house)
    await house.services.boards.lock(house.boss, house.room, episode)
    found = await house.services.episodes.find(house.room)
    asked = len(house.catalogue.asked)
    with pytest.raises(EpisodeLocked):
        await house.services.songs.look_up(WRITER, house.room, "a search", episode=found)
    assert len(house.catalogue.asked) == asked


async def test_without_a_board_anywhere_the_board_of_the_current_episode_is_meant(
    house: House,
) -> None:
    first = await house.episode("104")
    house.clock.move(60)
    second = await house.episode("105")
    newest, choose = house.services.boards.newest_episode, house.services.episodes.choose
    assert (await newest(house.room)).id == second.id
    await choose(house.boss, house.room, first)
    assert (await newest(house.room)).id == first.id


async def test_a_room_comes_with_the_episode_that_is_current_whatever_became_of_others(
    house: House,
) -> None:
    episodes, at = house.services.episodes, (house.boss, house.room)

    async def current() -> Episode | None:
        room, found = await house.services.rooms.with_current_at(house.room.channel_id)
        assert room == await house.services.rooms.at(house.room.channel_id)
        assert found == await house.store.read.episodes.current(room.id)
        return found

    assert await current() is None
    first = await house.episode("104")
    house.clock.move(60)
    second = await house.episode("105")
    assert await current() == second
    await episodes.choose(*at, first)
    assert await current() == first
    await episodes.archive(*at, first)
    assert await current() == second
    await episodes.archive(*at, second)
    assert await current() is None
    with pytest.raises(NoRoom):
        await house.services.rooms.with_current_at(ChannelId(99))
