"""The private preview of a vote: what would be scheduled, and who would be mentioned."""

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot.domain.counting import METHODS
from bot.domain.model import Episode, EpisodeId
from bot.domain.permissions import require_showrunner
from bot.domain.plans import VoteDraft
from bot.services.ports.read_models import VotePreview
from cogs.ui.kit import errors, texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode, context_of, host_of
from cogs.ui.kit.forms import open_form
from cogs.ui.kit.lacking import lacking
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure, fit_message, song_names
from cogs.ui.rounds import draft_forms, replies
from cogs.ui.rounds.denied_songs import DeniedControl, denied_controls
from cogs.ui.rounds.preview_notes import notes
from cogs.ui.rounds.shown_drafts import CUTS_PIECE, MethodName, draft_of


async def show_preview(
    interaction: discord.Interaction, ctx: Context, episode: Episode, draft: VoteDraft
) -> None:
    """Show what scheduling a draft would do.

    Raises:
        NotAllowed, NotFound, RoundLive, EpisodeLocked, EpisodeArchived: As `Previews.preview` does.
        RoundTooSmall, InvalidInput, NeedsTime: As it does, too.
    """
    view = await ctx.services.previews.preview(ctx.person, ctx.room, episode, draft)
    await replace(interaction, preview_page(view, lacking(interaction, view.room)))


draft_forms.DraftForm.show = staticmethod(show_preview)


async def _show_again(interaction: discord.Interaction, view: VotePreview) -> None:
    await replace(interaction, preview_page(view, lacking(interaction, view.room)))


DeniedControl.show = staticmethod(_show_again)


def preview_page(view: VotePreview, missing: Sequence[str] = ()) -> ui.LayoutView:
    """Return the preview.

    Args:
        view: What would be scheduled.
        missing: The permissions that the bot lacks in the channel, by name.
    """
    buttons = row(
        ScheduleButton.make(view),
        ChangeButton.make(view),
        DropButton(ui.Button(label="Don't")),
    )

    def build(measure: Measure) -> ui.LayoutView:
        pieces: tuple[Piece | str, ...] = (
            "\n".join(_head(view, measure)),
            ui.TextDisplay("\n".join(_cuts(view)), id=CUTS_PIECE),
            "\n".join(_more(view, measure)),
            "\n".join(notes(view, missing, measure)),
        )
        return layout(*(piece for piece in pieces if piece), buttons, *denied_controls(view))

    return fit_message(build)


def _head(view: VotePreview, measure: Measure) -> Iterator[str]:
    what = "vote" if len(view.draft.cuts) == 1 else f"plan of {len(view.draft.cuts)} votes"
    yield (
        f"**Schedule this {what} for {texts.episode_name(view.episode)}?** Nothing is scheduled"
        " yet, and nobody has been mentioned."
    )
    put_on = [one.song for one in view.changed if one.shortlisted]
    taken_off = [one.song for one in view.changed if not one.shortlisted]
    since = "**Changed since you looked:**"
    if put_on:
        yield f"{since} on the shortlist now: {song_names(put_on, measure)}."
    if taken_off:
        yield f"{since} no longer on the shortlist: {song_names(taken_off, measure)}."
    if view.taken_off:
        names = song_names(view.taken_off, measure)
        yield f"Taken off the shortlist, because their rights were denied: {names}."
    if view.opened:
        yield f"{since} its opening time has come, so it would open at once."
    if view.problem is not None:
        yield f"**It can't be scheduled like this.** {errors.error_text(view.problem)}"
    opens = view.draft.opens
    yield f"Opens {texts.instant(opens)}" if opens else "Opens as soon as you schedule it"


def _cuts(view: VotePreview) -> Iterator[str]:
    songs, alone = len(view.songs), len(view.draft.cuts) == 1
    for number, cut in enumerate(view.draft.cuts, 1):
        line = (
            f"{texts.count(songs, 'song')} for {texts.count(cut.seats, 'seat')}; closes"
            f" {texts.instant(cut.closes.at)}"
        )
        in_room = texts.room_time(cut.closes.at, cut.closes.timezone)
        yield f"{line}; {in_room}" if alone else f"- Vote {number}: {line}"
        songs = cut.seats


def _more(view: VotePreview, measure: Measure) -> Iterator[str]:
    method = METHODS.get(view.draft.method)
    if method is not None:
        yield f"Counted by *{method.title.lower()}*: {method.gist}"
    people = "person" if view.writers == 1 else "people"
    if view.writers:
        yield f"Mentioned when it opens, once: the {view.writers} {people} on the roster"
    yield f"Songs: {song_names(view.songs, measure)}"


class ScheduleButton(Pressable, custom_id="voteschedule:{episode_id}:{seen}:{opens}:{method}"):
    """Schedules what the preview shows, unless that is not so any more."""

    episode_id: EpisodeId
    seen: int
    opens: int
    method: MethodName

    @classmethod
    def make(cls, view: VotePreview) -> "ScheduleButton":
        """Return the button of a preview."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Schedule it",
            style=discord.ButtonStyle.primary,
            disabled=view.problem is not None,
        )
        return cls(
            button,
            episode_id=view.episode.id,
            seen=view.revision,
            opens=view.draft.opens or 0,
            method=view.draft.method,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Schedule it, or show what has changed."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        require_showrunner(ctx.person, ctx.room)
        draft = draft_of(self, ctx, self.method, self.opens)
        done = await ctx.services.previews.schedule(ctx.person, ctx.room, episode, draft, self.seen)
        missing = lacking(interaction, done.room)
        if isinstance(done, VotePreview):
            await replace(interaction, preview_page(done, missing))
        else:
            await replace(interaction, replies.scheduled(done, missing))


class ChangeButton(Pressable, custom_id="votechange:{episode_id}:{opens}:{method}"):
    """Opens a form with what the preview shows."""

    episode_id: EpisodeId
    opens: int
    method: MethodName

    @classmethod
    def make(cls, view: VotePreview) -> "ChangeButton":
        """Return the button of a preview."""
        return cls(
            ui.Button(label="Change"),
            episode_id=view.episode.id,
            opens=view.draft.opens or 0,
            method=view.draft.method,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        require_showrunner(ctx.person, ctx.room)
        draft = draft_of(self, ctx, self.method, self.opens)
        songs = len((await ctx.services.shortlists.view(ctx.room, episode)).shortlist)
        now = host_of(interaction.client).clock.now()
        await open_form(interaction, draft_forms.form_of(ctx.room, episode, draft, songs, now))


class DropButton(Pressable, custom_id="votedrop"):
    """Puts a preview away."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Say that nothing was scheduled."""
        await context_of(interaction)
        await replace(
            interaction,
            layout("Nothing was scheduled, and nobody was mentioned."),
        )
