"""The casting vote: its messages in the channel and to the showrunner, and its private screen."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any

import discord
from discord import ui

from bot.domain.errors import IllegalMove
from bot.domain.model import Round, RoundId, RoundState, Song, SongId
from bot.services.ports.read_models import TieView
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of_round
from cogs.ui.kit.custom_ids import Converter
from cogs.ui.kit.look_alikes import described, told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import Line, Measure, fit_message, line_text, song_names
from cogs.ui.rounds.direct_messages import way_to_open_vote

Places = Annotated[
    tuple[int, ...],
    Converter(
        r"(?:-\d{1,2})*",
        lambda text: tuple(int(place) for place in text.split("-") if place),
        lambda places: "".join(f"-{place}" for place in places),
    ),
]
"""Places on the ballot, in the order chosen: `-3-7` in a custom id, empty if there are none."""


def casting_message(view: TieView) -> ui.LayoutView:
    """Return the message about a tie for the channel: the tied songs, and later the decision."""

    def build(measure: Measure) -> ui.LayoutView:
        pieces = [f"## A tie in the vote for {texts.episode_name(view.episode)}"]
        pieces.append("\n".join(_tie(view, measure)))
        if view.round.state is not RoundState.CASTING:
            return layout(*pieces, _ended(view, measure))
        until = texts.instant(view.round.casting_until or 0)
        pieces.append(
            "The showrunner or a delegate chooses until"
            f" {until}. After that, the draw made at opening decides."
        )
        return layout(*pieces, row(CastingButton.make(view.round.id)))

    return fit_message(build)


def casting_request(view: TieView) -> ui.LayoutView:
    """Return the direct message that asks the showrunner to break a tie."""
    until = texts.instant(view.round.casting_until or 0)

    def build(measure: Measure) -> ui.LayoutView:
        head = (
            f"**{texts.room_name(view.room)}: the vote for {texts.episode_name(view.episode)} is"
            " tied**"
        )
        return layout(
            "\n".join((head, *_tie(view, measure))),
            f"Choose until {until}; after that, the draw decides.",
            row(CastingButton.make(view.round.id)),
        )

    return fit_message(build)


def casting_screen(view: TieView, places: Sequence[int] = ()) -> ui.LayoutView:
    """Return the private screen of the casting vote.

    Args:
        view: The tie.
        places: The places on the ballot, counted from 1, of the songs chosen so far, in order.
    """
    seats, tied = view.outcome.open_seats, {song.id for song in view.tied}
    # Places that nobody was offered, twice the same, or more than there are seats, are made up.
    places = [place for place in dict.fromkeys(places) if _tied(view.round, place, tied)][:seats]
    chosen = _songs(view.round, places)
    complete = len(places) == seats

    def build(measure: Measure) -> ui.LayoutView:
        name = texts.episode_name(view.episode)
        tie = "\n".join((f"**The casting vote for {name}**", *_tie(view, measure)))
        lines = []
        if chosen:
            lines.append(f"You chose: {song_names(chosen, measure)}.")
        if complete:
            lines.append("Nothing counts until you press *Confirm*. Then the vote is closed.")
        elif seats > 1:
            lines.append(
                f"Choose the {texts.ordinal(len(places) + 1)} of {seats}. They are seated in the"
                " order you choose them in."
            )
        # After a list, text of the same block would belong to its last song.
        pieces: list[Any] = [tie, "\n".join(lines)] if lines else [tie]
        if not complete:
            pieces.append(row(TiedMenu.make(view, places)))
        if places:
            seat = [SeatButton.make(view.round.id, places)] if complete else []
            pieces.append(row(*seat, CastingBack.make(view.round.id, places)))
        return layout(*pieces)

    return fit_message(build)


def casting_done(view: TieView) -> ui.LayoutView:
    """Return the reply to the person who broke a tie."""

    def build(measure: Measure) -> ui.LayoutView:
        name = texts.episode_name(view.episode)
        return layout(
            f"{_ended(view, measure)} The vote for {name} is closed; the results come in the"
            " channel."
        )

    return fit_message(build)


def _tie(view: TieView, measure: Measure) -> list[str]:
    seats = view.outcome.open_seats
    lines = []
    if view.outcome.seats:
        seated = [view.songs[seat.song] for seat in view.outcome.seats]
        lines.append(f"In already: {song_names(seated, measure)}.")
    lines.append(
        f"Equal in everything that counts, for {texts.count(seats, 'seat')}:"
        + "".join(f"\n- {line_text(Line(song), measure)}" for song in view.tied)
    )
    return lines


def _ended(view: TieView, measure: Measure) -> str:
    """Return how a tie ended."""
    round_ = view.round
    if round_.state is RoundState.CANCELLED:
        return "The vote was canceled, so there's nothing left to choose."
    if isinstance(round_.casting, tuple):
        chosen = [
            candidate.song for s in round_.casting if (candidate := round_.candidate(s)) is not None
        ]
        return f"**Decided:** the showrunner's casting vote seated {song_names(chosen, measure)}."
    drawn = view.tied[: view.outcome.open_seats]
    return f"**Decided:** nobody chose, so the draw seated {song_names(drawn, measure)}."


def _songs(round_: Round, places: Sequence[int]) -> list[Song]:
    """Return the songs at these places, skipping places that do not exist."""
    candidates = round_.candidates
    return [candidates[n - 1].song for n in places if 0 < n <= len(candidates)]


def _tied(round_: Round, place: int, tied: Collection[SongId]) -> bool:
    return any(song.id in tied for song in _songs(round_, [place]))


class CastingButton(Pressable, custom_id="casting:{round_id}"):
    """Opens the private screen of the casting vote."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId) -> "CastingButton":
        """Return the button for a round."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Cast the vote",
            style=discord.ButtonStyle.primary,
        )
        return cls(button, round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the screen, if the person may cast the vote."""
        await open_casting(interaction, self.round_id)


