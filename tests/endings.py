"""Votes that are closed by hand, and counted once nobody can undo that any more."""

from collections.abc import Awaitable, Callable

from bot.domain import timing
from bot.domain.model import Episode, Person, Room, RoundState
from bot.services import Services
from bot.services.ports.read_models import RoundView
from tests.fakes.time import FakeClock


async def nothing() -> None:
    """Wait for nothing."""


async def stopped(services: Services, who: Person, room: Room, episode: Episode) -> RoundView:
    """Have somebody close an episode's vote; it is not counted yet."""
    round_id = await services.rounds.latest(room, episode)
    return await services.control.close_round(who, room, round_id)


async def counted(services: Services, clock: FakeClock, view: RoundView) -> None:
    """Let time pass until a vote that was closed by hand is counted."""
    clock.move(timing.UNDO)
    await services.due_rounds.reset_heartbeat()
    await services.due_rounds.step(view.round.id)
    await services.due_rounds.plan()


async def closed(
    services: Services,
    clock: FakeClock,
    who: Person,
    room: Room,
    episode: Episode,
    first: Callable[[], Awaitable[None]] = nothing,
) -> RoundView:
    """Have somebody close an episode's vote, and time pass until it is counted.

    `first` is waited for before time passes: what is being made would lose its lease.
    """
    view = await stopped(services, who, room, episode)
    if view.round.state is RoundState.CLOSING:
        await first()
        await counted(services, clock, view)
    return await services.rounds.view(view.round.id)
