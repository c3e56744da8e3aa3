"""Reading a longlist, picking from it together, and what the room is shown of it."""

import pytest

from bot.domain.errors import DiscordUnavailable, NotAllowed, ThreadsForbidden
from bot.domain.longlist import Look, Show, Sort
from bot.domain.model import Episode, Proposal
from bot.services.ports.read_models import ShortlistView
from tests.builders import person, recording
from tests.services.conftest import House


def numbers(songs: tuple[Proposal, ...]) -> list[int]:
    return [int(one.song.title.removeprefix("Song ")) for one in songs]


async def seen(house: House, episode: Episode, look: Look, reader: int = 9) -> list[int]:
    view = await house.services.longlists.look(person(reader), house.room, episode, look)
    return numbers(view.songs)


async def opened(house: House, episode: Episode, sort: Sort, show: Show = Show.ALL) -> Look:
    look = Look(sort, show)
    return (await house.services.longlists.look(person(9), house.room, episode, look)).look


async def test_seconds_given_later_do_not_change_the_order(house: House) -> None:
    episode = await house.episode()
    made = await house.proposed(episode, 5)
    second = house.services.proposals.second
    await second(person(1), house.room, made[3].id)
    by_seconds = await opened(house, episode, Sort.SECONDED)
    waiting = await opened(house, episode, Sort.NEWEST, Show.UNSECONDED)
    assert await seen(house, episode, by_seconds) == [4, 1, 2, 3, 5]
    house.clock.move(1)
    await second(person(1), house.room, made[1].id)
    await second(person(2), house.room, made[1].id)
    assert await seen(house, episode, by_seconds) == [4, 1, 2, 3, 5]
    assert set(await seen(house, episode, waiting)) == {1, 2, 3, 5}
    assert await seen(house, episode, Look(Sort.SECONDED)) == [2, 4, 1, 3, 5]
    assert set(await seen(house, episode, Look(show=Show.UNSECONDED))) == {1, 3, 5}


async def test_a_song_that_comes_back_is_new(house: House) -> None:
    episode = await house.episode()
    made = await house.proposed(episode, 3)
    look = await opened(house, episode, Sort.NEWEST)
    house.clock.move(1)
    await house.services.withdrawals.withdraw(person(101), house.room, made[0].id)
    await house.services.proposals.propose(person(5), house.room, episode, recording(1))
    view = await house.services.longlists.look(person(9), house.room, episode, look)
    assert (set(numbers(view.songs)), view.newer) == ({2, 3}, 1)
    assert (await seen(house, episode, Look()))[0] == 1


async def test_each_picker_is_told_what_the_other_changed(house: House) -> None:
    episode = await house.episode()
    one, two, three, *_ = made = await house.proposed(episode, 5)
    shortlists = house.services.shortlists
    first = await shortlists.view_for_picking(house.boss, house.room, episode)
    again = await shortlists.toggle(
        house.boss, house.room, episode, on=[one.id, two.id], seen=first.revision
    )
    assert again.changed == ()
    other = await shortlists.toggle(
        house.boss, house.room, episode, on=[three.id], seen=first.revision
    )
    assert numbers(other.changed) == [1, 2]
    assert numbers(other.shortlist) == [1, 2, 3]
    assert (
        await shortlists.view_for_picking(house.boss, house.room, episode, other.revision)
    ).changed == ()
    await house.services.withdrawals.withdraw(house.boss, house.room, two.id)
    gone = await shortlists.view_for_picking(house.boss, house.room, episode, other.revision)
    assert [(p.song.title, p.shortlisted) for p in gone.changed] == [("Song 2", False)]
    await house.services.withdrawals.withdraw(house.boss, house.room, made[4].id)
    assert (await shortlists.view(house.room, episode)).revision == gone.revision


async def test_what_is_as_it_should_be_already_counts_for_no_change(house: House) -> None:
    episode, _ = await house.shortlisted(3)
    shortlists = house.services.shortlists
    before: ShortlistView = await shortlists.view(house.room, episode)
    songs = [one.id for one in before.shortlist]
    after = await shortlists.toggle(house.boss, house.room, episode, on=songs)
    assert after.revision == before.revision > 0


