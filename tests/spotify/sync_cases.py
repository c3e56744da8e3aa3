"""Syncs that write, and the ways in which the answer to a write is lost."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.demo.spotify import faults
from bot.services.ports.spotify import PlaylistIntent
from tests.spotify.conftest import intent
from tests.spotify.songs import OTHERS, SIX, URIS, A, B, C, D

LOSSES = {
    "5xx before": faults.broken(502),
    "5xx after": faults.broken(503, effect=True),
    "dropped before": faults.dropped(),
    "dropped after": faults.dropped(effect=True),
    "page before": faults.html(),
    "page after": faults.html(effect=True),
    "nothing before": faults.empty(),
    "nothing after": faults.empty(effect=True),
    "words before": faults.text_error(502),
}
lost = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())


@dataclass(frozen=True)
class Case:
    """A sync that makes one write of each kind it is about."""

    there: tuple[str, ...]
    goal: Callable[[str], PlaylistIntent]
    after: tuple[str, ...]


CASES = {
    "add": Case(OTHERS[:2], lambda p: intent(SIX, p), (*OTHERS[:2], *SIX)),
    "remove": Case((A, D, B), lambda p: intent([A], p, added=[A, B]), (A, D)),
    "swap": Case((A, D, B), lambda p: intent([A, C], p, added=[A, B]), (A, D, C)),
    "replace": Case((B, A), lambda p: intent(SIX, p, mode="mirror"), SIX),
    "replace many": Case((B, A), lambda p: intent(URIS[:130], p, mode="mirror"), URIS[:130]),
    "add many": Case(OTHERS[-1:], lambda p: intent(URIS[:130], p), (*OTHERS[-1:], *URIS[:130])),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
MAKE = Case((), lambda _: intent(SIX, mode="mirror"), SIX)
