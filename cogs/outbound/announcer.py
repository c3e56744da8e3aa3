"""What services and the outbox say to a channel; see `Announcer` among the services' ports."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import discord
from discord import ui
from discord.ext import commands

from bot.domain.errors import ChannelGone
from bot.domain.model import (
    Episode,
    MessageId,
    Proposal,
    Room,
    Round,
    RoundId,
    RoundState,
    UserId,
)
from bot.services import Services
from bot.services.ports.read_models import ImportView, Results, RoundView, ShortlistView, TieView
from bot.services.ports.world import Clock, Covers, Delivery
from cogs.outbound.messages import Speaker
from cogs.outbound.scheduled_events import Events
from cogs.ui.ballots.post import ballot_message
from cogs.ui.kit import texts
from cogs.ui.playlists import connect
from cogs.ui.rounds import direct_messages
from cogs.ui.rounds.casting_vote import casting_message, casting_request
from cogs.ui.rounds.results import drawn, results_message
from cogs.ui.shortlists.post import shortlist_message
from cogs.ui.songs.card import proposal_card
from cogs.ui.songs.import_playlist import import_message

log = logging.getLogger(__name__)

OLD_AFTER = 3600
"""Seconds after which Discord lets a message be edited much less often."""
_OVER = (RoundState.CLOSED, RoundState.CANCELLED)


@dataclass(slots=True)
class _Turnout:
    """What is under way for one round's turnout. Times are the event loop's."""

    interval: float
    changed: bool = False
    edited_at: float = float("-inf")
    timer: asyncio.TimerHandle | None = None
    task: asyncio.Task[None] | None = None
    order: asyncio.Lock = field(default_factory=asyncio.Lock)


class DiscordAnnouncer:
    """Speaks to channels; finds again what it may have said before.

    Args:
        bot: The client, connected.
        clock: The one clock, which tells how old a message is.
        covers: Where the covers for pictures are had.
        edit_every: Least seconds between two edits of a turnout.
        edit_every_old: The same for a message older than an hour.
    """

    def __init__(
        self,
        bot: commands.Bot,
        *,
        clock: Clock,
        covers: Covers,
        edit_every: float = 1.2,
        edit_every_old: float = 10.0,
    ) -> None:
        self._speaker = Speaker(bot)
        self._events = Events(bot, clock)
        self._services: Services
        self._clock = clock
        self._covers = covers
        self._edit_every = edit_every
        self._edit_every_old = edit_every_old
        self._turnouts: dict[RoundId, _Turnout] = {}

    def equip(self, services: Services) -> None:
        """Give the announcer what it shows, before anybody is told anything."""
        self._services = services

    async def close(self) -> None:
        """Stop what waits, and let what is under way finish."""
        turnouts = list(self._turnouts.values())
        self._turnouts.clear()
        for turnout in turnouts:
            turnout.changed = False
            if turnout.timer is not None:
                turnout.timer.cancel()
        await asyncio.gather(*(t.task for t in turnouts if t.task), return_exceptions=True)

    async def post_proposal(
        self, room: Room, episode: Episode, proposal: Proposal, delivery: Delivery
    ) -> MessageId:
        """Post a proposal's card."""
        card = proposal_card(room, episode, proposal)
        channel = self._speaker.room(room)
        return await self._speaker.post(channel, card, delivery, f"second:{proposal.id}")

    async def edit_proposal(self, room: Room, episode: Episode, proposal: Proposal) -> None:
        """Bring a posted card up to date; one that was deleted stays away."""
        if proposal.message_id is not None:
            card = proposal_card(room, episode, proposal)
            await self._speaker.edit(self._speaker.room(room), proposal.message_id, card)

    async def present_shortlist(self, view: ShortlistView, delivery: Delivery) -> MessageId:
        """Post the shortlist for the room to listen to."""
        message = shortlist_message(view, delivery.id)
        custom_id = f"shortlist:{view.episode.id}:{delivery.id}"
        channel = self._speaker.room(view.room)
        return await self._speaker.post(channel, message, delivery, custom_id)

    async def edit_shortlist(self, view: ShortlistView) -> None:
        """Bring the presented shortlist up to date; one that was deleted stays away."""
        message_id = view.episode.presented_message_id
        if message_id is not None:
            message = shortlist_message(view, message_id)
            await self._speaker.edit(self._speaker.room(view.room), message_id, message)

    async def talk_of_shortlist(self, view: ShortlistView) -> None:
        """Open a thread on the presented shortlist, unless it has one."""
        await self._talk(view.room, view.episode.presented_message_id, view.episode, "shortlist")

    async def talk_of_ballot(self, view: RoundView) -> None:
        """Open a thread on a ballot message, unless it has one."""
        await self._talk(view.room, view.round.message_id, view.episode, "vote")

    async def _talk(
        self, room: Room, message_id: MessageId | None, episode: Episode, of: str
    ) -> None:
        if message_id is not None:
            name = texts.option(f"Episode {texts.option(episode.number, 20)}: the {of}")
            await self._speaker.open_thread(self._speaker.room(room), message_id, name)

    async def post_ballot(
        self, view: RoundView, mention: Sequence[UserId], delivery: Delivery
    ) -> MessageId:
        """Post the ballot message, mentioning these writers."""
        message = ballot_message(view, mention)
        channel, custom_id = self._speaker.room(view.room), _ballot_id(view.round)
        return await self._speaker.post(channel, message, delivery, custom_id, mention=mention)

    async def edit_ballot(self, view: RoundView) -> None:
        """Bring the ballot message up to date now; called at the close."""
        turnout = self._turnout(view.round.id)
        if turnout.timer is not None:
            turnout.timer.cancel()
            turnout.timer = None
        turnout.changed = False
        async with turnout.order:
            await self._show_ballot(view)
        self._forget(view.round)

    def turnout_changed(self, round_id: RoundId) -> None:
        """Have the ballot message's turnout brought up to date soon; many calls make one edit."""
        turnout = self._turnout(round_id)
        turnout.changed = True
        if turnout.timer is None and turnout.task is None:
            self._arm(round_id, turnout)

    async def ask_casting(self, view: TieView, delivery: Delivery) -> MessageId:
        """Ask in the channel, where the delegates are, for the casting vote."""
        channel, custom_id = self._speaker.room(view.room), f"casting:{view.round.id}"
        return await self._speaker.post(channel, casting_message(view), delivery, custom_id)

    async def edit_casting(self, view: TieView) -> None:
        """Say where the casting vote was asked for how it ended."""
        if view.round.casting_message_id is not None:
            channel, message = self._speaker.room(view.room), casting_message(view)
            await self._speaker.edit(channel, view.round.casting_message_id, message)

    async def ask_showrunner(self, view: TieView, delivery: Delivery) -> None:
        """Ask the showrunner for the casting vote by a direct message; closed ones are let be."""
        custom_id = f"casting:{view.round.id}"
        await self._tell(view.room.showrunner_id, casting_request(view), delivery, custom_id)

    async def remind(self, view: RoundView, user_id: UserId, delivery: Delivery) -> None:
        """Remind a writer by a direct message to vote; closed ones are let be."""
        await self._tell(user_id, direct_messages.reminder(view), delivery)

    async def tell_showrunner(self, view: RoundView, delivery: Delivery) -> None:
        """Tell the showrunner by a direct message that a round waits for them, and why."""
        if view.round.awaits_showrunner:
            message = direct_messages.decision(view, delivery.id)
            custom_id = f"decide:{direct_messages.CLOSE}:{view.round.id}:{delivery.id}"
            await self._tell(view.room.showrunner_id, message, delivery, custom_id)

    async def tell_reconnect(
        self, room: Room, user_id: UserId, days_left: int, delivery: Delivery
    ) -> None:
        """Tell who connected Spotify that it ends in so many days; with 0, that it has ended."""
        await self._tell(user_id, connect.reconnect(room, days_left), delivery)

    async def show_event(self, view: RoundView, delivery: Delivery) -> int | None:
        """Make, change or end the scheduled event of a round; return its id while there is one."""
        return await self._events.show(view, delivery)

    async def _tell(
        self, user_id: UserId, message: ui.LayoutView, delivery: Delivery, custom_id: str = ""
    ) -> None:
        """Write to somebody directly; whoever takes no direct messages is let be."""
        try:
            channel = await self._speaker.person(user_id)
            await self._speaker.post(channel, message, delivery, custom_id)
        except ChannelGone:
            log.info("user %s takes no direct messages", user_id)

    async def post_import(self, view: ImportView, delivery: Delivery) -> MessageId:
        """Post how far a playlist has come onto a longlist."""
        channel, custom_id = self._speaker.room(view.room), f"imported:{view.import_.id}"
        return await self._speaker.post(channel, import_message(view), delivery, custom_id)

    async def edit_import(self, view: ImportView) -> None:
        """Bring that message up to date; one that was deleted stays away."""
        message_id = view.import_.message_id
        if message_id is not None:
            channel, message = self._speaker.room(view.room), import_message(view)
            await self._speaker.edit(channel, message_id, message)

    async def post_results(self, results: Results, delivery: Delivery) -> MessageId:
        """Post a round's results, with their picture where one may be attached."""
        channel, custom_id = self._speaker.room(results.room), f"cast:{results.round.id}"
        message, files = await drawn(results, self._covers)
        try:
            return await self._speaker.post(channel, message, delivery, custom_id, files=files)
        except ChannelGone as refusal:
            if not files or refusal.why != "forbidden":
                raise
            log.warning("no picture: files may not be attached in channel %s", channel.id)
            words = results_message(results)
            return await self._speaker.post(channel, words, delivery, custom_id)

    async def edit_results(self, results: Results) -> None:
        """Bring posted results up to date: what became of the playlist."""
        message_id = results.round.results_message_id
        if message_id is None:
            return
        channel = self._speaker.room(results.room)
        message, files = await drawn(results, self._covers)
        try:
            await self._speaker.edit(channel, message_id, message, files)
        except ChannelGone as refusal:
            if not files or refusal.why != "forbidden":
                raise
            await self._speaker.edit(channel, message_id, results_message(results))

    def _turnout(self, round_id: RoundId) -> _Turnout:
        return self._turnouts.setdefault(round_id, _Turnout(self._edit_every))

    def _arm(self, round_id: RoundId, turnout: _Turnout) -> None:
        loop = asyncio.get_running_loop()
        wait = turnout.edited_at + turnout.interval - loop.time()
        if wait > 0:
            turnout.timer = loop.call_later(wait, self._start, round_id, turnout)
        else:
            self._start(round_id, turnout)

    def _start(self, round_id: RoundId, turnout: _Turnout) -> None:
        turnout.timer = None
        turnout.task = asyncio.get_running_loop().create_task(self._refresh(round_id, turnout))

    async def _refresh(self, round_id: RoundId, turnout: _Turnout) -> None:
        """Show the turnout as it is now. What goes wrong is tried again with the next change."""
        turnout.edited_at = asyncio.get_running_loop().time()
        try:
            async with turnout.order:
                turnout.changed = False
                view = await self._services.rounds.view(round_id)
                turnout.interval = self._interval(view.round)
                await self._show_turnout(view)
        except Exception:
            log.exception("the turnout of round %s could not be shown", round_id)
        else:
            self._forget(view.round)
        turnout.task = None
        if turnout.changed:
            self._arm(round_id, turnout)

    async def _show_turnout(self, view: RoundView) -> None:
        try:
            await self._show_ballot(view)
        except ChannelGone as gone:
            await self._services.control.channel_lost(view.room.id, gone.why)

    def _forget(self, round_: Round) -> None:
        if round_.state in _OVER:
            self._turnouts.pop(round_.id, None)

    def _interval(self, round_: Round) -> float:
        if round_.message_id is None:
            return self._edit_every
        age = self._clock.now() - discord.utils.snowflake_time(round_.message_id).timestamp()
        return self._edit_every_old if age > OLD_AFTER else self._edit_every

    async def _show_ballot(self, view: RoundView) -> None:
        """Edit the ballot message; one that somebody deleted is posted again while it matters."""
        round_, message = view.round, ballot_message(view)
        speaker, channel = self._speaker, self._speaker.room(view.room)
        message_id = round_.message_id
        if message_id is None or await speaker.edit(channel, message_id, message):
            return
        again = await speaker.find(channel, _ballot_id(round_))
        if again is None or not await speaker.edit(channel, again, message):
            if round_.state in _OVER:
                return
            again = await speaker.send(channel, message, nonce=message_id)
        await self._services.rounds.ballot_posted(round_.id, again)


def _ballot_id(round_: Round) -> str:
    return f"ballot:{round_.id}"
