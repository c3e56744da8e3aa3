"""What the close of a round does to the playlist, while Spotify is in trouble too."""

import asyncio

from bot.domain.errors import PlaylistGone, RateLimited, SpotifyUnavailable
from bot.domain.timing import UNDO
from bot.services.ports.spotify import Made, PlaylistIntent, SyncReport, forget_made
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.timed import closes


async def test_a_spotify_that_says_come_back_later_never_holds_up_discord(house: House) -> None:
    house.playlists.trouble = RateLimited(house.clock.now() + UNDO + 48_925)
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.close(episode)
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("post ResultsMessage", round_id)
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "waiting"
    house.playlists.trouble = None
    house.clock.move(48_925)
    await house.work_off()
    assert len(house.playlists.boards) == 1
    house.clock.move(1)
    await house.work_off()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "synced"
    assert house.announcer.said[-1] == ("edit ResultsMessage", round_id)


async def test_spotify_down_is_tried_again_ever_more_rarely(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    house.playlists.trouble = SpotifyUnavailable("sync")  # one thing waits, and nothing beside it
    await house.vote(round_id, 1, 1)
    house.agenda.due.pop("outbox", None)
    await closes(house)
    waits = []
    for _ in range(13):
        await house.outbox.idle()
        waits.append(house.agenda.due.pop("outbox", house.clock.now()) - house.clock.now())
        house.clock.move(waits[-1])
        house.outbox.wake()
    assert waits == sorted(waits)
    assert waits[0] < 5
    assert waits[-1] < 3600


async def test_the_playlist_holds_the_winners_of_every_episode_in_order(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 4)
    await house.close(episode)
    house.clock.move(60)
    second = await house.episode("105")
    await house.proposed(second, 5)
    await house.services.shortlists.fill(house.boss, house.room, second, 5)
    view = await house.services.rounds.schedule(
        house.boss, house.room, second, closes="in 2 hours", seats=2
    )
    await house.vote(view.round.id, 1, 5)
    await house.close(second)
    await house.outbox.idle()
    wanted = [uri[-2:].lstrip("0") for uri in house.playlists.boards[-1].wanted]
    assert wanted == ["4", "5"]
    assert house.playlists.boards[-1].playlist_id == "p" * 22


async def test_without_spotify_the_results_say_so(house: House) -> None:
    house.playlists.configured = False
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.close(episode)
    await house.outbox.idle()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "off"
    assert house.playlists.boards == []


async def test_a_deleted_playlist_is_asked_about_every_hour_and_never_made_anew(
    house: House,
) -> None:
    house.playlists.trouble = PlaylistGone("p" * 22)
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.close(episode)
    await house.outbox.idle()
    (waiting,) = (await house.services.rooms.status(house.room)).waiting
    assert (waiting.what, waiting.last_error) == ("playlist.sync", "PlaylistGone")
    house.playlists.trouble = None
    house.clock.move(3601)
    await house.work_off()
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_state == "synced"


async def test_winners_entered_by_hand_are_no_trouble_of_the_playlist(house: House) -> None:
    episode = await house.episode()
    proposals = house.services.proposals
    by_hand = house.services.songs.by_hand
    made = [
        await proposals.propose(
            person(100 + n), house.room, episode, by_hand(f"Hand {n}", "Somebody")
        )
        for n in range(3)
    ]
    await house.services.shortlists.toggle(house.boss, house.room, episode, on=[p.id for p in made])
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=1
    )
    await house.vote(view.round.id, 1, 1)
    await house.close(episode)
    await house.outbox.idle()
    results = await house.services.results.results(house.room, episode)
    assert (results.playlist_state, results.playlist_missing) == ("synced", ("Hand 0",))


async def test_a_slow_spotify_holds_up_nothing_else_and_no_wake_is_lost(house: House) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()
    sync = house.playlists.sync

    async def slow(intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
        begun.set()
        await gate.wait()
        return await sync(intent, made)

    episode, round_id = await house.opened()
    await house.outbox.idle()
    house.playlists.sync = slow  # type: ignore[method-assign]
    await house.vote(round_id, 1, 1)
    await house.close(episode)
    await begun.wait()
    other = await house.episode("105")
    (late,) = await house.proposed(other, 1)
    async with asyncio.timeout(10):
        while ("post ProposalCard", late.id) not in house.announcer.said:
            await asyncio.wait([asyncio.create_task(asyncio.sleep(0.001))])
    gate.set()
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("edit ResultsMessage", round_id)
