"""Moves of a round within a transaction, with the effects they promise."""

from bot.domain import timing
from bot.domain.errors import NotFound
from bot.domain.model import (
    MIN_CANDIDATES,
    Candidate,
    Room,
    Round,
    RoundId,
    RoundState,
)
from bot.domain.news import News, news_of, settings_news
from bot.domain.structs import replace
from bot.services.listening.steps import end_for_vote
from bot.services.playlists import sync
from bot.services.ports.destinations import channel, of_round
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.repositories.rounds import RoundOfRoom
from bot.services.ports.repositories.shown_rounds import RoundInRoom
from bot.services.ports.unit_of_work import UnitOfWork


async def round_of(unit: UnitOfWork, round_id: RoundId) -> Round:
    """Return a round.

    Raises:
        NotFound: There is no such round.
    """
    round_ = await unit.rounds.get(round_id)
    if round_ is None:
        raise NotFound("round")
    return round_


async def in_room_of(unit: UnitOfWork, round_id: RoundId) -> RoundInRoom:
    """Return a round with its episode and its room.

    Raises:
        NotFound: There is no such round.
    """
    found = await unit.shown_rounds.get(round_id)
    if found is None:
        raise NotFound("round")
    return found


async def room_of(unit: UnitOfWork, round_: Round) -> Room:
    """Return the room of a round.

    Raises:
        NotFound: The room is gone.
    """
    room = await unit.rooms.get(round_.room_id)
    if room is None:
        raise NotFound("room")
    return room


async def due_in_room_of(unit: UnitOfWork, due: RoundOfRoom) -> RoundInRoom:
    """Return a round that is due, with its candidates unless it is about to open.

    Raises:
        NotFound: There is no such round.
    """
    if due.opens:
        found = await unit.shown_rounds.without_candidates(due.id)
        if found is not None and found.round.state is RoundState.SCHEDULED:
            return found
    return await in_room_of(unit, due.id)


async def promise(
    unit: UnitOfWork, room: Room, round_: Round, now: int, *kinds: EffectKind
) -> None:
    """Promise effects about a round, in order; scheduled events only if its rules want them.

    What asks in the channel for a decision is edited together with the ballot.
    """
    for kind in kinds:
        if kind is not EffectKind.SHOW_EVENT or round_.rules.event:
            await unit.outbox.promise(kind, of_round(kind, room), round_.id, room.id, now)
    if EffectKind.EDIT_BALLOT in kinds and round_.decision_message_id is not None:
        kind = EffectKind.EDIT_DECISION
        await unit.outbox.promise(kind, of_round(kind, room), round_.id, room.id, now)


async def tell_thread(unit: UnitOfWork, room: Room, round_: Round, news: News, now: int) -> None:
    """Promise a line in the thread of a vote, unless it has not opened yet.

    Args:
        unit: The transaction that makes the change.
        room: The round's room.
        round_: The round as it was before the change.
        news: The change.
        now: UTC seconds.
    """
    if round_.state is RoundState.SCHEDULED:
        return
    news_id = await unit.threads.add_news(round_.id, news)
    await unit.outbox.promise(EffectKind.SAY_NEWS, channel(room), news_id, room.id, now)


async def tell_of_settings(unit: UnitOfWork, before: Room, after: Room, now: int) -> None:
    """Promise a line in the thread of each vote under way about who sees what from now on.

    Args:
        unit: The transaction that changes the room.
        before: The room before the change.
        after: The room after it.
        now: UTC seconds.
    """
    if news := settings_news(before, after):
        for round_id in await unit.rounds.under_way(after.id):
            round_ = await round_of(unit, round_id)
            for one in news:
                await tell_thread(unit, after, round_, one, now)


