"""The longlist, ten songs to a page, and the shortlist as it stands."""

from collections.abc import Mapping

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.imports import NO_PROPOSER
from bot.domain.longlist import PER_PAGE, Look, Show, Sort
from bot.domain.model import Character, CharacterId, Episode, EpisodeId, Proposal, ProposalId, Room
from bot.services.ports.read_models import LonglistView, ShortlistView
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import Line, Measure, fitted, listen, song_pieces
from cogs.ui.songs.card import proposal_card
from cogs.ui.songs.longlist_paging import (
    SHOWS,
    SORTS,
    PackedLook,
    Way,
    opening,
    show_options,
    songs_shown,
    sort_options,
    turned,
)


async def open_longlist(
    interaction: discord.Interaction, at: Context, episode: Episode, look: Look | None = None
) -> None:
    """Show the first page of a longlist privately, in place of the private message pressed."""
    view = await at.services.longlists.look(at.person, at.room, episode, look or Look())
    await replace(interaction, longlist_page(view))


def longlist_page(view: LonglistView, places: range | None = None) -> ui.LayoutView:
    """Return one page of an episode's longlist.

    Args:
        view: What is seen of it.
        places: Which places of it are on the page, counted from 0; without them, the first ones.
    """
    places = opening(view) if places is None else places
    shown = view.songs[places.start : places.stop]
    lines = [
        Line(one.song, f"{number}\\. ", one.note, _facts(view.room, one, view.characters))
        for number, one in enumerate(shown, places.start + 1)
    ]
    controls: list[Piece] = []
    if shown:
        controls.append(row(LookMenu.make(view.episode.id, shown)))
    if len(shown) < len(view.songs):
        back = LonglistTurn.make(view, Way.BACK, disabled=not places.start)
        on = LonglistTurn.make(view, Way.ON, disabled=places.stop >= len(view.songs))
        controls.append(row(back, on))
    if view.there:
        controls += [row(SortMenu.make(view)), row(ShowMenu.make(view))]

    def build(measure: Measure) -> ui.LayoutView:
        return layout(_head(view, places), *song_pieces(lines, measure), *controls)

    return fitted(build)


def _head(view: LonglistView, places: range) -> str:
    name, many = texts.episode_name(view.episode), len(view.songs)
    if not view.there:
        return f"The longlist of {name} is empty. Propose the first song with `/song propose`."
    head = f"**The longlist of {name}**: {texts.count(len(view.there), 'song')}"
    sorted_by = SORTS.get(view.look.sort, "").lower()
    if view.look.show is Show.ALL:
        head += f", {sorted_by}"
    else:
        head += f"\n{_shown(view)}: {many or 'none'}{f', {sorted_by}' if many else ''}"
    if len(places) < many:
        head += f" · {places.start + 1} to {places.stop}"
    if view.newer:
        newer = texts.count(view.newer, "newer song")
        head += f"\n{newer} not shown here; `/song list` begins anew."
    return head


def _shown(view: LonglistView) -> str:
    if view.look.show is not Show.CHARACTER:
        return SHOWS.get(view.look.show, "")
    character = view.characters.get(CharacterId(view.look.character))
    return f"F{texts.for_whom(character)[1:]}" if character else "For nobody yet"


def _whose(proposal: Proposal, characters: Mapping[CharacterId, Character]) -> str:
    found = characters.get(proposal.character_id) if proposal.character_id is not None else None
    return texts.for_whom(found) if found else ""


def _facts(room: Room, proposal: Proposal, characters: Mapping[CharacterId, Character]) -> str:
    facts = [_whose(proposal, characters)]
    if proposal.proposer_id == NO_PROPOSER:
        facts.append("imported")
    elif not room.settings.proposers_hidden:
        facts.append(f"by {texts.person(proposal.proposer_id)}")
    if proposal.seconds:
        facts.append(f"seconded by {proposal.seconds}")
    if proposal.shortlisted:
        facts.append("on the shortlist")
    return ", ".join(fact for fact in facts if fact)


