"""The longlist, ten songs to a page, and the shortlist as it stands."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.imports import NOBODY
from bot.domain.model import Episode, EpisodeId, Proposal, Room
from bot.services.views import ShortlistView
from cogs.ui import texts
from cogs.ui.base import ID, Piece, Pressable, layout, replace, row
from cogs.ui.blocks import Line, Measure, fitted, song_pieces
from cogs.ui.people import here

PER_PAGE = 10


def page_count(things: int) -> int:
    """Return how many pages so many things take, at least one."""
    return max(1, -(-things // PER_PAGE))


def longlist_page(
    room: Room, episode: Episode, longlist: Sequence[Proposal], page: int = 0, newest: int = 0
) -> ui.LayoutView:
    """Return one page of an episode's longlist, newest first.

    Args:
        room: The room, which says whether proposers are shown.
        episode: The episode.
        longlist: Its proposals, newest first.
        page: Which page, from 0; the last one where there are fewer.
        newest: The id of the newest proposal when the list was opened. What came later is left
            out, so that turning a page neither skips nor repeats a song; 0 when opening it.
    """
    stable = [one for one in longlist if one.id <= newest] if newest else list(longlist)
    newest = newest or max((one.id for one in stable), default=0)
    last = page_count(len(stable)) - 1
    page = min(page, last)
    head = _longlist_head(episode, len(stable), len(longlist) - len(stable), page, last)
    shown = stable[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [
        Line(one.song, f"{number}\\. ", one.why, _facts(room, one))
        for number, one in enumerate(shown, page * PER_PAGE + 1)
    ]
    controls: list[Piece] = []
    if last:
        back = LonglistTurn.make(episode.id, max(page - 1, 0), newest, "Previous", page == 0)
        on = LonglistTurn.make(episode.id, page + 1, newest, "Next", page == last)
        controls.append(row(back, on))

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, *song_pieces(lines, measure), *controls)

    return fitted(build)


def _longlist_head(episode: Episode, songs: int, newer: int, page: int, last: int) -> str:
    name = texts.episode_name(episode)
    if not songs:
        return f"The longlist of {name} is empty. Propose the first song with `/song propose`."
    head = f"**The longlist of {name}**: {texts.count(songs, 'song')}, newest first"
    if last:
        head += f" · page {page + 1} of {last + 1}"
    if newer:
        head += f"\n{texts.count(newer, 'newer song')} not shown here; `/song list` begins anew."
    return head


def _facts(room: Room, proposal: Proposal) -> str:
    facts = []
    if proposal.proposer_id == NOBODY:
        facts.append("imported")
    elif not room.settings.proposers_hidden:
        facts.append(f"by {texts.person(proposal.proposer_id)}")
    if proposal.seconds:
        facts.append(f"seconded by {proposal.seconds}")
    if proposal.shortlisted:
        facts.append("on the shortlist")
    return ", ".join(facts)


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

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, *song_pieces(lines[:25], measure))

    return fitted(build)


def shortlist_lines(view: ShortlistView) -> list[Line]:
    """Return the shortlisted songs as lines of a list."""
    return [Line(one.song, f"{n}\\. ", one.why) for n, one in enumerate(view.shortlist, 1)]


class LonglistTurn(Pressable, template=rf"longlist:{ID}:{ID}:{ID}"):
    """Turns the pages of a longlist."""

    @classmethod
    def make(
        cls, episode_id: EpisodeId, page: int, newest: int, label: str, disabled: bool
    ) -> "LonglistTurn":
        """Return the button that leads to a page."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=label, custom_id=f"longlist:{episode_id}:{page}:{newest}", disabled=disabled
        )
        return cls(button, episode_id, page, newest)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        at = await here(interaction)
        episode_id, page, newest = self.ids
        episode = await at.services.episodes.get(at.room, EpisodeId(episode_id))
        longlist = await at.services.proposals.longlist(at.room, episode)
        await replace(interaction, longlist_page(at.room, episode, longlist, page, newest))
