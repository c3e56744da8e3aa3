"""A whole playlist onto the longlist: each page once, whatever happens between two of them."""

import pytest

from bot.domain.errors import SpotifyUnavailable
from bot.domain.imports import NO_PROPOSER, ImportState
from bot.domain.model import Recording
from bot.domain.structs import replace
from bot.services.ports.repositories.outbox import EffectKind
from tests.builders import person, recording
from tests.services.conftest import House
from tests.services.songs.importing import ID, begin, current, longlist, numbers, shown, songs


async def test_a_playlist_comes_in_its_order_without_cards(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(120)
    view = await begin(house, episode)
    assert (view.import_.total, view.import_.place) == (120, 0)
    assert house.library.asked[0] == (ID, -1)
    await house.work_off()
    proposals = await longlist(house, episode)
    assert numbers(proposals) == list(range(1, 121))
    assert {one.proposer_id for one in proposals} == {NO_PROPOSER}
    assert [place for _, place in house.library.asked] == [-1, 0, 50, 100]
    end = await current(house, view.import_.id)
    assert (end.state, end.added, end.present, end.left_out) == (ImportState.DONE, 120, 0, 0)
    assert not end.changed
    said = {what for what, _ in house.announcer.said}
    assert said == {"post ImportMessage", "edit ImportMessage"}
    assert shown(house) == end


async def test_2500_songs_take_51_calls_and_a_handful_of_edits(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(2500)
    view = await begin(house, episode)
    await house.work_off()
    assert len(await longlist(house, episode)) == 2500
    assert len(house.library.asked) == 51
    said = [what for what, _ in house.announcer.said]
    assert said.count("post ImportMessage") == 1
    assert said.count("edit ImportMessage") <= 2500 // 200 + 1
    assert (await current(house, view.import_.id)).added == 2500


async def test_nobody_is_kept_from_voting_for_what_was_imported(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    await begin(house, episode)
    await house.work_off()
    proposals = await longlist(house, episode)
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[one.id for one in proposals]
    )
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.vote(view.round.id, house.boss.user_id, 1, 2)


@pytest.mark.parametrize(
    "there",
    [
        recording(2),
        recording(2, uri="spotify:track:" + "9" * 22, title="Song 2 (Remaster)"),
        recording(2, uri="", isrc="", title="  song  2", artists=("ARTIST 2",)),
        recording(2, uri="spotify:track:" + "9" * 22, isrc=""),
    ],
    ids=["same URI", "same ISRC", "by hand", "one without an ISRC"],
)
async def test_what_is_there_already_is_not_added_again(house: House, there: Recording) -> None:
    episode = await house.episode()
    first = await house.services.proposals.propose(person(2), house.room, episode, there)
    house.library.playlists[ID] = [recording(1), recording(2), None, recording(1), None]
    view = await begin(house, episode)
    await house.work_off()
    proposals = await longlist(house, episode)
    assert (proposals[0].id, len(proposals)) == (first.id, 2)
    end = await current(house, view.import_.id)
    assert (end.added, end.present, end.left_out) == (1, 2, 2)


async def test_another_version_is_another_song(house: House) -> None:
    episode = await house.episode()
    live = recording(1, uri="spotify:track:" + "8" * 22, isrc="USXXX2699999")
    await house.services.proposals.propose(person(2), house.room, episode, live)
    house.library.playlists[ID] = songs(1)
    await begin(house, episode)
    await house.work_off()
    assert len(await longlist(house, episode)) == 2


async def test_what_is_imported_is_told_apart_as_single_proposals_are(house: House) -> None:
    """The rule is written twice: in SQL for one song, in Python for many. They agree."""
    pool = [
        replace(recording(1), uri=f"spotify:track:{number:022}", isrc=isrc, title=title)
        for number, (isrc, title) in enumerate(
            (isrc, title) for isrc in ("", "A", "B") for title in ("Song 1", "song  1", "Song 2")
        )
    ]
    pool += [Recording(title, ("Artist 1",)) for title in ("Song 1", "Song 2")]
    for number, first in enumerate(pool):
        for second in pool:
            one = await house.episode(f"{number}-{pool.index(second)}")
            async with house.store.transaction(None) as unit:
                known = [await unit.proposals.remember(house.room.id, it) for it in (first, second)]
                await unit.proposals.add_missing(house.room.id, one.id, [first], 0, 1)
                same = await unit.proposals.same_recording(one.id, known[1])
                added = await unit.proposals.add_missing(
                    house.room.id, one.id, [second, second], 0, 1
                )
            assert (same is None) == (added == 1), (first, second)


async def test_a_withdrawn_song_comes_back_with_an_import(house: House) -> None:
    episode = await house.episode()
    made = await house.services.proposals.propose(person(2), house.room, episode, recording(1))
    await house.services.withdrawals.withdraw(person(2), house.room, made.id)
    house.library.playlists[ID] = songs(1)
    await begin(house, episode)
    await house.work_off()
    [back] = await longlist(house, episode)
    assert (back.proposer_id, back.withdrawn) == (NO_PROPOSER, False)


async def test_a_message_that_may_have_been_said_is_looked_for(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(1)
    house.announcer.trouble = [SpotifyUnavailable("anything")]
    view = await begin(house, episode)
    await house.work_off()
    house.clock.move(60)
    await house.work_off()
    assert house.announcer.deliveries[0].retry
    assert (await current(house, view.import_.id)).message_id is not None
    assert await house.store.read.outbox.state_of(EffectKind.SHOW_IMPORT, view.import_.id) == "done"


async def test_imported_songs_are_offered_while_typing(house: House) -> None:
    episode = await house.episode()
    house.library.playlists[ID] = songs(3)
    await begin(house, episode)
    await house.work_off()
    known = await house.services.songs.known(house.room, "song 2")
    assert [song.title for song in known] == ["Song 2"]
