"""Two effects that tell of each other, in every order: what is shown in the end is what is."""

import asyncio

import pytest

from bot.domain.errors import PlaylistGone
from bot.services.ports.announcements import BallotMessage, ResultsMessage, ShortlistMessage
from bot.services.ports.spotify import Made, PlaylistIntent, SyncReport, forget_made
from tests.endings import counted, stopped
from tests.services.conftest import House
from tests.services.turns import PREFIX, Turns

in_drawn_orders = pytest.mark.parametrize("seed", range(16))


@in_drawn_orders
async def test_results_say_what_became_of_the_sync(house: House, seed: int) -> None:
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    view = await stopped(house.services, house.boss, house.room, episode)
    await house.outbox.idle()
    turns = Turns(house, seed)
    await counted(house.services, house.clock, view)
    await turns.run()
    shown = house.announcer.of_type(ResultsMessage)[-1].view
    assert (shown.playlist_state, shown.playlist_url[-22:]) == ("synced", "p" * 22)


@in_drawn_orders
async def test_results_say_that_the_playlist_is_gone(house: House, seed: int) -> None:
    house.playlists.trouble = PlaylistGone("p" * 22)
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    view = await stopped(house.services, house.boss, house.room, episode)
    await house.outbox.idle()
    turns = Turns(house, seed)
    await counted(house.services, house.clock, view)
    await turns.run()
    assert house.announcer.of_type(ResultsMessage)[-1].view.playlist_state == "gone"
    house.playlists.trouble = None
    house.clock.move(3601)
    house.outbox.wake()
    await turns.run()
    assert house.announcer.of_type(ResultsMessage)[-1].view.playlist_state == "synced"


@in_drawn_orders
async def test_a_shortlist_links_to_its_playlist(house: House, seed: int) -> None:
    episode, _ = await house.shortlisted(3)
    await house.outbox.idle()
    turns = Turns(house, seed)
    await house.services.shortlists.present(house.boss, house.room, episode)
    await turns.run()
    assert house.announcer.of_type(ShortlistMessage)[-1].view.listen_url.endswith("p" * 22)


@in_drawn_orders
async def test_a_ballot_links_to_its_playlist_and_shows_who_voted(house: House, seed: int) -> None:
    turns = Turns(house, seed)
    _, round_id = await house.opened()

    async def votes(who: int) -> None:
        await turns.turn()
        await house.vote(round_id, who, 1)

    voting = [asyncio.create_task(votes(n), name=f"{PREFIX}-vote-{n}") for n in (1, 2)]
    await turns.run()
    await asyncio.gather(*voting)
    await house.turnout_shown()
    shown = house.announcer.of_type(BallotMessage)[-1].view
    assert (shown.turnout.voted, shown.listen_url[-22:]) == (2, "p" * 22)


@in_drawn_orders
async def test_a_ballot_shows_who_voted_while_it_was_posted(house: House, seed: int) -> None:
    house.playlists.configured = False
    episode, _ = await house.shortlisted(4)
    await house.outbox.idle()
    turns = Turns(house, seed)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )

    async def votes() -> None:
        await turns.turn()
        await house.vote(view.round.id, 1, 1)
        await house.turnout_shown()

    voting = asyncio.create_task(votes(), name=f"{PREFIX}-vote")
    await turns.run()
    await voting
    assert house.announcer.of_type(BallotMessage)[-1].view.turnout.voted == 1


async def test_a_playlist_linked_while_another_is_synced_stays_linked(house: House) -> None:
    """The sync that was under way is about a playlist that nobody wants any more."""
    episode, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    house.library.playlists["q" * 22] = []
    sync = house.playlists.sync

    async def linked_meanwhile(intent: PlaylistIntent, made: Made = forget_made) -> SyncReport:
        house.playlists.sync = sync  # type: ignore[method-assign]
        report = await sync(intent, made)
        words = f"https://open.spotify.com/playlist/{'q' * 22}"
        await house.services.playlists.link(house.boss, house.room, words)
        return report

    house.playlists.sync = linked_meanwhile  # type: ignore[method-assign]
    await house.close(episode)
    await house.outbox.idle()
    assert house.playlists.boards[-1].playlist_id == "q" * 22
    results = await house.services.results.results(house.room, episode)
    assert results.playlist_url.endswith("q" * 22)
