"""Taking back a close by hand, or a cancellation: the round is as it was, and so is its plan."""

from bot.domain import timing
from bot.domain.errors import IllegalMove, NotFound, RoundReplaced
from bot.domain.lifecycle import require_active
from bot.domain.model import EpisodeId, Room, Round, RoundId, RoundState
from bot.services.listening.steps import end_for_vote
from bot.services.playlists import sync
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.rounds.transitions import open_round, promise, retime, round_of, shift_later


async def ended_by_hand(read: UnitOfWork, episode_id: EpisodeId) -> RoundId | None:
    """Return the episode's round whose close or cancellation would be taken back, if there is one.

    That is the one being closed, or else the one cancelled last, unless a vote is under way.
    """
    live = await read.rounds.live(episode_id)
    state = None if live is None else (await round_of(read, live)).state
    if state is RoundState.CLOSING:
        return live
    if state in (None, RoundState.SCHEDULED):
        return await read.rounds.restorable(episode_id)
    return None


async def can_be_taken_back(read: UnitOfWork, round_: Round) -> bool:
    """Return whether the end of a round can be taken back: it was by hand, and nothing followed."""
    if round_.state is not RoundState.CANCELLED or round_.stopped_in is None:
        return round_.state is RoundState.CLOSING
    live = await read.rounds.live(round_.episode_id)
    return live is None or await _stands_in(read, await round_of(read, live), round_)


async def take_back(unit: UnitOfWork, room: Room, round_: Round, now: int, seed: str) -> None:
    """Take back the end of a round.

    Args:
        unit: The transaction.
        room: The round's room.
        round_: The round, closed by hand and not counted yet, or cancelled.
        now: UTC seconds.
        seed: Draws the lot if the round opens at once, since its opening has passed.

    Raises:
        IllegalMove: There is nothing to take back.
        RoundReplaced: What came after its cancellation stands in the way: another round, or that
            somebody was forgotten or a song withdrawn.
        EpisodeLocked, EpisodeArchived: The episode cannot be changed any more.
    """
    heir = None
    if round_.state is RoundState.CANCELLED:
        await _require_free(unit, round_)
        heir = await unit.rounds.live(round_.episode_id)
    after = timing.taken_back(round_, now)
    if after.state is RoundState.OPEN and room.channel_trouble:
        after = timing.paused_for_channel(after, now)
    if not await retime(unit, room, round_, after, now):
        raise IllegalMove("undo", round_.state.value, ())
    if heir is not None:
        await _have_wait(unit, room, heir, after, now)
    else:
        moved = timing.planned_close(after) - timing.planned_close(round_)
        await shift_later(unit, room, after, moved, now)
    if after.state is not RoundState.SCHEDULED:
        await end_for_vote(unit, room, after.episode_id, now)
        await unit.rounds.give_up_cancelled(after.episode_id)
    await _show_again(unit, room, round_, after, now)
    if after.state is RoundState.SCHEDULED and after.opens_at <= now:
        await open_round(unit, room, after, now, seed)


async def _require_free(unit: UnitOfWork, round_: Round) -> None:
    """Refuse to bring back a round whose place is taken, or whose songs are not all there."""
    episode = await unit.episodes.get(round_.episode_id)
    if episode is None:
        raise NotFound("episode")
    require_active(episode)
    if not await can_be_taken_back(unit, round_):
        raise RoundReplaced(episode.number)
    if withdrawn := await unit.proposals.withdrawn_candidate(round_.id):
        raise RoundReplaced(episode.number, withdrawn)


async def _stands_in(read: UnitOfWork, live: Round, cancelled: Round) -> bool:
    """Return whether a round of the same plan waits to open in the place of a cancelled one."""
    if live.state is not RoundState.SCHEDULED:
        return False
    before: Round | None = live
    while before is not None and before.instead_of is not None:
        if before.instead_of == cancelled.id:
            return True
        before = await read.rounds.get(before.instead_of)
    return False


async def _have_wait(unit: UnitOfWork, room: Room, heir_id: RoundId, back: Round, now: int) -> None:
    """Have the round in whose place another one is back wait for that one again."""
    heir = await round_of(unit, heir_id)
    waiting = timing.waiting_again(heir, back)
    later = await unit.rounds.later(heir_id)
    await unit.rounds.remove_candidates(heir_id)
    # They were about songs that may not get so far.
    await unit.rounds.set_rulings(heir_id, {}, {})
    await retime(unit, room, heir, waiting, now)
    seconds = waiting.opens_at - heir.opens_at
    for one in later if seconds else ():
        await retime(unit, room, one, timing.shifted(one, seconds), now)


async def _show_again(unit: UnitOfWork, room: Room, before: Round, after: Round, now: int) -> None:
    """Promise what asks people for something, where the round's end has taken that away."""
    if before.state is RoundState.CANCELLED:
        await sync.promise(unit, room, after.episode_id, now)
        if after.state is not RoundState.SCHEDULED and after.message_id is None:
            # Also behind one that is being made: it may have found the round cancelled.
            await promise(unit, room, after, now, EffectKind.POST_BALLOT)
        if after.follows is not None:
            # The round before it is not the last of its plan any more.
            earlier = await round_of(unit, after.follows)
            await promise(unit, room, earlier, now, EffectKind.SYNC_PLAYLIST)
    if after.state is RoundState.CASTING:
        asked = after.casting_message_id is not None
        kind = EffectKind.EDIT_TIE if asked else EffectKind.POST_TIE
        await promise(unit, room, after, now, kind)
    if after.awaits_showrunner:
        kind = EffectKind.POST_DECISION
        if after.decision_message_id is None and (
            await unit.outbox.state_of(kind, after.id) != "waiting"
        ):
            await promise(unit, room, after, now, kind)
        await promise(unit, room, after, now, EffectKind.REQUEST_DECISION)