async def open_casting(interaction: discord.Interaction, round_id: RoundId) -> None:
    """Show the private screen of the casting vote.

    Raises:
        NotAllowed, NotFound, IllegalMove: As `Rulings.awaited_tie` does.
    """
    if view := await _awaited(interaction, round_id):
        await answer(interaction, casting_screen(view))


async def _awaited(interaction: discord.Interaction, round_id: RoundId) -> TieView | None:
    """Return the tie that waits for the person; None if they were led to another vote instead.

    Raises:
        NotAllowed, NotFound, IllegalMove: As `Rulings.awaited_tie` does.
    """
    ctx = await context_of_round(interaction, round_id)
    try:
        return await ctx.services.rulings.awaited_tie(ctx.person, ctx.room, round_id)
    except IllegalMove as refusal:
        then = await way_to_open_vote(ctx, round_id)
        if not then:
            raise
        await answer(interaction, layout(errors.error_text(refusal), *then))
        return None


class _Placing(Pressable):
    """A control on the private screen, with the places chosen so far in its custom id."""

    round_id: RoundId
    places: Places

    async def show(self, interaction: discord.Interaction, places: Sequence[int]) -> None:
        """Show the screen with these places chosen."""
        if view := await _awaited(interaction, self.round_id):
            await replace(interaction, casting_screen(view, places))


class TiedMenu(_Placing, custom_id="tied:{round_id}{places}", values=int):
    """Chooses one of the tied songs."""

    @classmethod
    def make(cls, view: TieView, places: Sequence[int]) -> "TiedMenu":
        """Return the menu of the tied songs that are not chosen yet."""
        places_of = {
            candidate.song.id: place for place, candidate in enumerate(view.round.candidates, 1)
        }
        apart = told_apart(view.tied)
        options = [
            discord.SelectOption(
                label=texts.option(song.title),
                description=described(song, apart[song.id]),
                value=str(places_of[song.id]),
            )
            for song in view.tied
            if places_of[song.id] not in places
        ]
        menu: ui.Select[ui.LayoutView] = ui.Select(placeholder="Choose a song", options=options)
        return cls(menu, round_id=view.round.id, places=tuple(places))

    async def act(self, interaction: discord.Interaction) -> None:
        """Add the song to the chosen ones."""
        (chosen,) = self.item.values
        await self.show(interaction, (*self.places, int(chosen)))


class CastingBack(_Placing, custom_id="castingback:{round_id}{places}"):
    """Takes back the last song chosen."""

    @classmethod
    def make(cls, round_id: RoundId, places: Sequence[int]) -> "CastingBack":
        """Return the button."""
        return cls(ui.Button(label="Undo"), round_id=round_id, places=tuple(places))

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the screen without that song."""
        await self.show(interaction, self.places[:-1])


class SeatButton(_Placing, custom_id="seat:{round_id}{places}"):
    """Casts the vote."""

    @classmethod
    def make(cls, round_id: RoundId, places: Sequence[int]) -> "SeatButton":
        """Return the button."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Confirm", style=discord.ButtonStyle.primary
        )
        return cls(button, round_id=round_id, places=tuple(places))

    async def act(self, interaction: discord.Interaction) -> None:
        """Seat the chosen songs, which closes the round."""
        round_id = self.round_id
        ctx = await context_of_round(interaction, round_id)
        tie = await _awaited(interaction, round_id)
        if tie is None:
            return
        songs = [SongId(song.id) for song in _songs(tie.round, self.places)]
        view = await ctx.services.rulings.cast(ctx.person, ctx.room, round_id, songs)
        await replace(interaction, casting_done(view))
