"""The forms of those who clear songs: a new holder, what is known of one, a step with one."""

from typing import ClassVar, Protocol

import discord

from bot.domain import time_texts
from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, Room, SongId
from bot.domain.rights import (
    Holder,
    HolderId,
    HolderText,
    Side,
    Stage,
    holder_fingerprints,
    holder_text,
    write_money,
)
from bot.domain.rights.words import SIDES, STAGES
from bot.domain.structs import replace
from bot.domain.when import present
from bot.services.rights.clearing import CONTACT_MAX, NAME_MAX, STEP_NOTE_MAX, StepText
from bot.services.rights.reading import RightsView
from cogs.ui.kit import texts
from cogs.ui.kit.context import Context, context_of, host_of
from cogs.ui.kit.custom_ids import Fingerprints
from cogs.ui.kit.forms import TITLE_MAX, Field, Form
from cogs.ui.kit.time_options import time_words
from cogs.ui.rights.wording import name_of

_YES, _NO = "yes", "no"
_ANSWERS = {_NO: "No", _YES: "Yes"}
_STAGES = {stage.value: texts.sentence(name) for stage, name in STAGES.items()}
_FAVORED = Field(
    "Most favored nations",
    3,
    "Whether they get what the best-paid holder gets",
    menu=True,
    labels=_ANSWERS,
)
_HOLDER = {
    "name": Field("Name", NAME_MAX, "A label or a publisher"),
    "contact": Field("Contact", CONTACT_MAX, "Only those who clear songs see it", required=False),
    "share": Field(
        "Share in percent", 10, "Such as 50 or 33.33; empty if you don't know", required=False
    ),
}


class ShowSong(Protocol):
    """Shows the rights to a song."""

    async def __call__(
        self,
        interaction: discord.Interaction,
        view: RightsView,
        episode_id: int,
        said: str,
        about: HolderId | None = None,
    ) -> None:
        """Show them, with what has just been done above; `episode_id` 0 stands for none.

        It is the page with the holder that it was `about`.
        """


