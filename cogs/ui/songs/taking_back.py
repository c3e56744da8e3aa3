"""Taking an import back: the question with its numbers, the buttons, and the replies."""

from collections.abc import Iterable

import discord
from discord import ui

from bot.domain import structs
from bot.domain.imports import BRING_BACK_WITHIN, Brought, Import, ImportState, Touch
from bot.domain.model import Episode
from bot.domain.names import Named
from bot.services.ports.read_models import TakeBackView
from cogs.ui.kit import offers, texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import Measure, fit_message, song_names
from cogs.ui.songs.import_names import import_title

_TOUCHED = {
    Touch.VOTE: "in a vote",
    Touch.SHORTLIST: "on the shortlist",
    Touch.BOARD: "on the board",
    Touch.CHARACTER: "given to a character",
    Touch.NOTE: "with people's notes",
    Touch.SECOND: "seconded",
}
_NAMED_MAX = 5
"""Songs that are named of those that stay for one reason; `/song list` has the rest."""


async def open_take_back(interaction: discord.Interaction, ctx: Context, words: str) -> None:
    """Answer with the question whether an import should be taken back.

    Raises:
        NotFound: The room has no such import.
        SeveralFound: The words may mean several.
        NotAllowed: The person is not the showrunner.
    """
    import_id = await import_meant(ctx, words)
    view = await ctx.services.taking_back.look(ctx.person, ctx.room, import_id)
    await answer(interaction, take_back_question(view))


async def import_meant(ctx: Context, words: str) -> int:
    """Return the import of the room that somebody means; raises as `open_take_back` does."""
    return offers.meant(words, await imports_to_choose(ctx), "import")


async def imports_to_choose(ctx: Context) -> list[Named[int]]:
    """Return the room's imports to choose from, the newest first."""
    found = await ctx.services.taking_back.imports(ctx.room)
    return offers.distinct(_named(job, episode) for job, episode in found)


def _named(job: Import, episode: Episode) -> Named[int]:
    name = texts.option(job.name, 50) if job.name.strip() else "a playlist"
    after = ", taken back" if job.state is ImportState.TAKEN_BACK else ""
    label = f"{name}: {texts.count(job.added, 'song')}, episode {episode.number}{after}"
    return Named(job.id, str(job.id), label, (job.name,) if job.name.strip() else ())


def take_back_question(view: TakeBackView) -> ui.LayoutView:
    """Return the question before an import is taken back: what goes, what stays, and why."""
    job = view.import_
    if job.state is ImportState.TAKEN_BACK:
        return taken_reply(view)
    name, running = texts.episode_name(view.episode), job.state is ImportState.RUNNING
    if not view.untouched and not running:
        return fit_message(lambda measure: layout("\n".join(_nothing_lines(view, measure))))
    going, all_ = len(view.untouched), len(view.songs)
    goes = f"{going} of {texts.count(all_, 'song')} will be withdrawn from the longlist."
    lines = [f"**Take back the import of {import_title(job)}** for {name}? {goes}"]
    if running:
        lines.append("It is still running. It stops first, and what it adds until then goes too.")

    def build(measure: Measure) -> ui.LayoutView:
        after = "Songs that were on the longlist before this import are left alone."
        text = "\n".join([*lines, *_kept_lines(view.touched, measure, "stay"), after])
        return layout(text, row(TakeImportBackNowButton.make(job.id)))

    return fit_message(build)


def _nothing_lines(view: TakeBackView, measure: Measure) -> list[str]:
    job = view.import_
    none = "none of its songs are on the longlist now"
    if view.touched:
        none = "people have done something with each of its songs"
    lines = [f"Nothing from the import of {import_title(job)} can be taken back: {none}."]
    lines += _kept_lines(view.touched, measure, "stay")
    return [*lines, "You can take single songs off the longlist with `/song withdraw`."]


