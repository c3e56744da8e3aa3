"""The pages of the longlist with their menus, and the page of the shortlist."""

from collections.abc import Mapping

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.imports import NO_PROPOSER
from bot.domain.longlist import PER_PAGE, Look, Show, Sort
from bot.domain.model import Character, CharacterId, Episode, EpisodeId, Proposal, ProposalId
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_of
from cogs.ui.kit.look_alikes import described, told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Line, Measure, fit_message, listen_buttons, song_pieces
from cogs.ui.rights.lists import EpisodeRightsButton
from cogs.ui.songs.card import proposal_card
from cogs.ui.songs.longlist_paging import (
    SHOWS,
    SORTS,
    Direction,
    Filter,
    PackedLook,
    adjacent_places,
    first_places,
    show_options,
    songs_shown,
    sort_options,
)


async def open_longlist(
    interaction: discord.Interaction, ctx: Context, episode: Episode, look: Look | None = None
) -> None:
    """Show the first page of a longlist, in place of the private message that was pressed."""
    view = await ctx.services.longlists.look(ctx.person, ctx.room, episode, look or Look())
    await replace(interaction, longlist_page(view))


def longlist_page(view: LonglistView, places: range | None = None) -> ui.LayoutView:
    """Return one page of an episode's longlist.

    Args:
        view: The longlist, sorted and filtered.
        places: The places of the songs on the page, counted from 0; without them, the first page.
    """
    places = first_places(view) if places is None else places
    shown = view.songs[places.start : places.stop]
    lines = [
        Line(
            proposal.song,
            f"{number}\\. ",
            proposal.note,
            _facts(view, proposal),
        )
        for number, proposal in enumerate(shown, places.start + 1)
    ]
    controls: list[Piece] = []
    if shown:
        controls.append(row(LookMenu.make(view.episode.id, shown)))
    if len(shown) < len(view.songs):
        previous = LonglistTurn.make(view, Direction.PREVIOUS, disabled=not places.start)
        next_ = LonglistTurn.make(view, Direction.NEXT, disabled=places.stop >= len(view.songs))
        controls.append(row(previous, next_))
    if view.there:
        controls += [row(SortMenu.make(view)), row(ShowMenu.make(view))]

    def build(measure: Measure) -> ui.LayoutView:
        return layout(_head(view, places), *song_pieces(lines, measure), *controls)

    return fit_message(build)


def _head(view: LonglistView, places: range) -> str:
    name, count = texts.episode_name(view.episode), len(view.songs)
    if not view.there:
        return f"The longlist of {name} is empty. Propose the first song with `/song propose`."
    head = f"**The longlist of {name}**: {texts.count(len(view.there), 'song')}"
    sorted_by = SORTS.get(view.look.sort, "").lower()
    if view.look.show is Show.ALL:
        head += f", {sorted_by}"
    else:
        head += f"\n{_shown_text(view)}: {count or 'none'}{f', {sorted_by}' if count else ''}"
    if len(places) < count:
        head += f" · {places.start + 1} to {places.stop}"
    if view.newer:
        newer = texts.count(view.newer, "newer song")
        head += f"\n{newer} not shown here; run `/song list` again to see them."
    return head


def _shown_text(view: LonglistView) -> str:
    if view.look.show is not Show.CHARACTER:
        return SHOWS.get(view.look.show, "")
    character = view.characters.get(CharacterId(view.look.character))
    return f"F{texts.for_character(character)[1:]}" if character else "For nobody yet"


def _for_character(proposal: Proposal, characters: Mapping[CharacterId, Character]) -> str:
    found = characters.get(proposal.character_id) if proposal.character_id is not None else None
    return texts.for_character(found) if found else ""


def _facts(view: LonglistView, proposal: Proposal) -> str:
    facts = [_for_character(proposal, view.characters)]
    if proposal.proposer_id == NO_PROPOSER:
        facts.append("imported")
    elif not proposal.hides_proposer(view.room.settings):
        facts.append(f"by {texts.person(proposal.proposer_id)}")
    if proposal.seconds:
        facts.append(f"seconded by {proposal.seconds}")
    if proposal.shortlisted:
        facts.append("on the shortlist")
    facts.append(SongsRights.of(view).facts(proposal.song))
    return ", ".join(fact for fact in facts if fact)


