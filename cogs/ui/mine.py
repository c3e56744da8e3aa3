"""A writer's own ballot: private, on one phone screen, saved with every change."""

from collections.abc import Collection, Sequence

import discord
from discord import ui

from bot.domain.ballots import Abstain, Ballot, Change, Picks, Stars
from bot.domain.model import Candidate, RoundId, RoundState, SongId
from bot.services.views import BallotView
from cogs.ui import texts
from cogs.ui.base import ID, Piece, Pressable, layout, replace, row
from cogs.ui.blocks import Measure, fitted, named
from cogs.ui.people import here


def my_ballot(view: BallotView) -> ui.LayoutView:
    """Return the ballot, filled in with what was chosen before; only readable when not open."""
    controls = _controls(view) if view.round.state is RoundState.OPEN else []

    def build(measure: Measure) -> ui.LayoutView:
        parts = (
            f"{_head(view)}\n{_standing(view, measure)}".strip(),
            "\n".join(line for line in (_saved(view), _left_out(view, measure)) if line),
        )
        return layout(*(part for part in parts if part), *controls)

    return fitted(build)


def _head(view: BallotView) -> str:
    name = texts.episode_name(view.episode)
    if view.round.state is RoundState.OPEN:
        return (
            f"**Your ballot for {name}** {texts.DASH} closes {texts.instant(view.round.closes_at)}"
        )
    if view.round.state is RoundState.SCHEDULED:
        return f"**The vote for {name}** opens {texts.instant(view.round.opens_at)}"
    return f"**Your ballot for {name}** {texts.DASH} the round is {_STATE_WORDS[view.round.state]}"


_STATE_WORDS = {
    RoundState.PAUSED: "paused; your ballot stands.",
    RoundState.CASTING: "over; the showrunner is settling a tie.",
    RoundState.HELD: "waiting for the showrunner; your ballot stands.",
    RoundState.CLOSED: "closed.",
    RoundState.CANCELLED: "cancelled.",
}


def _standing(view: BallotView, measure: Measure) -> str:
    ballot, is_open = view.ballot, view.round.state is RoundState.OPEN
    if ballot is not None and ballot.abstained:
        return "You abstain." + (" Picking a song takes that back." if is_open else "")
    if ballot is not None and ballot.picks:
        return _picked(view, ballot, measure)
    if not is_open:
        return "" if view.round.state is RoundState.SCHEDULED else "You have no ballot in it."
    if ballot is not None:
        return "Your ballot is empty and counts for nothing. Pick songs, or abstain."
    return f"Pick up to {view.round.rules.max_picks} songs. Every change is saved as you make it."


def _picked(view: BallotView, ballot: Ballot, measure: Measure) -> str:
    songs = {one.song.id: one.song for one in view.round.candidates}
    lines = [
        f"- {texts.song_name(songs[song], measure.title, measure.artist)}"
        + (" (starred)" if song in ballot.stars else "")
        for song in ballot.picks
    ]
    rules = view.round.rules
    stars = f", {texts.count(len(ballot.stars), 'star')} of {rules.max_stars}"
    return "\n".join((f"{len(ballot.picks)} of {rules.max_picks} picked{stars}:", *lines))


def _saved(view: BallotView) -> str:
    ballot = view.ballot
    if ballot is None or not ballot.receipt:
        return ""
    return f"Saved {texts.ago(ballot.cast_at)} · receipt `{texts.shown(ballot.receipt, 40)}`"


def _left_out(view: BallotView, measure: Measure) -> str:
    if not view.own:
        return ""
    them = "it" if len(view.own) == 1 else "them"
    titles = named((one.song for one in view.own), measure)
    return f"Left out, because you proposed {them}: {titles}"


def _controls(view: BallotView) -> list[Piece]:
    ballot, rules = view.ballot or Ballot(), view.round.rules
    controls: list[Piece] = []
    if view.choices:
        most = min(rules.max_picks, len(view.choices))
        menu = song_menu(view.choices, ballot.picks, most, f"Pick up to {most} songs")
        controls.append(row(PicksMenu.make(view.round.id, menu)))
    picked = [one for one in view.choices if one.song.id in ballot.picks]
    if picked and rules.max_stars:
        most = min(rules.max_stars, len(picked))
        menu = song_menu(picked, ballot.stars, most, f"Star up to {most} of your picks")
        controls.append(row(StarsMenu.make(view.round.id, menu)))
    controls.append(row(AbstainButton.make(view.round.id, abstained=ballot.abstained)))
    return controls


def song_menu(
    candidates: Sequence[Candidate], chosen: Collection[SongId], most: int, hint: str
) -> "ui.Select[ui.LayoutView]":
    """Return a menu of songs with those chosen ticked; ticking none is allowed."""
    options = [
        discord.SelectOption(
            label=texts.option(one.song.title),
            description=texts.option(one.song.artist) if one.song.artist else None,
            value=str(one.song.id),
            default=one.song.id in chosen,
        )
        for one in candidates
    ]
    return ui.Select(placeholder=hint, min_values=0, max_values=most, options=options)


async def _save(interaction: discord.Interaction, round_id: int, change: Change) -> None:
    at = await here(interaction)
    view = await at.services.voting.change(at.person, at.room, RoundId(round_id), change)
    await replace(interaction, my_ballot(view))


class PicksMenu(Pressable, template=rf"picks:{ID}"):
    """Picks songs."""

    @classmethod
    def make(cls, round_id: RoundId, menu: "ui.Select[ui.LayoutView]") -> "PicksMenu":
        """Return the menu for a round."""
        menu.custom_id = f"picks:{round_id}"
        return cls(menu, round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save exactly these picks."""
        await _save(interaction, self.ids[0], Picks(chosen_songs(self.item)))


class StarsMenu(Pressable, template=rf"stars:{ID}"):
    """Stars some of the songs picked."""

    @classmethod
    def make(cls, round_id: RoundId, menu: "ui.Select[ui.LayoutView]") -> "StarsMenu":
        """Return the menu for a round."""
        menu.custom_id = f"stars:{round_id}"
        return cls(menu, round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save exactly these stars."""
        await _save(interaction, self.ids[0], Stars(chosen_songs(self.item)))


class AbstainButton(Pressable, template=rf"abstain:{ID}"):
    """Takes part without choosing."""

    @classmethod
    def make(cls, round_id: RoundId, *, abstained: bool) -> "AbstainButton":
        """Return the button for a round."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="You abstain" if abstained else "Abstain",
            custom_id=f"abstain:{round_id}",
            disabled=abstained,
        )
        return cls(button, round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the abstention."""
        await _save(interaction, self.ids[0], Abstain())


def chosen_songs(menu: Piece) -> tuple[SongId, ...]:
    """Return the songs chosen in a menu of songs."""
    values = menu.values if isinstance(menu, ui.Select) else []
    return tuple(SongId(int(value)) for value in values)
