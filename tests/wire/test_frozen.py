"""A process that was frozen finds what people pressed meanwhile, when they have pressed again."""

import pytest

from bot.domain.model import Person, UserId
from tests import behind, chosen
from tests.backends import BACKENDS
from tests.wire.house import House

pytestmark = pytest.mark.parametrize("backend", BACKENDS)


async def test_a_choice_that_comes_when_it_cannot_be_answered_changes_nothing(
    house: House,
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
    assert await behind.rows(house.app.database, "SELECT count(*) FROM ballot_log") == [(1,)]
