"""The whole season on the real bot: the demo's story, and restarts in the middle of a round."""

from collections.abc import AsyncIterator

import discord
import pytest

from bot.demo import story as story_module
from bot.demo.screens import options, reply_of, text
from bot.demo.simulation import Simulation, open_simulation
from bot.demo.story import Story
from bot.domain.counting.record import recount
from bot.domain.model import GRACE, Cause, ChannelId, RoundState
from bot.domain.structs import replace
from tests.e2e.conftest import Played

TO_THE_CLOSE = 3 * 24 * 3600
"""More than from Monday morning to Wednesday evening, and half a day for a tie (seconds)."""


def test_the_headless_demo_tells_its_outcome_as_json(played: Played) -> None:
    outcome = played.outcome
    assert outcome["episode"] == "104"
    assert outcome["longlist"] > 100
    assert len(set(outcome["shortlist"])) == 12
    assert outcome["ballots"] == 7
    seated = [seat["uri"] for seat in outcome["seats"]]
    assert len(seated) == 6
    assert set(seated) <= set(outcome["shortlist"])
    on_board = [slot["uri"] for slot in outcome["board"]]
    assert outcome["playlist"] == on_board
    assert len(set(seated) & set(on_board)) == 5  # one fell for its rights, another stepped in
    assert all(slot["beat"] for slot in outcome["board"])
    assert {slot["rights"] for slot in outcome["board"]} == {"cleared", "pending", "to_clear"}
    reasons = [seat["decided_by"] for seat in outcome["seats"]]
    assert set(reasons) == {"approvals", "stars", "spread", "casting"}  # the story shows them all
    for seat in outcome["seats"]:
        assert set(seat) == {"uri", "title", "artist", "decided_by", "approvals", "stars"}
    assert outcome["spotify_requests"] >= outcome["longlist"]
    again = recount((played.folder / "record.json").read_bytes())
    assert (played.folder / "results.png").read_bytes().startswith(b"\x89PNG")
    assert (played.folder / "record.csv").read_bytes().count(b"\r\n") == 1 + 7
    assert "6 songs are on its longlist" in played.report
    titles = {song.id: song.title for song in again.record.songs}
    assert [titles[seat.song] for seat in again.outcome.seats] == [
        seat["title"] for seat in outcome["seats"]
    ]


def _carries(message: discord.Message, custom_id: str) -> bool:
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    return any(getattr(item, "custom_id", None) == custom_id for item in view.walk_children())


@pytest.fixture
async def open_round(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Simulation, Story]]:
    monkeypatch.setattr(story_module, "LONGLIST", 14)
    monkeypatch.setattr(story_module, "COMMENTS_PER_SONG", 1)
    async with open_simulation() as simulation:
        story = Story(simulation, lambda _: None)
        await story.prepare()
        yield simulation, story


@pytest.mark.parametrize("crash", [False, True], ids=["stopped", "crashed"])
async def test_a_restart_in_the_middle_of_a_round(
    open_round: tuple[Simulation, Story], crash: bool
) -> None:
    simulation, story = open_round
    await story.vote([0, 1, 2])
    old = await story.ballot_message()
    await simulation.restart(crash=crash)
    round_ = await story.round()
    assert round_.state is RoundState.OPEN

    # The message of before the restart still takes votes, and shows what was cast before it.
    mine = reply_of(await simulation.writers[0].click(old, custom_id=f"ballot:{round_.id}"))
    assert "of 6 picked" in text(mine.components)
    assert "receipt" in text(mine.components)
    await story.vote([3, 4])
    view = await simulation.app.services.rounds.view(round_.id)
    assert (view.turnout.voted, view.turnout.of) == (5, 7)

    await simulation.advance(TO_THE_CLOSE)
    results = await simulation.app.services.results.results_of(round_.id)
    assert results.outcome.ballots == 5
    assert results.playlist_state == "synced"
    told = [m.id for m in simulation.channel.history() if _carries(m, f"cast:{round_.id}")]
    assert told == [results.round.results_message_id], "the results are told once"


async def test_a_round_that_fell_due_while_the_bot_was_away_stays_open_for_a_grace_time(
    open_round: tuple[Simulation, Story],
) -> None:
    simulation, story = open_round
    await story.vote(range(7))
    round_ = await story.round()
    simulation.app.schedule.stop()
    simulation.env.backend.advance_clock(TO_THE_CLOSE)
    assert (await story.round()).state is RoundState.OPEN
    await simulation.restart(crash=True)
    await simulation.app.idle()
    await simulation.env.settle()
    graced = await story.round()
    assert (graced.state, graced.cause) == (RoundState.OPEN, Cause.GRACE)
    assert graced.closes_at == simulation.clock.now() + GRACE
    told = text([part.to_dict() for part in (await story.ballot_message()).components])
    assert "extended because the bot was offline" in told
    await simulation.advance(GRACE)
    assert (await story.round()).state is RoundState.CLOSED
    results = await simulation.app.services.results.results_of(round_.id)
    assert results.outcome.ballots == 7
    assert results.playlist_state == "synced"


async def test_a_vote_after_the_close_is_refused_in_private(
    open_round: tuple[Simulation, Story],
) -> None:
    simulation, story = open_round
    await story.vote(range(7))
    writer = simulation.writers[0]
    round_ = await story.round()
    mine = reply_of(
        await writer.click(await story.ballot_message(), custom_id=f"ballot:{round_.id}")
    )
    songs = options(mine.components, f"picks:{round_.id}")
    cast = await simulation.app.database.read.rounds.ballots(round_)
    await simulation.advance(TO_THE_CLOSE)
    late = await writer.select(mine, songs[:2], custom_id=f"picks:{round_.id}")
    assert late.ephemeral
    assert "closed" in text(reply_of(late).components)
    # What they said with their stars is shown by now, and nobody's.
    kept = {receipt: replace(ballot, lines=()) for receipt, ballot in cast.items()}
    assert kept != cast
    assert await simulation.app.database.read.rounds.ballots(round_) == kept


async def test_spotify_down_for_a_day_delays_the_playlist_and_nothing_else(
    open_round: tuple[Simulation, Story],
) -> None:
    simulation, story = open_round
    await story.vote(range(7))
    simulation.spotify.down()
    await simulation.advance(TO_THE_CLOSE)
    services = simulation.app.services
    round_ = await story.round()
    assert (await services.results.results_of(round_.id)).playlist_state == "waiting"
    room = await services.rooms.at(ChannelId(simulation.channel.id))
    (waiting,) = (await services.rooms.status(room)).waiting
    assert waiting.what == "playlist.sync"
    simulation.spotify.up()
    await simulation.advance(3600)
    results = await services.results.results_of(round_.id)
    assert results.playlist_state == "synced"
    assert len(simulation.spotify.playlist(results.playlist_url.rsplit("/", 1)[-1]).uris) == 6
