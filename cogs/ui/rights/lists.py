"""The rights to all songs of an episode, and the holders who have yet to answer."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, Room, Song, SongId
from bot.domain.rights import Holder, HolderId, SongRights
from bot.domain.rights.words import SIDES
from bot.services.rights.reading import EpisodeRights
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.look_alikes import described, told_apart
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.kit.song_lists import Measure, fit_message
from cogs.ui.rights import next_steps, wording
from cogs.ui.rights.holders import show_holder
from cogs.ui.rights.songs import show_song
from cogs.ui.rights.ways_back import NO_EPISODE, DueTurn, EpisodeRightsTurn, ways_to_due

PER_PAGE = 10
_GROUPS = ("On the board", "On the shortlist", "Also proposed")


def episode_page(view: EpisodeRights, page: int = 0) -> ui.LayoutView:
    """Return a page of the songs of an episode, counted from 0."""
    name = texts.episode_name(view.episode)
    if not view.songs:
        return layout(f"There are no songs for {name} yet. Propose one with `/song propose`.")
    pages = _pages(view.songs)
    page = min(page, pages - 1)
    shown = view.songs[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = f"**The rights to the songs of {name}**: {texts.count(len(view.songs), 'song')}"
    head += f" · page {page + 1} of {pages}" if pages > 1 else ""
    head = "\n".join((head, *next_steps.for_episode(view)))

    def build(measure: Measure) -> ui.LayoutView:
        lines: list[str] = []
        for place, song in enumerate(shown, page * PER_PAGE + 1):
            name = texts.song_name(song, measure.title, measure.artist)
            lines += _heading(view, place, first=song is shown[0])
            other = view.beside.get(song.id)
            summary = _summary(view.rights.about(song, view.episode.id), view.episode.id)
            shared = f" (in one slot with {texts.title(other, measure.title)})" if other else ""
            lines.append(f"{place}\\. {name}{shared} · {summary}")
        return layout("\n".join((head, *lines)), *_episode_controls(view, shown, page, pages))

    return fit_message(build)


def _heading(view: EpisodeRights, place: int, *, first: bool) -> list[str]:
    """Return the heading above the song at a place, counted from 1; none within a group."""
    ends = (view.on_board, view.on_board + view.shortlisted)
    begins = [1, *(end + 1 for end in ends)]
    group = sum(place > end for end in ends)
    alone = group == len(ends) and not ends[-1]
    return [f"**{_GROUPS[group]}**"] if (first or place in begins) and not alone else []


def _pages(things: Sequence[object]) -> int:
    return max(1, -(-len(things) // PER_PAGE))


def _summary(rights: SongRights, episode_id: EpisodeId) -> str:
    status = wording.status(rights, episode_id)
    if not rights.holders:
        return status if rights.said else "nothing on file"
    return f"{status} ({'; '.join(wording.side_summary(side) for side in rights.sides)})"


def _episode_controls(
    view: EpisodeRights, shown: Sequence[Song], page: int, pages: int
) -> list[Piece]:
    controls: list[Piece] = [row(SongRightsMenu.make(view.episode.id, shown))]
    here = view.episode.id
    if pages > 1:
        controls.append(
            row(
                EpisodeRightsTurn.make(here, page - 1, "Previous", disabled=not page),
                EpisodeRightsTurn.make(here, page + 1, "Next", disabled=page == pages - 1),
            )
        )
    ways = [*map(EpisodeRightsTurn.to, view.others), *ways_to_due(view.rights.holders)]
    return [*controls, row(*ways)] if ways else controls


EpisodeRightsTurn.page_of = staticmethod(episode_page)


class EpisodeRightsButton(Pressable, custom_id="rightsall:{episode_id}"):
    """Shows the rights to all songs of an episode in a private message of its own."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId) -> "EpisodeRightsButton":
        """Return the button of an episode."""
        return cls(ui.Button(label="Rights"), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the first page."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.rights.episode(ctx.person, ctx.room, episode)
        await answer(interaction, episode_page(view))


class SongRightsMenu(Pressable, custom_id="rightssong:{episode_id}", values=SongId):
    """Shows the rights to one song of an episode."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId, shown: Sequence[Song]) -> "SongRightsMenu":
        """Return the menu of the songs on a page."""
        apart = told_apart(list(shown))
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose a song to see its holders",
            options=[
                discord.SelectOption(
                    label=texts.option(song.title),
                    description=described(song, apart[song.id]),
                    value=str(song.id),
                )
                for song in shown
            ],
        )
        return cls(menu, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the song in place of the list."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        song_id = SongId(int(self.item.values[0]))
        view = await ctx.services.rights.view(ctx.person, ctx.room, song_id)
        await show_song(interaction, view, episode.id)


def due_page(waiting: Sequence[Holder], now: float, page: int = 0) -> ui.LayoutView:
    """Return a page of the holders who have yet to answer; `now` is UTC seconds."""
    if not waiting:
        return layout(
            "Nobody owes you an answer. When you ask a holder, update them under `/rights show`,"
            " and they wait here until they answer."
        )
    pages = _pages(waiting)
    page = min(page, pages - 1)
    shown = waiting[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = f"**Waiting for an answer**: {texts.count(len(waiting), 'holder')}, oldest first"
    head += f" · page {page + 1} of {pages}" if pages > 1 else ""
    controls: list[Piece] = [row(DueMenu.make(shown))]
    if pages > 1:
        previous = DueTurn.make(page - 1, "Previous", disabled=not page)
        controls.append(row(previous, DueTurn.make(page + 1, "Next", disabled=page == pages - 1)))

    def build(measure: Measure) -> ui.LayoutView:
        lines = [
            f"{place}\\. {waiting_line(one, measure, now)}"
            for place, one in enumerate(shown, page * PER_PAGE + 1)
        ]
        return layout("\n".join((head, *lines)), *controls)

    return fit_message(build)


def waiting_line(holder: Holder, measure: Measure, now: float) -> str:
    """Return whose answer is awaited, for what, since when and until when."""
    song = texts.song_name(holder.song, measure.title, measure.artist)
    line = f"{wording.name_of(holder, measure.title)} for the {SIDES[holder.side].lower()}"
    line += f" of {song}: asked <t:{holder.at}:R>"
    if holder.answer_by is None:
        return line
    verb = "was" if holder.answer_by <= now else "is"
    return f"{line}; an answer {verb} wanted by {wording.moment(holder.answer_by)}"


DueTurn.page_of = staticmethod(due_page)


class DueMenu(Pressable, custom_id="rightsawaited", values=HolderId):
    """Shows a holder who has yet to answer."""

    @classmethod
    def make(cls, shown: Sequence[Holder]) -> "DueMenu":
        """Return the menu of a page."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Choose a holder to update",
            options=[
                discord.SelectOption(
                    label=texts.option(one.name),
                    description=texts.option(f"{SIDES[one.side]}: {texts.song_option(one.song)}"),
                    value=str(one.id),
                )
                for one in shown
            ],
        )
        return cls(menu)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the holder in place of the list."""
        if not self.item.values:
            raise InvalidInput("song.empty")
        await show_holder(interaction, HolderId(int(self.item.values[0])), NO_EPISODE)


def overdue_message(room: Room, late: Sequence[Holder]) -> ui.LayoutView:
    """Return the direct message about holders who have not answered by the date they were to."""
    place = f"https://discord.com/channels/{room.guild_id}/{room.channel_id}"
    head = (
        f"**{texts.room_name(room)}**: {texts.count(len(late), 'rights holder')}"
        f" {'has' if len(late) == 1 else 'have'}n't answered by the date you gave."
    )
    shown, rest = late[:PER_PAGE], len(late) - PER_PAGE
    tail = [f"and {rest} more."] if rest > 0 else []
    tail.append("In the room, `/rights due` lists everybody you're waiting for.")

    def build(measure: Measure) -> ui.LayoutView:
        lines = [f"- {waiting_line(one, measure, one.answer_by or 0)}" for one in shown]
        text = "\n".join((head, *lines, *tail))
        return layout(text, row(ui.Button(label="Go to the room", url=place)))

    return fit_message(build)