def shortlist_page(view: ShortlistView, *, clears: bool = False) -> ui.LayoutView:
    """Return the page of the current shortlist; with `clears`, for somebody who clears songs."""
    name, songs = texts.episode_name(view.episode), len(view.shortlist)
    if not songs:
        return layout(
            f"The shortlist of {name} is empty. The showrunner picks it with `/shortlist pick`."
        )
    head = f"**The shortlist of {name}**: {texts.count(songs, 'song')}"
    if view.locked:
        head += "\nA vote is under way; changes apply to the next one."
    lines = shortlist_lines(view)
    rights = [EpisodeRightsButton.make(view.episode.id)] if clears else []
    buttons = [*listen_buttons(view.listen_url), *rights]
    controls = [row(*buttons)] if buttons else []

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, *song_pieces(lines[:25], measure), *controls)

    return fit_message(build)


def shortlist_lines(view: ShortlistView) -> list[Line]:
    """Return the shortlisted songs as lines of a list."""
    return [
        Line(
            proposal.song,
            f"{n}\\. ",
            proposal.note,
            _shortlist_facts(view, proposal),
            SongsRights.of(view).brief(proposal.song),
        )
        for n, proposal in enumerate(view.shortlist, 1)
    ]


def _shortlist_facts(view: ShortlistView, proposal: Proposal) -> str:
    rights = SongsRights.of(view).facts(proposal.song)
    return ", ".join(filter(None, (_for_character(proposal, view.characters), rights)))


class LonglistTurn(Pressable, custom_id="longlist:{episode_id}:{look}:{direction}"):
    """Turns the pages of a longlist."""

    episode_id: EpisodeId
    look: PackedLook
    direction: Direction

    @classmethod
    def make(cls, view: LonglistView, direction: Direction, *, disabled: bool) -> "LonglistTurn":
        """Return the button for the next or the previous page."""
        label = "Next" if direction is Direction.NEXT else "Previous"
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, episode_id=view.episode.id, look=view.look, direction=direction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the page that adjoins the songs on the message that was pressed."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.longlists.look(ctx.person, ctx.room, episode, self.look)
        places = adjacent_places(view, songs_shown(self, LookMenu), self.direction)
        await replace(interaction, longlist_page(view, places))


class LookMenu(Pressable, custom_id="longlook:{episode_id}", values=ProposalId):
    """Shows the card of a song on the page, with its buttons."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, shown: tuple[Proposal, ...]) -> "LookMenu":
        """Return the menu of a page."""
        apart = told_apart([proposal.song for proposal in shown])
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Look at a song, second it, say what it tells you",
            options=[
                discord.SelectOption(
                    label=texts.option(proposal.song.title),
                    description=described(proposal.song, apart[proposal.song.id]),
                    value=str(proposal.id),
                )
                for proposal in shown[:PER_PAGE]
            ],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the card in a private message of its own."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        ctx = await context_of(interaction)
        proposal_id = ProposalId(int(self.item.values[0]))
        proposal = await ctx.services.proposals.get(ctx.room, proposal_id)
        episode = await ctx.episode_of(proposal)
        card = proposal_card(ctx.room, episode, proposal, clears=ctx.is_rights_editor)
        await answer(interaction, card)


class SortMenu(Pressable, custom_id="longsort:{episode_id}:{show}:{character}", values=Sort):
    """Sorts a longlist."""

    episode_id: EpisodeId
    show: Show
    character: int

    @classmethod
    def make(cls, view: LonglistView) -> "SortMenu":
        """Return the menu."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="In which order", options=list(sort_options(view))
        )
        look = view.look
        return cls(menu, episode_id=view.episode.id, show=look.show, character=look.character)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page in the chosen order."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        look = Look(Sort(int(self.item.values[0])), self.show, self.character)
        await _show_first_page(interaction, self.episode_id, look)


class ShowMenu(Pressable, custom_id="longshow:{episode_id}:{sort}", values=Filter):
    """Filters a longlist."""

    episode_id: EpisodeId
    sort: Sort

    @classmethod
    def make(cls, view: LonglistView) -> "ShowMenu":
        """Return the menu."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Which songs", options=list(show_options(view))
        )
        return cls(menu, episode_id=view.episode.id, sort=view.look.sort)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page of the chosen songs."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        show, _, character = self.item.values[0].partition(":")
        look = Look(self.sort, Show(int(show)), int(character))
        await _show_first_page(interaction, self.episode_id, look)


async def _show_first_page(
    interaction: discord.Interaction, episode_id: EpisodeId, look: Look
) -> None:
    ctx, episode = await context_and_episode(interaction, episode_id)
    await open_longlist(interaction, ctx, episode, look)
