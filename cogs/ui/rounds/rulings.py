"""Pinning and vetoing a song, and what the showrunner is told who does."""

import discord
from discord import ui

from bot.domain.model import Episode, Round, SongId
from cogs.ui.ballots.post import rulings
from cogs.ui.kit import options, texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Measure, fitted

PIN, VETO = "pin", "veto"


async def rule(
    interaction: discord.Interaction,
    kind: str,
    song: str,
    episode: str | None,
    *,
    reason: str,
    undo: bool,
) -> None:
    """Pin or veto a song of the round, or take that back, and tell what follows from it.

    Raises:
        NotAllowed, NotFound, IllegalMove, InvalidRuling: As the service says.
    """
    at = await context_of(interaction)
    meant = await at.episode(episode)
    round_id = await at.services.rounds.latest(at.room, meant)
    song_id = await options.candidate(at, round_id, song)
    rulings_of = at.services.rulings
    act, told = (rulings_of.pin, pinned) if kind == PIN else (rulings_of.veto, vetoed)
    round_ = await act(at.person, at.room, round_id, song_id, reason=reason, undo=undo)
    await answer(interaction, told(meant, round_, song_id))


def pinned(episode: Episode, round_: Round, song_id: SongId) -> ui.LayoutView:
    """Return what is told of a pin, or of taking it back."""
    title = _title(round_, song_id)
    if song_id not in round_.pinned:
        return _told(episode, round_, f"{title} is not pinned any more; the votes decide.")
    left = round_.rules.seats - len(round_.pinned)
    rest = f"{texts.count(left, 'seat')} {'is' if left == 1 else 'are'} left to the votes."
    return _told(episode, round_, f"{title} is pinned: it has a seat whatever the votes. {rest}")


def vetoed(episode: Episode, round_: Round, song_id: SongId) -> ui.LayoutView:
    """Return what is told of a veto, or of taking it back."""
    title = _title(round_, song_id)
    if song_id not in round_.vetoed:
        return _told(episode, round_, f"{title} is not vetoed any more; votes for it count again.")
    return _told(episode, round_, f"{title} is vetoed: votes for it count for nothing.")


def _told(episode: Episode, round_: Round, what: str) -> ui.LayoutView:
    head = f"**The vote for {texts.episode_name(episode)}**: {what}"
    shown = (
        "The ballot message shows it, and the results say what the votes alone would have given."
    )

    def build(measure: Measure) -> ui.LayoutView:
        return layout("\n".join((head, shown, *rulings(round_, measure))))

    return fitted(build)


def _title(round_: Round, song_id: SongId) -> str:
    found = round_.candidate(song_id)
    return texts.song_name(found.song, 80, 60) if found else texts.BLANK
