"""What the outbox does for each kind of effect."""

from bot.services.effects.handlers import handlers_of
from bot.services.ports.repositories.outbox import EffectKind
from tests.services.conftest import House


async def test_every_kind_of_effect_has_a_handler_of_its_own(house: House) -> None:
    handlers = handlers_of(house.app.ports, house.services)
    assert set(handlers) == set(EffectKind)
    assert len(set(handlers.values())) == len(EffectKind)
