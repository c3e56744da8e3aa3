"""Picking the shortlist, and the message that presents it."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import (
    MAX_CANDIDATES,
    MIN_CANDIDATES,
    SHORTLIST_SIZE,
    Episode,
    EpisodeId,
    Proposal,
    ProposalId,
)
from bot.services.views import ShortlistView
from cogs.ui import texts
from cogs.ui.base import ID, Pressable, layout, replace, row
from cogs.ui.blocks import Measure, fitted, named, song_pieces
from cogs.ui.cards import open_tells
from cogs.ui.pages import PER_PAGE, page_count, shortlist_lines
from cogs.ui.people import Here, here


def picking_page(view: ShortlistView, page: int = 0) -> ui.LayoutView:
    """Return one page of the longlist to toggle, in the order proposed, which never shifts."""
    last = page_count(len(view.longlist)) - 1
    page = min(page, last)
    shown = view.longlist[page * PER_PAGE : (page + 1) * PER_PAGE]
    if not shown:
        name = texts.episode_name(view.episode)
        return layout(f"The longlist of {name} is empty. Songs come with `/song propose`.")
    episode_id = view.episode.id
    menu = PickMenu.make(episode_id, page, shown, page * PER_PAGE + 1)
    buttons = (
        PickTurn.make(episode_id, max(page - 1, 0), "Previous", page == 0),
        PickTurn.make(episode_id, page + 1, "Next", page == last),
        PresentButton.make(episode_id, len(view.shortlist)),
    )
    return layout(_head(view, page, last), row(menu), row(*buttons))


def _head(view: ShortlistView, page: int, last: int) -> str:
    lines = [
        (
            f"**Picking the shortlist of {texts.episode_name(view.episode)}**:"
            f" {len(view.shortlist)}/{SHORTLIST_SIZE}"
        ),
        "Tick the songs to present; what you tick is saved at once."
        + (f" Page {page + 1} of {last + 1}." if last else ""),
    ]
    if view.shortlist:
        names = [texts.song_name(one.song, 40, 25) for one in view.shortlist[:MAX_CANDIDATES]]
        lines.append(f"On it: {', '.join(names)}")
    if view.locked:
        lines.append("A round is under way over the songs it froze; changes count for a later one.")
    return "\n".join(lines)


def presented(view: ShortlistView) -> ui.LayoutView:
    """Return what the showrunner is told who presented the shortlist."""
    songs = texts.count(len(view.shortlist), "song")
    return layout(
        f"Presented: the shortlist of {texts.episode_name(view.episode)}, {songs}. The room sees it"
        " in the channel. Schedule the vote with `/round schedule`."
    )


def filled(view: ShortlistView, added: Sequence[Proposal]) -> ui.LayoutView:
    """Return what the showrunner is told who had the shortlist topped up."""
    name, songs = texts.episode_name(view.episode), texts.count(len(view.shortlist), "song")

    def build(measure: Measure) -> ui.LayoutView:
        if not added:
            return layout(f"Nothing to add: the shortlist of {name} has {songs}.")
        names = named((one.song for one in added), measure)
        return layout(
            f"Added to the shortlist of {name}, which has {songs} now: {names}."
            " Present it with `/shortlist pick`."
        )

    return fitted(build)


def shortlist_message(view: ShortlistView, delivery_id: int) -> ui.LayoutView:
    """Return the message that presents a shortlist to the room.

    Args:
        view: The shortlist.
        delivery_id: Which presentation it is; one episode's shortlist may be presented again.
    """
    count = texts.count(len(view.shortlist), "song")
    if not view.shortlist:
        # It was emptied between the showrunner's press and the posting.
        return layout(f"The shortlist of {texts.episode_name(view.episode)} is empty for now.")
    head = (
        f"## The shortlist of {texts.episode_name(view.episode)}\n"
        f"{count}. Listen to them, and say what each tells you: pick a song below."
    )
    lines = shortlist_lines(view)[:MAX_CANDIDATES]
    menu = row(TellsMenu.make(view.episode, delivery_id, view.shortlist[:MAX_CANDIDATES]))

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, *song_pieces(lines, measure), menu)

    return fitted(build)


def proposal_option(
    proposal: Proposal, before: str = "", *, default: bool = False
) -> discord.SelectOption:
    """Return a proposal as an option of a menu; its value is the proposal's id."""
    seconds = f" · seconded by {proposal.seconds}" if proposal.seconds else ""
    return discord.SelectOption(
        label=texts.option(before + proposal.song.title),
        description=texts.option(proposal.song.artist, 70) + seconds,
        value=str(proposal.id),
        default=default,
    )


