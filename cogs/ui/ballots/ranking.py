"""A ranking: songs picked one after the other, with a way back."""

import discord
from discord import ui

from bot.domain.ballots import Ballot, Change, Rank, StartOver, Unrank
from bot.domain.model import RoundId, Rules
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.menus import Choosing, FormScreen, chosen_songs, name, song_menu
from cogs.ui.kit import texts
from cogs.ui.kit.components import ID, Piece, row
from cogs.ui.kit.song_lists import Measure


def _how(rules: Rules) -> str:
    del rules
    return "Put songs in order, as many as you like, best first."


def _begin(view: BallotView) -> str:
    del view
    return "Choose the song you want most, then the next, as far as you like."


def _chosen(view: BallotView, ballot: Ballot, measure: Measure) -> str:
    lines = [
        f"{place}\\. {name(view, song, measure)}" for place, song in enumerate(ballot.ranking, 1)
    ]
    return "\n".join((f"{texts.count(len(ballot.ranking), 'song')} ranked, best first:", *lines))


def _controls(view: BallotView, ballot: Ballot) -> list[Piece]:
    round_, place = view.round, len(ballot.ranking) + 1
    rest = [one for one in view.choices if one.song.id not in ballot.ranking]
    controls: list[Piece] = []
    if rest:
        hint = f"Your {texts.ordinal(place)} choice"
        menu = song_menu(round_, rest, (), 1, hint, least=1)
        controls.append(row(RankMenu.make(round_.id, place, menu)))
    if ballot.ranking:
        last = len(ballot.ranking)
        controls.append(
            row(
                UnrankButton.make(round_.id, last, f"Undo the {texts.ordinal(last)}"),
                StartOverButton.make(round_.id),
            )
        )
    return controls


SCREEN = FormScreen(_how, _chosen, _begin, _controls)


class RankMenu(Choosing, template=rf"rank:{ID}:{ID}"):
    """Puts a song at a place of the ranking. A second press of the same changes nothing."""

    @classmethod
    def make(cls, round_id: RoundId, place: int, menu: "ui.Select[ui.LayoutView]") -> "RankMenu":
        """Return the menu for a place, counted from 1."""
        menu.custom_id = f"rank:{round_id}:{place}"
        return cls(menu, round_id, place)

    def change(self) -> Change:
        """Return the song at its place."""
        (song,) = chosen_songs(self.item)
        return Rank(song, self.ids[1])


class UnrankButton(Choosing, template=rf"unrank:{ID}:{ID}"):
    """Takes the last song out of the ranking."""

    @classmethod
    def make(cls, round_id: RoundId, place: int, label: str) -> "UnrankButton":
        """Return the button for a place, counted from 1."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=label, custom_id=f"unrank:{round_id}:{place}"
        )
        return cls(button, round_id, place)

    def change(self) -> Change:
        """Return that the song at that place is out."""
        return Unrank(self.ids[1])


class StartOverButton(Choosing, template=rf"rankanew:{ID}"):
    """Takes every song out of the ranking."""

    @classmethod
    def make(cls, round_id: RoundId) -> "StartOverButton":
        """Return the button for a round."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Start over",
            style=discord.ButtonStyle.secondary,
            custom_id=f"rankanew:{round_id}",
        )
        return cls(button, round_id)

    def change(self) -> Change:
        """Return that the ranking is empty."""
        return StartOver()
