"""What services and the outbox say to a channel: implements `bot.services.ports.Announcer`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import discord
from discord import ui
from discord.ext import commands

from bot.domain.errors import ChannelGone, DiscordUnavailable
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
from bot.services.ports import Clock, Delivery
from bot.services.views import Results, RoundView, ShortlistView
from cogs.ui.ballot import MENTIONS_MAX, ballot_message
from cogs.ui.cards import proposal_card
from cogs.ui.picking import shortlist_message
from cogs.ui.results import results_message

log = logging.getLogger(__name__)

LOOKED_THROUGH = 50
"""Messages looked through for one that may have been sent before."""
OLD_AFTER = 3600
"""Seconds after which Discord lets a message be edited much less often."""
_UNKNOWN_CHANNEL, _UNKNOWN_GUILD, _UNKNOWN_MESSAGE = 10003, 10004, 10008
_EDITED_TOO_OFTEN = 30046
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
        views: Gives a round as it stands at that moment.
        clock: The one clock, which tells how old a message is.
        edit_every: Least seconds between two edits of a turnout.
        edit_every_old: The same for a message older than an hour.
    """

    def __init__(
        self,
        bot: commands.Bot,
        views: Callable[[RoundId], Awaitable[RoundView]],
        *,
        clock: Clock,
        edit_every: float = 1.2,
        edit_every_old: float = 10.0,
    ) -> None:
        self._bot = bot
        self._views = views
        self._clock = clock
        self._edit_every = edit_every
        self._edit_every_old = edit_every_old
        self._turnouts: dict[RoundId, _Turnout] = {}
        self._posted_again: dict[RoundId, MessageId] = {}

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
        return await self._post(room, card, delivery, f"second:{proposal.id}")

    async def edit_proposal(self, room: Room, episode: Episode, proposal: Proposal) -> None:
        """Bring a posted card up to date; one that was deleted stays away."""
        if proposal.message_id is not None:
            card = proposal_card(room, episode, proposal)
            await self._edit(room, proposal.message_id, card)

    async def present_shortlist(self, view: ShortlistView, delivery: Delivery) -> MessageId:
        """Post the shortlist for the room to listen to."""
        message = shortlist_message(view, delivery.id)
        custom_id = f"shortlist:{view.episode.id}:{delivery.id}"
        return await self._post(view.room, message, delivery, custom_id)

    async def post_ballot(
        self, view: RoundView, mention: Sequence[UserId], delivery: Delivery
    ) -> MessageId:
        """Post the ballot message, mentioning these writers."""
        message = ballot_message(view, mention)
        return await self._post(view.room, message, delivery, _ballot_id(view.round), mention)

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

    async def post_results(self, results: Results, delivery: Delivery) -> MessageId:
        """Post a round's results."""
        message = results_message(results)
        return await self._post(results.room, message, delivery, f"cast:{results.round.id}")

    async def edit_results(self, results: Results) -> None:
        """Bring posted results up to date: what became of the playlist."""
        if results.round.results_message_id is not None:
            message = results_message(results)
            await self._edit(results.room, results.round.results_message_id, message)

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
                view = await self._views(round_id)
                turnout.interval = self._interval(view.round)
                await self._show_ballot(view)
        except Exception:
            log.exception("the turnout of round %s could not be shown", round_id)
        else:
            self._forget(view.round)
        turnout.task = None
        if turnout.changed:
            self._arm(round_id, turnout)

    def _forget(self, round_: Round) -> None:
        if round_.state in _OVER:
            self._turnouts.pop(round_.id, None)
            self._posted_again.pop(round_.id, None)

    def _interval(self, round_: Round) -> float:
        message_id = self._posted_again.get(round_.id, round_.message_id)
        if message_id is None:
            return self._edit_every
        age = self._clock.now() - discord.utils.snowflake_time(message_id).timestamp()
        return self._edit_every_old if age > OLD_AFTER else self._edit_every

    async def _show_ballot(self, view: RoundView) -> None:
        """Edit the ballot message; one that somebody deleted is posted again while it matters."""
        round_, message = view.round, ballot_message(view)
        message_id = self._posted_again.get(round_.id, round_.message_id)
        if message_id is None or await self._edit(view.room, message_id, message):
            return
        if round_.state in _OVER:
            return
        again = await self._find(view.room, _ballot_id(round_))
        if again is None or not await self._edit(view.room, again, message):
            again = await self._send(view.room, message, nonce=message_id)
        self._posted_again[round_.id] = again

    async def _post(
        self,
        room: Room,
        message: ui.LayoutView,
        delivery: Delivery,
        custom_id: str,
        mention: Sequence[UserId] = (),
    ) -> MessageId:
        if delivery.retry:
            there = await self._find(room, custom_id)
            if there is not None:
                return there
        return await self._send(room, message, delivery.id, mention)

    async def _send(
        self,
        room: Room,
        message: ui.LayoutView,
        nonce: int,
        mention: Sequence[UserId] = (),
    ) -> MessageId:
        """Send a message; Discord makes two with one nonce into one for some minutes."""
        called = [discord.Object(user) for user in mention[:MENTIONS_MAX]]
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, users=called or False, replied_user=False
        )
        async with _speaking(room, "sending a message"):
            sent = await self._channel(room).send(
                view=message, nonce=str(nonce), allowed_mentions=allowed
            )
        return MessageId(sent.id)

    async def _edit(self, room: Room, message_id: MessageId, message: ui.LayoutView) -> bool:
        """Edit a message; say whether it was there."""
        try:
            async with _speaking(room, "editing a message"):
                await (
                    self._channel(room)
                    .get_partial_message(message_id)
                    .edit(view=message, allowed_mentions=discord.AllowedMentions.none())
                )
        except discord.NotFound as error:
            if error.code != _UNKNOWN_MESSAGE:
                raise
            return False
        return True

    async def _find(self, room: Room, custom_id: str) -> MessageId | None:
        """Return the newest message of ours that carries a custom id, if it is a recent one."""
        me = self._bot.user
        try:
            async with _speaking(room, "reading messages"):
                async for message in self._channel(room).history(limit=LOOKED_THROUGH):
                    if me and message.author.id == me.id and _carries(message, custom_id):
                        return MessageId(message.id)
        except ChannelGone as error:
            if error.why != "forbidden":
                raise
            # Writing may still be allowed; the nonce then keeps it from being said twice for the
            # minutes in which most lost answers are made up for.
            log.warning("messages in channel %s may not be read back", room.channel_id)
        return None

    def _channel(self, room: Room) -> discord.PartialMessageable:
        return self._bot.get_partial_messageable(room.channel_id, guild_id=room.guild_id)


def _ballot_id(round_: Round) -> str:
    return f"ballot:{round_.id}"


def _carries(message: discord.Message, custom_id: str) -> bool:
    view = ui.LayoutView.from_message(message, timeout=None)
    return any(getattr(item, "custom_id", None) == custom_id for item in view.walk_children())


@asynccontextmanager
async def _speaking(room: Room, doing: str) -> AsyncIterator[None]:
    """Turn what Discord answers into our errors; an unknown message is left to the caller."""
    try:
        yield
    except discord.Forbidden as error:
        raise ChannelGone(room.channel_id, "forbidden") from error
    except discord.HTTPException as error:
        if error.code in (_UNKNOWN_CHANNEL, _UNKNOWN_GUILD):
            raise ChannelGone(room.channel_id, "deleted") from error
        if error.status == 429 or error.status >= 500 or error.code == _EDITED_TOO_OFTEN:
            raise DiscordUnavailable(doing) from error
        raise
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(doing) from error
