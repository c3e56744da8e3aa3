"""The forms that change a vote before it is scheduled."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

import discord

from bot.domain import time_texts
from bot.domain.errors import InvalidInput
from bot.domain.model import Episode, EpisodeId, Room
from bot.domain.plans import VoteDraft
from bot.domain.when import present
from cogs.ui.kit import texts
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.forms import TITLE_MAX, Field, Form
from cogs.ui.kit.method_options import method_options
from cogs.ui.kit.time_options import time_words

_METHOD = Field("How votes become seats", 40, menu=True)
_TIME = "In words: fri 17:00, tomorrow noon, in 36 hours"
_TIMES_MAX = 1500


class DraftForm:
    """What both forms do when they are sent."""

    show: ClassVar[Callable[[discord.Interaction, Context, Episode, VoteDraft], Awaitable[None]]]
    """Shows the preview of a draft. `previews` sets it, since it imports this module."""


def form_of(room: Room, episode: Episode, draft: VoteDraft, songs: int, now: float) -> Form:
    """Return the form for a draft, filled in with it.

    Args:
        room: The room, whose time zone times are written in.
        episode: The episode.
        draft: The draft.
        songs: How many songs are on the shortlist.
        now: The present, UTC seconds.
    """
    title = texts.option(f"The vote for episode {episode.number}", TITLE_MAX)
    choices = {"method": method_options(draft.method)}
    closes = [cut.closes for cut in draft.cuts]
    if len(closes) > 1:
        cuts = ", ".join(map(str, (songs, *(cut.seats for cut in draft.cuts))))
        times = time_texts.describe_all(closes, now, _TIMES_MAX)
        filled = {"cuts": cuts, "closes": times}
        return PlanForm(title, filled, {}, choices, episode_id=episode.id)
    opens = present(draft.opens, room.timezone) if draft.opens else None
    filled = {
        "closes": time_texts.describe(closes[0], now),
        "opens": time_texts.describe(opens, now) if opens else "now",
        "seats": str(draft.cuts[0].seats),
    }
    return ScheduleForm(title, filled, {}, choices, episode_id=episode.id)


class ScheduleForm(Form, custom_id="scheduleform:{episode_id}"):
    """Changes a single vote."""

    fields: ClassVar = {
        "closes": Field("When voting ends", 100, _TIME),
        "opens": Field("When voting begins", 100, "Empty for now", required=False),
        "seats": Field("How many songs get through", 3),
        "method": _METHOD,
    }
    episode_id: EpisodeId

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the preview of what was filled in."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        seats = self.text("seats").strip()
        if not seats.isascii() or not seats.isdecimal():
            raise InvalidInput("seats", seats)
        opens = time_words(self.text("opens"))
        draft = await ctx.services.reading.schedule(
            ctx.person,
            ctx.room,
            closes=time_words(self.text("closes")),
            opens=opens or None,
            seats=int(seats),
            method=self.text("method") or None,
        )
        await DraftForm.show(interaction, ctx, episode, draft)


class PlanForm(Form, custom_id="planform:{episode_id}"):
    """Changes a plan."""

    fields: ClassVar = {
        "cuts": Field("How many songs now, then after each vote", 100, "Such as 12, 9, 6"),
        "closes": Field(
            "When each vote ends, with commas between", _TIMES_MAX, _TIME, multiline=True
        ),
        "method": _METHOD,
    }
    episode_id: EpisodeId

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the preview of what was filled in."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        draft = await ctx.services.reading.plan(
            ctx.person,
            ctx.room,
            cuts=self.text("cuts"),
            closes=time_words(self.text("closes")),
            method=self.text("method") or None,
        )
        await DraftForm.show(interaction, ctx, episode, draft)
