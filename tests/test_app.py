"""The assembler: one part draws all that is drawn at random; a part that is lent is left open."""

import contextlib
import random
import sqlite3
from pathlib import Path

from bot.app import Parts, build, build_behind
from bot.closing import (
    CLOSE_WITHIN,
    FINISH_WITHIN,
    LAST_WORDS_WITHIN,
    MESSAGES_WITHIN,
    RELEASE_WITHIN,
    NoClient,
)
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.model import ChannelId, GuildId
from bot.domain.structs import replace
from bot.randomness import Randomness
from bot.settings import Settings
from bot.signals import STOP_WITHIN
from storage.database import Database
from tests.builders import person, recording
from tests.fakes import FakeAnnouncer, FakeClock, FakeSurroundings
from tests.parts import SETTINGS, Outside

DRAWN = (
    "SELECT id FROM rooms",
    "SELECT seed FROM rounds",
    "SELECT receipt FROM ballots",
    "SELECT nonce FROM spotify_links",
)


async def season(file: Path, seed: int) -> list[list[tuple[object, ...]]]:
    """Return what is drawn on the way to a vote and to Spotify, all from one seed."""
    parts = replace(Outside(FakeClock()).parts(), randomness=Randomness(random.Random(seed)))
    settings = Settings("t" * 60, database_url=f"sqlite:///{file}")
    announcer = FakeAnnouncer()
    around = FakeSurroundings()
    app = build_behind(NoClient(), announcer, announcer, around, settings, parts)
    await app.open()
    services, boss = app.services, person(1, manages=True)
    room = await services.rooms.setup(
        boss, GuildId(5), ChannelId(10), title="Soundtrack", timezone="UTC"
    )
    episode = await services.episodes.create(boss, room, "104")
    proposals = [
        await services.proposals.propose(boss, room, episode, recording(n), "") for n in range(3)
    ]
    await services.shortlists.toggle(boss, room, episode, on=[one.id for one in proposals])
    view = await services.rounds.schedule(boss, room, episode, closes="in 2 hours", seats=1)
    await services.voting.change(
        person(7), room, view.round.id, PickSongs((view.round.candidates[0].song.id,))
    )
    await services.authorization.invite(boss, room)
    await app.close()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return [connection.execute(query).fetchall() for query in DRAWN]


async def test_everything_drawn_at_random_follows_from_one_part(tmp_path: Path) -> None:
    first, again, other = [
        await season(tmp_path / f"{n}.db", seed) for n, seed in enumerate((7, 7, 8))
    ]
    assert all(first)
    assert first == again
    for drawn, otherwise in zip(first, other, strict=True):
        assert set(drawn).isdisjoint(otherwise)


async def test_an_error_is_logged_under_a_reference_from_the_same_part() -> None:
    references = [
        build(SETTINGS, Parts(randomness=Randomness(random.Random(7)))).client.draw_reference()
        for _ in range(2)
    ]
    assert references[0] == references[1]


async def test_a_database_that_is_lent_stays_open_when_the_bot_stops(
    store: Database, clock: FakeClock
) -> None:
    announcer = FakeAnnouncer()
    parts, around = Outside(clock).parts(store), FakeSurroundings()
    app = build_behind(NoClient(), announcer, announcer, around, SETTINGS, parts)
    await app.begin()
    await app.stop()
    assert await store.read.rooms.at(ChannelId(1)) is None


def test_where_everything_hangs_the_last_ballots_still_have_their_second_at_the_stop() -> None:
    before = RELEASE_WITHIN + FINISH_WITHIN + LAST_WORDS_WITHIN + MESSAGES_WITHIN + CLOSE_WITHIN
    assert before + CLOSE_WITHIN < STOP_WITHIN
