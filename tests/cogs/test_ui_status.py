"""What waits, told to people."""

import inspect

from bot.domain import errors
from bot.services.ports.repositories.outbox import EffectKind
from cogs.ui.kit.error_texts import DELAYS
from cogs.ui.promised import NAMES


def test_every_trouble_beyond_the_bot_is_told_in_words() -> None:
    upstream = {
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.UpstreamError) and kind is not errors.UpstreamError
    }
    # Credits are looked up while somebody waits, and nothing of that is promised.
    at_once = {"CreditsBusy", "CreditsOff", "CreditsUnavailable"}
    assert upstream - at_once <= set(DELAYS)


def test_every_effect_that_waits_is_told_in_words() -> None:
    assert set(EffectKind) == set(NAMES)
