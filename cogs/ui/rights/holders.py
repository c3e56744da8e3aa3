"""One holder of rights: what is known of them, all steps with them, and what can be done."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.model import EpisodeId
from bot.domain.rights import Holder, HolderId, Stage, write_share
from bot.domain.rights.words import SIDES, STAGES
from bot.services.rights.clearing import CONTACT_MAX, StepText
from bot.services.rights.reading import RightsView
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of, host_of
from cogs.ui.kit.forms import open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.song_lists import Measure, fit_message
from cogs.ui.rights import wording
from cogs.ui.rights.forms import EditHolderForm, HolderForm, StepForm

STEPS_MAX = 15


async def show_holder(
    interaction: discord.Interaction, holder_id: HolderId, episode_id: EpisodeId
) -> None:
    """Show a holder, in place of the private message that was pressed."""
    ctx = await context_of(interaction)
    view, holder = await ctx.services.rights.holder(ctx.person, ctx.room, holder_id)
    now = host_of(interaction.client).clock.now()
    await replace(interaction, holder_page(view, holder, episode_id, now))


def holder_page(
    view: RightsView, holder: Holder, episode_id: EpisodeId, now: float
) -> ui.LayoutView:
    """Return the page of a holder; `now` is UTC seconds, and `episode_id` 0 for no episode."""
    controls = row(
        StepButton(
            ui.Button(label="Update", style=discord.ButtonStyle.primary),
            holder_id=holder.id,
            episode_id=episode_id,
        ),
        EditHolderButton(ui.Button(label="Edit"), holder_id=holder.id, episode_id=episode_id),
        AskDeleteButton(ui.Button(label="Delete"), holder_id=holder.id, episode_id=episode_id),
        BackToSongButton(
            ui.Button(label="All holders"), holder_id=holder.id, episode_id=episode_id
        ),
    )

    marks = [MarkButton.make(holder, episode_id, stage) for stage in _marks(holder, episode_id)]
    quick = [row(*marks)] if marks else []

    def build(measure: Measure) -> ui.LayoutView:
        return layout("\n".join(_lines(view, holder, measure, now)), *quick, controls)

    return fit_message(build)


def _lines(view: RightsView, holder: Holder, measure: Measure, now: float) -> Iterator[str]:
    song = texts.song_name(view.song, measure.title, measure.artist)
    cost = wording.costs_by_holder(view.rights).get(holder.id)
    yield f"## {texts.safe(holder.name, measure.title, links=False)}"
    yield f"{SIDES[holder.side]} of {song}"
    yield texts.sentence(" · ".join(wording.stage_facts(holder, now, cost)))
    share = "not on file" if holder.share is None else write_share(holder.share)
    yield f"Share: {share}"
    # In a block of its own, it can be copied as it is: what is escaped could not.
    contact = texts.code_block(holder.contact, CONTACT_MAX) if holder.contact else ""
    yield f"Contact:\n{contact}" if contact else "Contact: not on file"
    steps = [one for one in view.steps if one.holder_id == holder.id]
    shown = wording.step_lines(steps, STEPS_MAX, {}, measure)
    yield wording.STEPS
    yield from shown
    if len(shown) < len(steps):
        yield f"- and {len(steps) - len(shown)} before"


class _OfHolder(Pressable):
    """A control of a holder; `episode_id` is 0 where it is for no episode."""

    holder_id: HolderId
    episode_id: EpisodeId


class MarkButton(_OfHolder, custom_id="rightsmark:{holder_id}:{episode_id}:{seen}:{stage}"):
    """Moves a holder on with one press, without a fee or a note."""

    seen: int
    """The id of their latest step when the button was shown."""
    stage: Stage

    @classmethod
    def make(cls, holder: Holder, episode_id: EpisodeId, stage: Stage) -> "MarkButton":
        """Return the button to a stage."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=f"Mark as {STAGES[stage]}")
        return cls(
            button, holder_id=holder.id, episode_id=episode_id, seen=holder.step, stage=stage
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Take the step, and show the song."""
        ctx = await context_of(interaction)
        rights, target = ctx.services.rights, (ctx.person, ctx.room, self.holder_id)
        _, holder = await rights.holder(*target)
        by = holder.answer_by if self.stage is Stage.ASKED else None
        step = StepText(self.stage, answer_by=by)
        view = await rights.advance(*target, step, self.seen, self.episode_id or None)
        said = f"Saved: {wording.name_of(holder)}, {STAGES[self.stage]}."
        await HolderForm.show(interaction, view, self.episode_id, said)


_MARKS = {
    Stage.TO_ASK: (Stage.ASKED,),
    Stage.ASKED: (Stage.CLEARED, Stage.REFUSED),
    Stage.QUOTED: (Stage.CLEARED, Stage.REFUSED),
    Stage.CLEARED: (),
    Stage.REFUSED: (),
}
"""What follows each stage without more to say."""


def _marks(holder: Holder, episode_id: EpisodeId) -> tuple[Stage, ...]:
    """Return the stages that one press moves a holder on to; `episode_id` is 0 for no episode."""
    seen = holder.seen_from(episode_id) if episode_id else holder
    again = seen.elsewhere and seen.stage is Stage.CLEARED
    return (Stage.CLEARED,) if again else _MARKS[seen.stage]


class StepButton(_OfHolder, custom_id="rightsstep:{holder_id}:{episode_id}"):
    """Opens the form for a step with a holder."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with how they stand now."""
        ctx = await context_of(interaction)
        _, holder = await ctx.services.rights.holder(ctx.person, ctx.room, self.holder_id)
        now = host_of(interaction.client).clock.now()
        await open_form(interaction, StepForm.of(ctx.room, holder, self.episode_id, now))


class EditHolderButton(_OfHolder, custom_id="rightsedit:{holder_id}:{episode_id}"):
    """Opens the form for a holder's name, contact and share."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with what is known."""
        ctx = await context_of(interaction)
        _, holder = await ctx.services.rights.holder(ctx.person, ctx.room, self.holder_id)
        await open_form(interaction, EditHolderForm.of(holder, self.episode_id))


class BackToSongButton(_OfHolder, custom_id="rightsback:{holder_id}:{episode_id}"):
    """Shows all holders of the song again."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the song."""
        ctx = await context_of(interaction)
        view, _ = await ctx.services.rights.holder(ctx.person, ctx.room, self.holder_id)
        await HolderForm.show(interaction, view, self.episode_id, "")


class AskDeleteButton(_OfHolder, custom_id="rightsdrop:{holder_id}:{episode_id}"):
    """Asks whether to delete a holder."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Ask, and say what follows."""
        ctx = await context_of(interaction)
        view, holder = await ctx.services.rights.holder(ctx.person, ctx.room, self.holder_id)
        await replace(interaction, _question(view, holder, self.episode_id))


def _question(view: RightsView, holder: Holder, episode_id: EpisodeId) -> ui.LayoutView:
    steps = sum(one.holder_id == holder.id for one in view.steps)
    side = SIDES[holder.side].lower()
    name = texts.safe(holder.name, 80, links=False)
    song = texts.safe(view.song.title, 60, links=False) or texts.BLANK
    asked = (
        f"**Delete {name} from the {side} of {song}?**\nThis also deletes their contact, what they"
        f" asked for and {texts.count(steps, 'step')}. It can't be undone."
    )
    delete = DeleteHolderButton(
        ui.Button(label="Delete for good", style=discord.ButtonStyle.danger),
        holder_id=holder.id,
        episode_id=episode_id,
        seen=holder.step,
    )
    keep = BackToSongButton(
        ui.Button(label="Keep them"), holder_id=holder.id, episode_id=episode_id
    )
    return layout(asked, row(delete, keep))


class DeleteHolderButton(_OfHolder, custom_id="rightsdelete:{holder_id}:{episode_id}:{seen}"):
    """Deletes a holder."""

    seen: int
    """The id of their latest step when it was asked."""

    async def act(self, interaction: discord.Interaction) -> None:
        """Delete them, and show the song."""
        ctx = await context_of(interaction)
        target = (ctx.person, ctx.room, self.holder_id, self.seen)
        view = await ctx.services.rights.delete_holder(*target)
        await HolderForm.show(interaction, view, self.episode_id, "Deleted.")