async def test_a_shortlist_that_was_changed_is_not_presented(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    shortlists = house.services.shortlists
    seen_before = (await shortlists.view(house.room, episode)).revision
    [last, *_] = await house.services.proposals.longlist(house.room, episode)
    await shortlists.toggle(house.boss, house.room, episode, off=[last.id])
    view = await shortlists.present(house.boss, house.room, episode, seen_before)
    await house.outbox.idle()
    assert numbers(view.changed) == [4]
    assert "post ShortlistMessage" not in dict(house.announcer.said)
    await shortlists.present(house.boss, house.room, episode, view.revision)
    await house.outbox.idle()
    assert "post ShortlistMessage" in dict(house.announcer.said)


async def test_only_the_showrunner_picks(house: House) -> None:
    episode, _ = await house.shortlisted(3)
    with pytest.raises(NotAllowed):
        await house.services.shortlists.view_for_picking(person(101), house.room, episode)


async def presented(house: House) -> Episode:
    episode, _ = await house.shortlisted(4)
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.outbox.idle()
    return await house.services.episodes.get(house.room, episode.id)


async def test_the_presented_message_is_remembered_and_gets_a_thread(house: House) -> None:
    episode = await presented(house)
    assert episode.presented_message_id is not None
    assert house.announcer.threads == [episode.presented_message_id]


async def test_a_thread_that_cannot_be_opened_now_is_opened_later(house: House) -> None:
    house.announcer.thread_trouble = [DiscordUnavailable("opening a thread")]
    episode = await presented(house)
    assert house.announcer.threads == []
    house.clock.move(60)
    await house.work_off()
    assert house.announcer.threads == [episode.presented_message_id]
    assert [what for what, _ in house.announcer.said].count("post ShortlistMessage") == 1


async def test_forbidden_threads_are_told_of_until_they_are_allowed(house: House) -> None:
    house.announcer.thread_trouble = [ThreadsForbidden()]
    episode = await presented(house)
    room = await house.services.rooms.at(house.room.channel_id)
    assert room.thread_trouble == "forbidden"
    await house.services.shortlists.present(house.boss, house.room, episode)
    await house.outbox.idle()
    room = await house.services.rooms.at(house.room.channel_id)
    assert room.thread_trouble == ""


async def edits(house: House) -> int:
    await house.outbox.idle()
    return [what for what, _ in house.announcer.said].count("edit ShortlistMessage")


async def test_what_is_said_of_a_presented_song_shows_in_the_message(house: House) -> None:
    episode = await presented(house)
    other = await house.services.proposals.propose(
        person(8), house.room, episode, recording(20), "Not on it."
    )
    before = await edits(house)
    await house.services.proposals.note(person(9), house.room, other.id, "Nor now.")
    assert await edits(house) == before
    [first, *_] = (await house.services.shortlists.view(house.room, episode)).shortlist
    await house.services.proposals.note(person(9), house.room, first.id, "Rain.")
    assert await edits(house) == before + 1
    await house.services.withdrawals.withdraw(house.boss, house.room, first.id)
    assert await edits(house) == before + 2


async def test_before_it_is_presented_nothing_is_edited(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    [first, *_] = await house.services.proposals.longlist(house.room, episode)
    await house.services.proposals.note(person(9), house.room, first.id, "Rain.")
    assert await edits(house) == 0


async def test_the_ballot_gets_a_thread_unless_the_vote_is_over_by_then(house: House) -> None:
    house.announcer.thread_trouble = [DiscordUnavailable("opening a thread")]
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.cancel(episode)
    await house.outbox.idle()
    house.clock.move(60)
    await house.work_off()
    assert house.announcer.threads == []
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.outbox.idle()
    message_id = (await house.services.rounds.view(view.round.id)).round.message_id
    assert house.announcer.threads == [message_id]
    assert view.round.id != round_id
