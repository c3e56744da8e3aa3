"""The end of a round: counted, and what follows promised, in the transaction that ends it."""

from dataclasses import replace

from bot.domain import lifecycle
from bot.domain.counting import BY_LOT
from bot.domain.errors import NotFound
from bot.domain.model import Room, Round, RoundId, RoundState
from bot.services.cuts import cut
from bot.services.destinations import SPOTIFY, channel, person
from bot.services.store import Books, EffectKind


async def settle(books: Books, room: Room, round_id: RoundId, now: int) -> None:
    """Count a round whose voting has just ended, or whose tie has just been decided.

    It is closed by that, unless songs are tied and the room lets the showrunner choose: then it
    waits for the casting vote. Where nobody may choose, or nobody did in time, the lot decides.

    Args:
        books: The transaction that ended the voting or decided the tie.
        room: The round's room.
        round_id: The round.
        now: UTC seconds.
    """
    round_ = await books.rounds.get(round_id)
    episode = await books.episodes.get(round_.episode_id) if round_ else None
    if round_ is None or episode is None:
        raise NotFound("round")
    ballots = await books.rounds.ballots(round_)
    made = cut(round_, episode, ballots)
    if made.outcome.tied:
        waits = round_.state is not RoundState.CASTING and round_.rules.casting_window > 0
        if waits:
            await _await_casting(books, room, round_, now)
            return
        await books.rounds.set_casting(round_id, BY_LOT)
        made = cut(replace(round_, casting=BY_LOT), episode, ballots)
    await books.rounds.move(round_id, round_.state, lifecycle.move("close", round_.state))
    await books.rounds.set_outcome(round_id, made.kept, made.record_sha256)
    if round_.state is RoundState.CASTING:
        await books.outbox.promise(EffectKind.EDIT_CASTING, channel(room), round_id, room.id, now)
    for kind, destination in (
        (EffectKind.EDIT_BALLOT, channel(room)),
        (EffectKind.POST_RESULTS, channel(room)),
        (EffectKind.SYNC_PLAYLIST, SPOTIFY),
    ):
        await books.outbox.promise(kind, destination, round_id, room.id, now)


async def _await_casting(books: Books, room: Room, round_: Round, now: int) -> None:
    """Have the round wait; ask the delegates in the channel, and the showrunner by a DM."""
    lifecycle.move("tie", round_.state)
    until = now + round_.rules.casting_window
    await books.rounds.await_casting(round_.id, round_.state, until)
    for kind, destination in (
        (EffectKind.EDIT_BALLOT, channel(room)),
        (EffectKind.ASK_CASTING, channel(room)),
        (EffectKind.ASK_SHOWRUNNER, person(room.showrunner_id)),
    ):
        await books.outbox.promise(kind, destination, round_.id, room.id, now)
