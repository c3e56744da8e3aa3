"""Two songs in one slot of the board: the button, its form, and what the board says of them."""

from collections.abc import Iterator
from typing import ClassVar

import discord
from discord import ui

from bot.domain.board import BoardAction, Entry
from bot.domain.errors import BoardChanged, NotFound
from bot.domain.model import Episode, EpisodeId, SongId
from bot.domain.shared_slots import HOW_MAX
from bot.services.board.pairing import PairText, pair_mark, pair_of
from bot.services.ports.read_models import BoardView
from cogs.ui.board.forms import BoardForm
from cogs.ui.board.lines import Done
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.custom_ids import Fingerprints
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.forms import TITLE_MAX, Field, Form, open_form
from cogs.ui.kit.pressable import Pressable

ALONE = "0"
"""The choice of a slot of its own, beside the ids of songs."""
_BEGINS, _FOLLOWS = "1", "2"


class PairButton(Pressable, custom_id="boardpair:{episode_id}:{song_id}"):
    """Opens the form for the song in the chosen song's slot beside it."""

    episode_id: EpisodeId
    song_id: SongId

    @classmethod
    def make(cls, view: BoardView, entry: Entry) -> "PairButton":
        """Return the button of a song."""
        shared = view.board.beside(entry.song.id) is not None
        label = "Change the pair" if shared else "Pair with a song"
        return cls.labeled(label, view.episode.id, entry.song.id)

    @classmethod
    def labeled(cls, label: str, episode_id: EpisodeId, song_id: SongId) -> "PairButton":
        """Return the button under a label."""
        return cls(ui.Button(label=label), episode_id=episode_id, song_id=song_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with what the slot holds now."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await open_pair_form(interaction, ctx, episode, self.song_id)


class PairForm(Form, custom_id="boardpairform:{episode_id}:{song_id}:{seen}:{before}"):
    """The form for the song that shares a slot with another one, and how they meet."""

    fields: ClassVar = {
        "other": Field("In one slot with", 1, menu=True),
        "order": Field("Which begins", 1, menu=True, required=False),
        "how": Field("How they meet", HOW_MAX, "In one line; everyone sees it", required=False),
    }
    episode_id: EpisodeId
    song_id: SongId
    seen: int
    """The revision of the board when the form was opened."""
    before: Fingerprints
    """Of what the slot held when the form was opened."""

    @classmethod
    def of(cls, view: BoardView, entry: Entry, how: str = "") -> "PairForm":
        """Return the form for a song, filled in with what its slot holds now, or with new words."""
        pair = pair_of(view.board, entry.song.id)
        return cls(
            texts.option(entry.song.title, TITLE_MAX),
            {"how": how or pair.how or ""},
            {},
            {"other": list(_others(view, entry, pair)), "order": list(_orders(entry, pair))},
            episode_id=view.episode.id,
            song_id=entry.song.id,
            seen=view.board.revision,
            before=(pair_mark(pair),),
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Put the songs together or apart, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        chosen = self.text("other")
        other = None if chosen == ALONE else _song_id(chosen)
        typed = PairText(other, self.text("order") != _FOLLOWS, self.text("how"))
        at = (ctx.person, ctx.room, episode, self.song_id)
        await ctx.services.boards.pair(*at, typed, *self.before)
        done = Done(BoardAction.PAIR if other else BoardAction.APART, self.song_id, other)
        await BoardForm.show(interaction, ctx, episode, self.seen, self.song_id, done)


async def pair(
    ctx: Context, episode: Episode, song_id: SongId, other: SongId | None, how: str, *, undo: bool
) -> Done:
    """Put a song behind another one in its slot, or take a song and what is beside it apart.

    Without words on how they meet, those of before stay.

    Raises:
        RoomError: As `BoardPairs.pair` and `take_apart` do.
    """
    boards, at = ctx.services.boards, (ctx.person, ctx.room, episode, song_id)
    if undo:
        await boards.take_apart(*at)
        return Done(BoardAction.APART, song_id)
    await boards.pair(*at, PairText(other, how=how or None))
    return Done(BoardAction.PAIR, song_id, other)


async def open_pair_form(
    interaction: discord.Interaction,
    ctx: Context,
    episode: Episode,
    song_id: SongId,
    how: str = "",
) -> None:
    """Open the form for what shares the slot of a song on the board; `how` are words typed before.

    Raises:
        NotAllowed: The person is not the showrunner.
        NotFound: The song is not on the board.
    """
    ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
    view = await ctx.services.boards.view(ctx.room, episode)
    entry = view.board.entry(song_id)
    if entry is None:
        raise NotFound("fallen")
    await open_form(interaction, PairForm.of(view, entry, how))


def _song_id(chosen: str) -> SongId:
    if not chosen.isdecimal():
        raise NotFound("fallen")
    return SongId(int(chosen))


def _others(view: BoardView, entry: Entry, pair: PairText) -> Iterator[discord.SelectOption]:
    """Yield a slot of its own, and the songs that can share the slot of one."""
    yield discord.SelectOption(
        label="No other song",
        value=ALONE,
        description="It has its slot to itself",
        default=pair.other is None,
    )
    for one in view.board.entries:
        song, beside = one.song, view.board.beside(one.song.id)
        if song.id == entry.song.id or (beside is not None and beside is not entry):
            continue
        number = view.board.number_of(song.id)
        yield discord.SelectOption(
            label=texts.option(f"{number}. {song.title}"),
            description=texts.option(song.artist) if song.artist else None,
            value=str(song.id),
            default=song.id == pair.other,
        )


def _orders(entry: Entry, pair: PairText) -> Iterator[discord.SelectOption]:
    title = texts.option(entry.song.title, TITLE_MAX)
    for value, label in ((_BEGINS, f"{title} begins"), (_FOLLOWS, "The other song begins")):
        default = pair.begins == (value == _BEGINS)
        yield discord.SelectOption(label=label, value=value, default=default)


@remedy(BoardChanged)
def _pair_again(error: BoardChanged) -> Piece:
    at = (EpisodeId(error.episode_id), SongId(error.song_id))
    return PairButton.labeled("Look at the pair again", *at)