async def retime(unit: UnitOfWork, room: Room, before: Round, after: Round, now: int) -> bool:
    """Store the next state and times of a round, and promise to update what shows them.

    Return False and do nothing if somebody else has moved the round meanwhile.
    """
    if not await unit.rounds.retime(before, after):
        return False
    if before.state is not RoundState.SCHEDULED:
        await promise(unit, room, after, now, EffectKind.EDIT_BALLOT)
    if (news := news_of(before, after)) is not None:
        await tell_thread(unit, room, before, news, now)
    await promise(unit, room, after, now, EffectKind.SHOW_EVENT)
    return True


async def open_round(unit: UnitOfWork, room: Room, round_: Round, now: int, seed: str) -> bool:
    """Open a round and promise its ballot message; return False if it is already open.

    If the bot cannot write to the room's channel, the round is paused at once.
    """
    after = timing.opened(round_, now, seed)
    kinds = [EffectKind.POST_BALLOT, EffectKind.SHOW_EVENT]
    if room.channel_trouble:
        after = timing.paused_for_channel(after, now)
        kinds.append(EffectKind.REQUEST_DECISION)
    if not await unit.rounds.retime(round_, after):
        return False
    await end_for_vote(unit, room, after.episode_id, now)
    # The votes that were cancelled before it stay cancelled from now on.
    await unit.rounds.give_up_cancelled(after.episode_id)
    await promise(unit, room, after, now, *kinds)
    await sync.promise(unit, room, after.episode_id, now)
    await shift_later(unit, room, after, after.closes_at - round_.closes_at, now)
    return True


async def remind(unit: UnitOfWork, room: Room, round_: Round, due: int) -> None:
    """Promise to remind each writer who has not voted, unless that comes too late after `due`."""
    await promise(unit, room, round_, due, EffectKind.PREPARE_REMINDERS)


async def shift_later(unit: UnitOfWork, room: Room, round_: Round, seconds: int, now: int) -> None:
    """Move the rounds of a plan that wait for this one, keeping their lengths."""
    for later in await unit.rounds.later(round_.id) if seconds else ():
        await retime(unit, room, later, timing.shifted(later, seconds), now)


async def begin_next(
    unit: UnitOfWork,
    room: Room,
    round_: Round,
    survivors: tuple[Candidate, ...],
    now: int,
    seed: str,
) -> bool:
    """Begin the next round of a plan with the songs a closed one seated, if there is one.

    A round with nothing left to decide is cancelled, and the one after it is tried. Later rounds
    move with the close of the round that begins.
    """
    while waiting := await unit.rounds.later(round_.id):
        later = waiting[0]
        if len(survivors) < max(MIN_CANDIDATES, later.rules.seats + 1):
            await cancel(unit, room, later, now)
            continue
        await unit.rounds.add_candidates(later.id, survivors)
        begun = replace(timing.started_after(later, now), candidates=survivors)
        await unit.rounds.retime(later, begun)
        await shift_later(unit, room, begun, begun.closes_at - later.closes_at, now)
        await open_round(unit, room, begun, now, seed)
        return True
    return False


async def cancel(unit: UnitOfWork, room: Room, round_: Round, now: int) -> bool:
    """Cancel a round; the next one of its plan takes its place, at its own time.

    It can be brought back, unless it still waits for the round before it. Return False and do
    nothing if somebody else has moved the round meanwhile.
    """
    after = timing.cancelled(round_, now)
    if round_.waits:
        after = replace(after, stopped_in=None)
    if not await retime(unit, room, round_, after, now):
        return False
    if round_.state is RoundState.CASTING:
        await promise(unit, room, round_, now, EffectKind.EDIT_TIE)
    for later in (await unit.rounds.later(round_.id))[:1]:
        heir = timing.replacing(later, round_, now)
        await unit.rounds.add_candidates(later.id, heir.candidates)
        await retime(unit, room, later, heir, now)
        await shift_later(unit, room, heir, heir.closes_at - later.closes_at, now)
        return True
    if round_.follows is not None and not round_.waits:
        # The round before it is now the last of the plan.
        before = await round_of(unit, round_.follows)
        await promise(unit, room, before, now, EffectKind.SYNC_PLAYLIST)
    return True