class HolderForm(Form, custom_id="holderadd:{song_id}:{side}:{episode_id}"):
    """Adds a holder of a side of a song."""

    fields: ClassVar = {**_HOLDER, "favored": _FAVORED}
    show: ClassVar[ShowSong]
    """Shows the song. `songs` sets it, since it imports this module."""
    song_id: SongId
    side: Side
    episode_id: EpisodeId
    """For which episode they are to be asked; 0 for none."""

    @classmethod
    def of(cls, song_id: SongId, side: Side, episode_id: EpisodeId) -> "HolderForm":
        """Return the form for a side of a song."""
        title = f"Who holds the {SIDES[side].lower()}?"
        choices = {"favored": _favored_options(favored=False)}
        return cls(title, {}, {}, choices, song_id=song_id, side=side, episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Add the holder, and show the song."""
        ctx = await context_of(interaction)
        name, favored = self.text("name"), self.text("favored") == _YES
        text = HolderText(name, self.text("contact"), self.text("share"), favored)
        target = (self.song_id, self.side, text, self.episode_id or None)
        view = await ctx.services.rights.add_holder(ctx.person, ctx.room, *target)
        whom = f" {name_of(view.added)}" if view.added is not None else ""
        said = f"Added{whom} to the {SIDES[self.side].lower()}."
        about = view.added.id if view.added is not None else None
        await HolderForm.show(interaction, view, self.episode_id, said, about)


class EditHolderForm(Form, custom_id="holderedit:{holder_id}:{episode_id}:{before}"):
    """Changes a holder's name, contact and share."""

    fields: ClassVar = _HOLDER
    holder_id: HolderId
    episode_id: EpisodeId
    before: Fingerprints
    """Of the texts that the form was filled in with."""

    @classmethod
    def of(cls, holder: Holder, episode_id: EpisodeId) -> "EditHolderForm":
        """Return the form for a holder, filled in with what is known of them."""
        text = holder_text(holder)
        return cls(
            texts.option(holder.name, TITLE_MAX),
            {"name": text.name, "contact": text.contact, "share": text.share},
            holder_id=holder.id,
            episode_id=episode_id,
            before=holder_fingerprints(text),
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what the person changed, and show the song."""
        ctx = await context_of(interaction)
        typed = HolderText(self.text("name"), self.text("contact"), self.text("share"))
        rights, target = ctx.services.rights, (ctx.person, ctx.room, self.holder_id)
        view = await rights.edit_holder(*target, typed, self.before)
        await HolderForm.show(interaction, view, self.episode_id, "Saved.", self.holder_id)


class StepForm(Form, custom_id="holderstep:{holder_id}:{seen}:{episode_id}"):
    """Takes a step with a holder."""

    fields: ClassVar = {
        "stage": Field("Where it stands", 10, menu=True, labels=_STAGES),
        "fee": Field(
            "Fee", 40, "With its currency: 12,500 USD. Empty for no fee yet", required=False
        ),
        "favored": _FAVORED,
        "answer_by": Field(
            "Answer wanted by", 100, "In words: fri 17:00, in 2 weeks, Dec 4", required=False
        ),
        "note": Field("Note", STEP_NOTE_MAX, "Who you asked, what they said", required=False),
    }
    holder_id: HolderId
    seen: int
    """The id of the holder's latest step when the form was opened."""
    episode_id: EpisodeId

    @classmethod
    def of(cls, room: Room, holder: Holder, episode_id: EpisodeId, now: float) -> "StepForm":
        """Return the form for a holder as they stand for an episode now; `now` is UTC seconds.

        What was said about another episode is not filled in: it would be taken for this one's.
        """
        seen = holder.seen_from(episode_id) if episode_id else holder
        seen = (
            replace(seen, stage=Stage.TO_ASK, fee=None, answer_by=None) if seen.elsewhere else seen
        )
        wanted = seen.answer_by if seen.answer_by and seen.answer_by > now else None
        instant = present(wanted, room.timezone) if wanted else None
        filled = {
            "fee": write_money(seen.fee) if seen.fee else "",
            "answer_by": time_texts.describe(instant, now) if instant else "",
        }
        stages = [
            discord.SelectOption(label=label, value=stage, default=stage == seen.stage)
            for stage, label in _STAGES.items()
        ]
        choices = {"stage": stages, "favored": _favored_options(favored=holder.most_favored)}
        return cls(
            texts.option(holder.name, TITLE_MAX),
            filled,
            {},
            choices,
            holder_id=holder.id,
            seen=holder.step,
            episode_id=episode_id,
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Take the step, and show the song."""
        ctx = await context_of(interaction)
        step = StepText(
            _stage(self.text("stage")),
            self.text("fee"),
            await self._answer_by(interaction, ctx),
            self.text("note"),
            self.text("favored") == _YES,
        )
        target = (self.holder_id, step, self.seen, self.episode_id or None)
        view = await ctx.services.rights.advance(ctx.person, ctx.room, *target)
        [holder] = [one for one in view.rights.holders if one.id == self.holder_id]
        said = f"Saved: {name_of(holder)}, {STAGES[holder.stage]}."
        await HolderForm.show(interaction, view, self.episode_id, said, self.holder_id)

    async def _answer_by(self, interaction: discord.Interaction, ctx: Context) -> int | None:
        """Return the date that was typed; a date that has passed stays if nothing was."""
        rights, target = ctx.services.rights, (ctx.person, ctx.room, self.holder_id)
        _, holder = await rights.holder(*target)
        if words := time_words(self.text("answer_by")):
            return int((await ctx.services.reading.time(ctx.room, words)).at)
        now = host_of(interaction.client).clock.now()
        passed = holder.answer_by is not None and holder.answer_by <= now
        return holder.answer_by if passed and self.text("stage") == Stage.ASKED else None


def _stage(chosen: str) -> Stage:
    """Return the stage that was chosen in the form's menu."""
    try:
        return Stage(chosen)
    except ValueError:
        raise InvalidInput("menu.stale") from None


def _favored_options(*, favored: bool) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=label, value=value, default=favored == (value == _YES))
        for value, label in _ANSWERS.items()
    ]
