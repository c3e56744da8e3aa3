"""Steps of a session within a transaction, with what they show and promise."""

from collections.abc import Iterable
from typing import TypeAlias

from bot.domain.listening import (
    Card,
    Line,
    Listening,
    Stage,
    advanced,
    all_answered,
    drawn_place,
    ended,
    next_edit,
)
from bot.domain.model import EpisodeId, Note, ProposalId, Room, UserId
from bot.services.ports.destinations import session
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import UnitOfWork
from bot.services.songs.shown import update_shortlist, update_told

Here: TypeAlias = frozenset[UserId]
"""Who is in a session."""


async def take_step(
    unit: UnitOfWork, room: Room, before: Listening, after: Listening, now: int
) -> bool:
    """Store a session's next step, and promise to show it; False if another was taken meanwhile."""
    if not await unit.listening.move(before, after, now):
        return False
    cards = await unit.listening.cards(before.id)
    was, becomes = cards[before.place], cards[after.place]
    answered = after.over or (after.stage is Stage.SHOWN and was.id == becomes.id)
    if before.stage is Stage.HIDDEN and answered:
        await _show_lines(unit, room, was, now)
    if was.id == becomes.id:
        await promise_edit(unit, room, becomes, now)
        return True
    if after.over:
        await _end(unit, room, before, now)
    # The post comes first: the edit may have to wait for its time, and they are made in order.
    await promise_post(unit, room, becomes, now)
    if was.message_id is not None:
        await promise_edit(unit, room, was, now)
    return True


async def advance_if_answered(unit: UnitOfWork, room: Room, listening: Listening, now: int) -> bool:
    """Show a song's lines once everybody who is there has answered; return whether they have."""
    if listening.stage is not Stage.HIDDEN or listening.paused:
        return False
    cards = await unit.listening.cards(listening.id)
    answered = await unit.listening.answered(cards[listening.place])
    if not all_answered(await unit.listening.here(listening.id), answered):
        return False
    return await take_step(unit, room, listening, advanced(listening, cards, now), now)


async def who_is_where(unit: UnitOfWork, room: Room) -> list[tuple[Listening, Here]]:
    """Return the sessions of a room that are under way, with who is there."""
    return [
        (one, await unit.listening.here(one.id)) for one in await unit.listening.in_room(room.id)
    ]


async def wait_for_who_is_left(
    unit: UnitOfWork, room: Room, before: Iterable[tuple[Listening, Here]], now: int
) -> None:
    """Go on in the sessions of a room whose last answers were awaited of people who have left it.

    Args:
        unit: The transaction in which people have left the room, or are back.
        room: The room.
        before: What `who_is_where` returned before that.
        now: UTC seconds.
    """
    for listening, was in before:
        here = await unit.listening.here(listening.id)
        if here < was and await advance_if_answered(unit, room, listening, now):
            continue
        if here != was:
            cards = await unit.listening.cards(listening.id)
            await promise_edit(unit, room, cards[listening.place], now)


async def end_listening(unit: UnitOfWork, room: Room, listening: Listening, now: int) -> bool:
    """End a session; the lines of the song it is at are shown with that."""
    cards = await unit.listening.cards(listening.id)
    return await take_step(unit, room, listening, ended(listening, cards), now)


async def end_under_way(unit: UnitOfWork, room: Room, episode_id: EpisodeId, now: int) -> None:
    """End the session of an episode, if one is under way."""
    listening = await unit.listening.under_way(episode_id)
    if listening is not None:
        await end_listening(unit, room, listening, now)


async def end_for_vote(unit: UnitOfWork, room: Room, episode_id: EpisodeId, now: int) -> None:
    """End a session because a vote opens, and have all lines that wait join their songs."""
    await end_under_way(unit, room, episode_id, now)
    for proposal_id in await unit.listening.with_lines(episode_id):
        await join_lines(unit, proposal_id, now)
        await update_told(unit, room, proposal_id, now)
        await update_cards(unit, room, proposal_id, now)


async def join_lines(unit: UnitOfWork, proposal_id: ProposalId, now: int) -> None:
    """Turn the lines that wait for a song into what it tells us, in an order drawn for them."""
    proposal = await unit.proposals.get(proposal_id)
    if proposal is None:
        return
    drawn = {
        line: drawn_place(proposal.song, line.text)
        for line in await unit.listening.lines(proposal_id)
    }
    for line in sorted(drawn, key=lambda one: drawn[one]):
        await add_line(unit, line, drawn[line], now)
        await unit.listening.remove_line(line.id)


async def add_line(unit: UnitOfWork, line: Line, drawn: int, shown_at: int) -> None:
    """Add a line to what its song tells us, shown at an instant (UTC seconds)."""
    note = Note(line.user_id, line.text, shown_at, drawn=drawn, named=line.named)
    await unit.proposals.add_note(line.proposal_id, note)


async def update_cards(unit: UnitOfWork, room: Room, proposal_id: ProposalId, now: int) -> None:
    """Bring up to date what sessions have shown of a song's lines, ended ones too."""
    for card in await unit.listening.that_show(proposal_id):
        await promise_edit(unit, room, card, now)


async def show_in_channel(unit: UnitOfWork, room: Room, now: int) -> None:
    """Promise to post the present card of each session again, in the channel: its thread is left.

    The room has moved to another channel.
    """
    for listening in await unit.listening.in_room(room.id):
        cards = await unit.listening.cards(listening.id)
        await unit.listening.thread_gone(listening.id)
        await promise_post(unit, room, cards[listening.place], now)


async def promise_post(unit: UnitOfWork, room: Room, card: Card, now: int) -> None:
    """Promise to post a card; if it was posted before, it is posted again, below all others."""
    await unit.listening.post_again(card.id)
    await unit.listening.set_edit(card.id, now)
    await unit.outbox.promise(EffectKind.POST_LISTENING, session(room), card.id, room.id, now)


async def promise_edit(unit: UnitOfWork, room: Room, card: Card, now: int) -> None:
    """Promise to edit a card, soon: one edit shows all that changes until then."""
    due = next_edit(card, now)
    await unit.listening.set_edit(card.id, due)
    await unit.outbox.promise(EffectKind.EDIT_LISTENING, session(room), card.id, room.id, due)


async def _show_lines(unit: UnitOfWork, room: Room, card: Card, now: int) -> None:
    if card.proposal_id is not None:
        await join_lines(unit, card.proposal_id, now)
        await update_told(unit, room, card.proposal_id, now)
    await unit.listening.show(card.id)


async def _end(unit: UnitOfWork, room: Room, listening: Listening, now: int) -> None:
    """Forget who was there, and bring the shortlist up to date, once for all songs."""
    await unit.listening.forget_here(listening.id)
    episode = await unit.episodes.get(listening.episode_id)
    longlist = await unit.proposals.longlist(listening.episode_id)
    shortlisted = [one for one in longlist if one.shortlisted]
    if episode is not None and shortlisted:
        await update_shortlist(unit, room, episode, shortlisted[0], now)
