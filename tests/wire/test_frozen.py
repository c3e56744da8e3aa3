"""A process that was frozen finds what people pressed meanwhile, when they have pressed again."""

import logging

import pytest

from bot.domain.model import Person, UserId
from bot.lateness import Lateness
from tests import behind, chosen
from tests.backends import BACKENDS
from tests.wire.house import CHANNEL, House

pytestmark = pytest.mark.parametrize("backend", BACKENDS)


async def test_a_choice_that_comes_when_it_cannot_be_answered_changes_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    view = await house.opened()
    writer, name = house.writers[0], f"picks:{view.round.id}"
    songs, form = await house.songs(view.round.id), await house.form(view.round.id, writer)
    gateway, held = house.discord.gateway, list[tuple[str, object]]()
    emit = gateway.emit

    async def hold(event: str, data: object) -> None:
        held.append((event, data))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateway, "emit", hold)
        old = await house.discord.choose(name, [songs[0]], writer, form, wait=False)
    house.clock.move(60)
    new = await house.discord.choose(name, [songs[1]], writer, form)
    for event, data in held:
        await emit(event, data)
    await house.bot.settled()
    person = Person(UserId(writer.id), frozenset(), False)
    mine = await house.app.services.voting.ballot(person, await house.room(), view.round.id)
    assert mine.ballot is not None
    assert [str(song) for song in chosen.picks(mine.ballot)] == [songs[1]]
    assert (len(new.callbacks), len(old.callbacks)) == (1, 0)
    assert f"{old.id} came too late and was not acted on" in [
        one.getMessage().removeprefix("interaction ")
        for one in caplog.records
        if one.levelno == logging.WARNING
    ]
    assert await behind.rows(house.app.database, "SELECT count(*) FROM ballot_log") == [(1,)]


TOO_LATE = "reached me too late, so nothing has changed. Try it again."


async def test_whoever_is_taken_for_late_and_can_be_answered_reads_that_nothing_has_changed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while a clock is brought back to the right time, and nobody can know that yet."""
    view = await house.opened()
    writer, name = house.writers[0], f"picks:{view.round.id}"
    songs, form = await house.songs(view.round.id), await house.form(view.round.id, writer)
    monkeypatch.setattr(Lateness, "of", lambda *_: True)
    assert TOO_LATE in (await house.discord.choose(name, [songs[0]], writer, form)).text
    assert await behind.rows(house.app.database, "SELECT count(*) FROM ballot_log") == [(0,)]


async def test_a_form_that_is_taken_for_late_gives_back_what_was_typed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.proposed(1)
    [card] = house.discord.messages(CHANNEL)
    [(proposal,)] = await behind.rows(house.app.database, "SELECT id FROM proposals")
    form = await house.discord.press(f"tells:{proposal}", house.writers[0], card)
    monkeypatch.setattr(Lateness, "of", lambda *_: True)
    sent = await house.discord.submit(form, {"note": "Rain on the roof"}, house.writers[0])
    assert TOO_LATE in sent.text
    assert "Rain on the roof" in sent.text
    assert await behind.rows(house.app.database, "SELECT text FROM notes") == [("Why 1",)]