def _kept_lines(songs: Iterable[Brought], measure: Measure, stay: str) -> list[str]:
    """Return which songs stay and why, a line for each reason."""
    by_touch = {
        touch: kept for touch in Touch if (kept := [one for one in songs if one.touch is touch])
    }
    number = sum(map(len, by_touch.values()))
    if not number:
        return []
    lines = [f"{number} {stay}, because people have done something with them since:"]
    if number == 1:
        lines = [f"1 {stay}s, because people have done something with it since:"]
    few = structs.replace(measure, names=min(measure.names, _NAMED_MAX))
    for touch, kept in by_touch.items():
        named = song_names((one.song for one in kept), few)
        lines.append(f"- {len(kept)} {_TOUCHED[touch]}: {named}")
    return lines


def taken_lines(job: Import) -> list[str]:
    """Return what an import that was taken back has left behind."""
    stayed = f"; {job.kept} stayed" if job.kept else ""
    until = texts.instant(job.taken_at + BRING_BACK_WITHIN)
    return [
        f"{texts.count(job.taken, 'song')} withdrawn{stayed}.",
        f"The showrunner can bring it back until {until}.",
    ]


def taken_reply(view: TakeBackView) -> ui.LayoutView:
    """Return the reply to the showrunner who took an import back."""
    job, name = view.import_, texts.episode_name(view.episode)
    head = f"The import of {import_title(job)} for {name} is taken back:"
    first, *rest = taken_lines(job)
    return layout("\n".join((f"{head} {first}", *rest)), row(BringImportBackButton.make(job.id)))


def back_reply(job: Import, back: int) -> ui.LayoutView:
    """Return the reply to the showrunner who brought an import back."""
    songs = texts.count(back, "song")
    lines = [f"The import of {import_title(job)} is back: {songs} on the longlist again."]
    if back < job.taken:
        lines.append("The others are on it already, added some other way.")
    if job.state is ImportState.FAILED:
        again = "file" if job.from_file else "link"
        lines.append(
            f"It wasn't read to the end. `/song import` with the same {again} continues it."
        )
    return layout("\n".join(lines), row(TakeImportBackButton.make(job.id)))


def take_back_buttons(job: Import) -> list[Piece]:
    """Return the button on the message of an import: to take it back, or to bring it back."""
    if job.state is ImportState.TAKEN_BACK:
        return [BringImportBackButton.make(job.id)]
    if job.added or job.state is ImportState.RUNNING:
        return [TakeImportBackButton.make(job.id)]
    return []


class TakeImportBackButton(Pressable, custom_id="importback:{import_id}"):
    """Asks whether an import should be taken back."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "TakeImportBackButton":
        """Return the button for an import."""
        return cls(ui.Button(label="Take this import back"), import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Ask, with the numbers."""
        ctx = await context_of(interaction)
        view = await ctx.services.taking_back.look(ctx.person, ctx.room, self.import_id)
        await answer(interaction, take_back_question(view))


class TakeImportBackNowButton(Pressable, custom_id="importbacknow:{import_id}"):
    """Takes an import back."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "TakeImportBackNowButton":
        """Return the button for an import."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Take it back", style=discord.ButtonStyle.danger
        )
        return cls(button, import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Withdraw what the import brought."""
        ctx = await context_of(interaction)
        view = await ctx.services.taking_back.take_back(ctx.person, ctx.room, self.import_id)
        await replace(interaction, taken_reply(view))


class BringImportBackButton(Pressable, custom_id="importreturn:{import_id}"):
    """Brings an import back that was taken back."""

    import_id: int

    @classmethod
    def make(cls, import_id: int) -> "BringImportBackButton":
        """Return the button for an import."""
        return cls(ui.Button(label="Bring it back"), import_id=import_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Put its songs on the longlist again."""
        ctx = await context_of(interaction)
        job, back = await ctx.services.taking_back.bring_back(ctx.person, ctx.room, self.import_id)
        await replace(interaction, back_reply(job, back))