def _ids(values: Sequence[str]) -> frozenset[ProposalId]:
    return frozenset(ProposalId(int(value)) for value in values)


class PickMenu(Pressable, template=rf"pick:{ID}:{ID}"):
    """Toggles the songs of one page."""

    @classmethod
    def make(
        cls, episode_id: EpisodeId, page: int, shown: Sequence[Proposal], first: int
    ) -> "PickMenu":
        """Return the menu of a page, with the songs on the shortlist ticked."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=f"pick:{episode_id}:{page}",
            placeholder="Tick the songs for the shortlist",
            min_values=0,
            max_values=len(shown),
            options=[
                proposal_option(one, f"{number}. ", default=one.shortlisted)
                for number, one in enumerate(shown, first)
            ],
        )
        return cls(menu, episode_id, page)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what changed since the page was drawn, and nothing else."""
        before = _ids([option.value for option in self.item.options if option.default])
        after = _ids(self.item.values)
        at, episode = await _episode(interaction, self.ids[0])
        view = await at.services.shortlists.toggle(
            at.person, at.room, episode, on=after - before, off=before - after
        )
        await replace(interaction, picking_page(view, self.ids[1]))


class PickTurn(Pressable, template=rf"pickpage:{ID}:{ID}"):
    """Turns the pages while picking."""

    @classmethod
    def make(cls, episode_id: EpisodeId, page: int, label: str, disabled: bool) -> "PickTurn":
        """Return the button that leads to a page."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=label, custom_id=f"pickpage:{episode_id}:{page}", disabled=disabled
        )
        return cls(button, episode_id, page)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        at, episode = await _episode(interaction, self.ids[0])
        view = await at.services.shortlists.view(at.room, episode)
        await replace(interaction, picking_page(view, self.ids[1]))


class PresentButton(Pressable, template=rf"present:{ID}"):
    """Presents the shortlist to the room."""

    @classmethod
    def make(cls, episode_id: EpisodeId, songs: int) -> "PresentButton":
        """Return the button, which can be pressed when a round could be held on so many songs."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Present to the room",
            style=discord.ButtonStyle.primary,
            custom_id=f"present:{episode_id}",
            disabled=not MIN_CANDIDATES <= songs <= MAX_CANDIDATES,
        )
        return cls(button, episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Present it."""
        at, episode = await _episode(interaction, self.ids[0])
        view = await at.services.shortlists.present(at.person, at.room, episode)
        await replace(interaction, presented(view))


class TellsMenu(Pressable, template=rf"shortlist:{ID}:{ID}"):
    """Picks the song of a presented shortlist that a writer has something to say of."""

    @classmethod
    def make(cls, episode: Episode, delivery_id: int, songs: Sequence[Proposal]) -> "TellsMenu":
        """Return the menu for a shortlist."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=f"shortlist:{episode.id}:{delivery_id}",
            placeholder="Say what a song tells you",
            options=[proposal_option(one, f"{n}. ") for n, one in enumerate(songs, 1)],
        )
        return cls(menu, episode.id, delivery_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form for it."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        await open_tells(interaction, ProposalId(int(self.item.values[0])))


async def _episode(interaction: discord.Interaction, episode_id: int) -> tuple[Here, Episode]:
    at = await here(interaction)
    return at, await at.services.episodes.get(at.room, EpisodeId(episode_id))
