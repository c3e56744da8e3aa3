"""Ten thousand rounds due at once after a week, and what they promise."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.errors import StorageError
from bot.domain.model import RoomId, RoundId
from bot.services.rounds.downtime import BATCH_SIZE
from bot.services.shards.attendance import MAX_SILENCE
from tests.builders import person
from tests.faults.crowd import asked, copy_round
from tests.services.conftest import House

DAY = 24 * 3600
MANY = 10_000
VOTERS = 50

Work = Callable[[Any], Coroutine[Any, Any, object]]


async def crowded(house: House, number: int) -> RoundId:
    """Have as many rounds open, each in a room of its own, that close at one time.

    Half of them were to close a week before. Returned is one that is open for long yet.
    """
    _, round_id = await house.opened()
    await house.outbox.idle()
    await house.outbox.stop()  # what is promised is counted, not made
    await house.services.due_rounds.heartbeat()
    copy_round(house.path, number)
    await house.rows(
        f"UPDATE rounds SET closes_at = closes_at - {7 * DAY}"  # noqa: S608
        f" WHERE id > {round_id} AND id <= {round_id + number // 2}"
    )
    await house.rows(f"UPDATE rounds SET closes_at = closes_at + {9 * DAY} WHERE id = {round_id}")  # noqa: S608
    return round_id


def states(house: House) -> Counter[object]:
    rows = asked(house.path, "SELECT state || ' ' || cause, count(*) FROM rounds GROUP BY 1")
    return Counter({state: int(str(number)) for state, number in rows})


def promised(house: House, kind: str) -> tuple[object, ...]:
    """Return how often an effect is promised, and for how many rounds."""
    [found] = asked(
        house.path,
        "SELECT count(*), count(DISTINCT subject_id) FROM outbox"  # noqa: S608
        f" WHERE kind = '{kind}' AND state = 'waiting'",
    )
    return found


async def votes_until(done: "asyncio.Task[None]", house: House, round_id: RoundId) -> int:
    """Have one writer after the other vote until a task is done, fifty at most."""
    view = await house.services.rounds.view(round_id)
    picks = PickSongs((view.round.candidates[0].song.id,))
    voted = 0
    while voted < VOTERS and not done.done():
        await house.services.voting.change(person(300 + voted), view.room, round_id, picks)
        voted += 1
    await done
    return voted


async def test_ten_thousand_rounds_due_at_once_are_done_once_while_people_vote(
    house: House,
) -> None:
    another = await crowded(house, MANY)
    due_rounds, half = house.services.due_rounds, MANY // 2
    house.clock.move(2 * DAY)
    coming_back = asyncio.create_task(due_rounds.heartbeat())
    voted = await votes_until(coming_back, house, another)
    assert voted == VOTERS, "people have their turns between the rounds"
    assert states(house) == {"open grace": half, "open ": half + 1}
    assert promised(house, "ballot.edit") == (half, half)

    looking = asyncio.create_task(due_rounds.look())
    assert await votes_until(looking, house, another) == VOTERS
    assert states(house) == {"open grace": half, "open ": 1, "held overdue": half}
    assert promised(house, "round.tell_showrunner") == (half, half)

    for _ in range(house.room.settings.grace // MAX_SILENCE + 1):
        house.clock.move(MAX_SILENCE)
        await due_rounds.heartbeat()
    await due_rounds.look()
    assert states(house) == {"closed grace": half, "open ": 1, "held overdue": half}
    for kind in ("results.post", "playlist.sync", "round.tell_showrunner"):
        assert promised(house, kind) == (half, half)


async def test_a_grace_that_is_broken_off_is_gone_on_with(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the last round has its grace, none is closed, and none has it twice."""
    number = BATCH_SIZE * 8
    await crowded(house, number)
    house.clock.move(2 * DAY)
    in_one_trip, slices = house.store.in_one_trip, itertools.count(1)

    async def fails(work: Work, *rooms: RoomId) -> object:
        if next(slices) == 3:
            raise StorageError("disk I/O error")
        return await in_one_trip(work, *rooms)

    monkeypatch.setattr(house.store, "in_one_trip", fails)
    with pytest.raises(StorageError):
        await house.services.due_rounds.heartbeat()
    assert 0 < states(house)["open grace"] < number // 2
    house.clock.move(MAX_SILENCE + 1)
    await house.services.due_rounds.look()
    assert states(house) == {"open grace": number // 2, "open ": 1, "held overdue": number // 2}
    assert promised(house, "ballot.edit") == (number, number), "once for a grace or a hold"


async def test_a_round_that_cannot_be_read_keeps_no_other_from_its_grace(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    another = await crowded(house, 6)
    damaged = another + 5
    await house.rows(f"UPDATE rounds SET rules = '{{' WHERE id = {damaged}")  # noqa: S608
    house.clock.move(2 * DAY)
    await house.services.due_rounds.look()
    assert states(house) == {"open grace": 2, "open ": 2, "held overdue": 3}
    assert f"round {damaged} could not be given a grace time" in caplog.text
