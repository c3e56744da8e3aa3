"""What the showrunner is told of a round that was just scheduled, by the state it is in."""

from hypothesis import given

from bot.domain.model import RoundState
from bot.domain.structs import replace
from bot.services.ports.read_models import RoundView
from cogs.ui.rounds.replies import scheduled
from tests.cogs import view_shapes
from tests.cogs.limits import texts_of


def told(view: RoundView, state: RoundState) -> str:
    round_ = replace(view.round, state=state, time_left=7200)
    return "\n".join(texts_of(scheduled(replace(view, round=round_))))


@given(view_shapes.round_views())
def test_a_round_that_cannot_be_shown_is_said_to_be_paused(view: RoundView) -> None:
    paused = told(view, RoundState.PAUSED)
    assert "It's paused, because I can't post in this channel." in paused
    assert "`/round resume`: 2 hours will be left." in paused
    assert "It is open now" not in paused


@given(view_shapes.round_views())
def test_a_round_that_is_open_or_to_come_is_said_to_be(view: RoundView) -> None:
    assert "It is open now and closes" in told(view, RoundState.OPEN)
    assert "It opens" in told(view, RoundState.SCHEDULED)
