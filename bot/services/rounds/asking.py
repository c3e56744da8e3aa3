"""Asking for decisions that rounds wait for, again where nobody could have been asked before."""

from bot.domain.model import Room, RoundState
from bot.services.ports.destinations import channel
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.rounds.transitions import promise, round_of


async def ask_in_channel(unit: UnitOfWork, room: Room, now: int) -> None:
    """Ask in the channel how each round goes on that waits for the showrunner.

    Nothing is asked that is still to be asked there. Ballots, and what asks for a casting vote, are
    brought up to date.
    """
    for round_id in await unit.rounds.under_way(room.id):
        round_ = await round_of(unit, round_id)
        if round_.state is RoundState.CASTING:
            await promise(unit, room, round_, now, EffectKind.EDIT_TIE)
        elif round_.awaits_showrunner:
            if round_.message_id is not None:
                # It may have been paused while the bot could not say so there.
                await promise(unit, room, round_, now, EffectKind.EDIT_BALLOT)
            kind = EffectKind.POST_DECISION
            if await unit.outbox.state_of(kind, round_id) != "waiting":
                await promise(unit, room, round_, now, kind)


async def ask_showrunner(unit: UnitOfWork, room: Room, now: int, *, ties: bool = True) -> None:
    """Ask the showrunner by direct message for all decisions; `ties` for casting votes, too."""
    for round_id in await unit.rounds.under_way(room.id):
        round_ = await round_of(unit, round_id)
        if round_.awaits_showrunner:
            await promise(unit, room, round_, now, EffectKind.REQUEST_DECISION)
        elif ties and round_.state is RoundState.CASTING:
            await promise(unit, room, round_, now, EffectKind.REQUEST_CASTING)


async def show_in_new_channel(unit: UnitOfWork, room: Room, now: int) -> None:
    """Show and ask in a room's new channel what was shown and asked in its old one.

    Ballots are posted again mentioning nobody; what had not been posted yet is still promised.
    """
    for round_id in await unit.rounds.under_way(room.id):
        round_ = await round_of(unit, round_id)
        if round_.message_id is not None:
            await unit.threads.left_behind(round_id)
            kinds = (EffectKind.EDIT_BALLOT, EffectKind.OPEN_BALLOT_THREAD)
            await promise(unit, room, round_, now, *kinds)
        if round_.state is RoundState.CASTING:
            await unit.rounds.set_casting_message(round_id, None)
            await promise(unit, room, round_, now, EffectKind.POST_TIE)
    await ask_in_channel(unit, room, now)
    # What they were sent before may say that there is no channel to go on in.
    await ask_showrunner(unit, room, now, ties=False)
    episode = await unit.episodes.current(room.id)
    if episode is None or episode.presented_message_id is None:
        return
    if await unit.rounds.latest(episode.id) is None:
        await unit.outbox.promise(
            EffectKind.POST_SHORTLIST, channel(room), episode.id, room.id, now
        )
