"""Pinning and vetoing a song, and the replies to the showrunner."""

import discord
from discord import ui

from bot.domain.model import Episode, Round, SongId
from cogs.ui.ballots import which_vote
from cogs.ui.ballots.post import ruling_lines
from cogs.ui.kit import options, texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Measure, fit_message, name_among

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
    """Pin or veto a song of the round, or take that back, and reply with the consequences.

    Raises:
        NotAllowed, NotFound, IllegalMove, InvalidRuling: As `Rulings.pin` and `veto` do.
    """
    ctx = await context_of(interaction)
    votes = await which_vote.votes(ctx, kind, episode)
    song_id = options.candidate(votes, song)
    votes = tuple(one for one in votes if one.round.candidate(song_id))
    if len(votes) > 1:
        found = votes[0].round.candidate(song_id)
        called = {"song": texts.song_option(found.song)} if found else {}
        await which_vote.ask(interaction, which_vote.Verb(kind), votes, called)
        return
    [view] = votes
    rulings_of = ctx.services.rulings
    act, reply = (rulings_of.pin, pin_reply) if kind == PIN else (rulings_of.veto, veto_reply)
    round_ = await act(ctx.person, ctx.room, view.round.id, song_id, reason=reason, undo=undo)
    await answer(interaction, reply(view.episode, round_, song_id))


def pin_reply(episode: Episode, round_: Round, song_id: SongId) -> ui.LayoutView:
    """Return the reply to a pin, or to taking it back."""
    title = _title(round_, song_id)
    if song_id not in round_.pinned:
        return _ruling_reply(episode, round_, f"{title} is no longer pinned; the votes decide.")
    left = round_.rules.seats - len(round_.pinned)
    rest = f"{texts.count(left, 'seat')} {'is' if left == 1 else 'are'} left to the votes."
    return _ruling_reply(
        episode, round_, f"{title} is pinned: it has a seat no matter the votes. {rest}"
    )


def veto_reply(episode: Episode, round_: Round, song_id: SongId) -> ui.LayoutView:
    """Return the reply to a veto, or to taking it back."""
    title = _title(round_, song_id)
    if song_id not in round_.vetoed:
        return _ruling_reply(
            episode, round_, f"{title} is no longer vetoed; votes for it count again."
        )
    return _ruling_reply(episode, round_, f"{title} is vetoed: votes for it don't count.")


def _ruling_reply(episode: Episode, round_: Round, what: str) -> ui.LayoutView:
    head = f"**The vote for {texts.episode_name(episode)}**: {what}"
    shown = (
        "The ballot message shows it, and the results say what the votes alone would have given."
    )

    def build(measure: Measure) -> ui.LayoutView:
        return layout("\n".join((head, shown, *ruling_lines(round_, measure))))

    return fit_message(build)


def _title(round_: Round, song_id: SongId) -> str:
    found = round_.candidate(song_id)
    songs = [one.song for one in round_.candidates]
    return name_among(found.song, songs) if found else texts.BLANK