def shortlist_page(view: ShortlistView) -> ui.LayoutView:
    """Return the shortlist as it stands now."""
    name, songs = texts.episode_name(view.episode), len(view.shortlist)
    if not songs:
        return layout(
            f"The shortlist of {name} is empty. The showrunner picks it with `/shortlist pick`."
        )
    head = f"**The shortlist of {name}**: {texts.count(songs, 'song')}"
    if view.locked:
        head += "\nA round is under way over the songs it froze; changes count for a later one."
    lines = shortlist_lines(view)
    buttons = listen(view.listen_url)
    controls = [row(*buttons)] if buttons else []

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, *song_pieces(lines[:25], measure), *controls)

    return fitted(build)


def shortlist_lines(view: ShortlistView) -> list[Line]:
    """Return the shortlisted songs as lines of a list."""
    return [
        Line(one.song, f"{n}\\. ", one.note, _whose(one, view.characters))
        for n, one in enumerate(view.shortlist, 1)
    ]


class LonglistTurn(Pressable, custom_id="longlist:{episode_id}:{look}:{way}"):
    """Turns the pages of a longlist."""

    episode_id: EpisodeId
    look: PackedLook
    way: Way

    @classmethod
    def make(cls, view: LonglistView, way: Way, *, disabled: bool) -> "LonglistTurn":
        """Return the button that leads on or back."""
        label = "Next" if way is Way.ON else "Previous"
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, disabled=disabled)
        return cls(button, episode_id=view.episode.id, look=view.look, way=way)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page: it begins where the one that was pressed ends."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        view = await at.services.longlists.look(at.person, at.room, episode, self.look)
        places = turned(view, songs_shown(self, LookMenu), self.way)
        await replace(interaction, longlist_page(view, places))


class LookMenu(Pressable, custom_id="longlook:{episode_id}"):
    """Shows the card of a song of the page, which can be seconded and added to there."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, shown: tuple[Proposal, ...]) -> "LookMenu":
        """Return the menu of a page."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Look at a song, second it, say what it tells you",
            options=[
                discord.SelectOption(
                    label=texts.option(one.song.title),
                    description=texts.option(one.song.artist),
                    value=str(one.id),
                )
                for one in shown[:PER_PAGE]
            ],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the card privately; the page stays."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        at = await context_of(interaction)
        proposal_id = ProposalId(int(self.item.values[0]))
        proposal = await at.services.proposals.get(at.room, proposal_id)
        episode = await at.episode_of(proposal)
        await answer(interaction, proposal_card(at.room, episode, proposal))


class SortMenu(Pressable, custom_id="longsort:{episode_id}:{show}:{character}"):
    """Sorts a longlist."""

    episode_id: EpisodeId
    show: Show
    character: int

    @classmethod
    def make(cls, view: LonglistView) -> "SortMenu":
        """Return the menu. What the room hides, or does not have, is no way to sort."""
        menu: ui.Select[ui.LayoutView] = ui.Select(options=list(sort_options(view)))
        look = view.look
        return cls(menu, episode_id=view.episode.id, show=look.show, character=look.character)

    async def act(self, interaction: discord.Interaction) -> None:
        """Begin the list again in that order."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        look = Look(Sort(int(self.item.values[0])), self.show, self.character)
        await _begin_again(interaction, self.episode_id, look)


class ShowMenu(Pressable, custom_id="longshow:{episode_id}:{sort}"):
    """Chooses what is shown of a longlist."""

    episode_id: EpisodeId
    sort: Sort

    @classmethod
    def make(cls, view: LonglistView) -> "ShowMenu":
        """Return the menu."""
        menu: ui.Select[ui.LayoutView] = ui.Select(options=list(show_options(view)))
        return cls(menu, episode_id=view.episode.id, sort=view.look.sort)

    async def act(self, interaction: discord.Interaction) -> None:
        """Begin the list again with these songs only."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        show, _, character = self.item.values[0].partition(":")
        look = Look(self.sort, Show(int(show)), int(character))
        await _begin_again(interaction, self.episode_id, look)


async def _begin_again(interaction: discord.Interaction, episode_id: EpisodeId, look: Look) -> None:
    at, episode = await context_and_episode(interaction, episode_id)
    await open_longlist(interaction, at, episode, look)
