"""Letters to whoever holds the rights to songs: the archive of drafts, and marking them as sent."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import discord
from discord import ui

from bot.domain import structs
from bot.domain.rights import Holder, LettersId
from bot.services.rights.letters import Drafts, Sending
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.files import answer_with_files, file_piece
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer, replace
from cogs.ui.kit.song_lists import NAMED, Measure, fit_message, song_names
from cogs.ui.rights.terms import missing

_WORKER = ThreadPoolExecutor(1, "letters")
"""One archive at a time, in a thread: a hundred letters take seconds to write."""
_NAMED_MAX = 15
"""How many holders a reply names before it counts the rest."""


async def answer_with_letters(interaction: discord.Interaction, drafts: Drafts) -> None:
    """Answer privately with drafts as an archive, or that there is nobody left to ask.

    Raises:
        FilesForbidden: The bot may not attach files here.
    """
    if drafts.id is None:
        await answer(interaction, nobody_left(drafts))
        return
    from bot.export.letter_archive import letter_archive

    loop = asyncio.get_running_loop()
    content = await loop.run_in_executor(_WORKER, letter_archive, drafts.letters)
    name = f"needle-drop-{texts.file_word(drafts.episode.number)}-letters.zip"
    await answer_with_files(interaction, drafts_message(drafts, drafts.id, name), {name: content})


def drafts_message(drafts: Drafts, letters_id: LettersId, name: str) -> ui.LayoutView:
    """Return the message for an archive of that name."""
    many = len(drafts.letters)
    lines = [
        (
            f"**{texts.count(many, 'letter')} for {texts.episode_name(drafts.episode)}**, as"
            " documents to edit and as text. `list.csv` says which is for whom."
        ),
        (
            "I send nothing. Read each letter, fill in what is marked in yellow, add the script"
            " pages, and send it. Then press *Mark as sent*."
        ),
    ]
    if drafts.waiting:
        more = texts.count(drafts.waiting, "more holder")
        lines.append(
            f"There is no room in one archive for {more}. Mark these letters as sent, then use the"
            " command again."
        )
    if lacking := missing(drafts.terms):
        lines.append(
            f"The terms leave out: {texts.listed(lacking)}. Give them once with `/rights terms`,"
            " and make the letters again."
        )

    def build(measure: Measure) -> ui.LayoutView:
        told = "\n".join([*lines, *_left_out(drafts, measure)])
        return layout(told, file_piece(name), row(SentButton.make(letters_id)))

    return fit_message(build)


def nobody_left(drafts: Drafts) -> ui.LayoutView:
    """Return the answer where every holder who is on file has been asked."""
    told = f"Nobody is left to ask for songs of {texts.episode_name(drafts.episode)}."
    return fit_message(lambda measure: layout("\n".join([told, *_left_out(drafts, measure)])))


def _left_out(drafts: Drafts, measure: Measure) -> list[str]:
    """Return which songs nobody is asked for, or not everybody."""
    named = structs.replace(NAMED, names=min(NAMED.names, measure.names))
    lines = []
    if drafts.denied:
        lines.append(f"Left out, rights denied: {song_names(drafts.denied, named)}.")
    if drafts.unheld:
        lines.append(
            f"No letter asks for all of {song_names(drafts.unheld, named)}: no holder is on file"
            " for the recording, the song, or both. Add them under `/rights show`."
        )
    return lines


class SentButton(Pressable, custom_id="letterssent:{letters_id}"):
    """Asks whether letters were sent."""

    letters_id: LettersId

    @classmethod
    def make(cls, letters_id: LettersId) -> "SentButton":
        """Return the button for letters that were drafted together."""
        return cls(ui.Button(label="Mark as sent"), letters_id=letters_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Ask, naming the holders."""
        ctx = await context_of(interaction)
        sending = await ctx.services.rights_letters.look(ctx.person, ctx.room, self.letters_id)
        await answer(interaction, sent_question(sending))


class SentNowButton(Pressable, custom_id="letterssentnow:{letters_id}"):
    """Marks letters as sent."""

    letters_id: LettersId

    @classmethod
    def make(cls, letters_id: LettersId) -> "SentNowButton":
        """Return the button for letters that were drafted together."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Yes, they are sent", style=discord.ButtonStyle.primary
        )
        return cls(button, letters_id=letters_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Move the holders on to *asked*."""
        ctx = await context_of(interaction)
        letters = ctx.services.rights_letters
        sending = await letters.mark_sent(ctx.person, ctx.room, self.letters_id)
        await replace(interaction, sent_reply(sending))


def sent_question(sending: Sending) -> ui.LayoutView:
    """Return the question before letters are marked as sent, or that they are."""
    if sending.sent_at is not None or not sending.asked:
        return sent_reply(sending)
    many = texts.count(len(sending.asked), "holder")

    def build(measure: Measure) -> ui.LayoutView:
        asked = (
            f"Are these letters sent? Then {many} will be *asked* from today on:"
            f" {_names(sending.asked, measure)}."
        )
        lines = [asked, *_left(sending, measure)]
        return layout("\n".join(lines), row(SentNowButton.make(sending.id)))

    return fit_message(build)


def sent_reply(sending: Sending) -> ui.LayoutView:
    """Return what became of the holders of letters."""

    def build(measure: Measure) -> ui.LayoutView:
        if sending.asked and sending.sent_at is not None:
            first = f"Asked as of today: {_names(sending.asked, measure)}."
        elif sending.sent_at is not None:
            first = f"These letters were marked as sent: {texts.instant(sending.sent_at)}."
        else:
            first = "Nothing to mark: somebody has updated everybody these letters are for."
        return layout("\n".join([first, *_left(sending, measure)]))

    return fit_message(build)


def _left(sending: Sending, measure: Measure) -> list[str]:
    lines = []
    if sending.moved_on:
        names = _names(sending.moved_on, measure)
        lines.append(f"Left as they are, since somebody has updated them: {names}.")
    if sending.gone:
        lines.append(f"Deleted in the meantime: {texts.count(sending.gone, 'holder')}.")
    return lines


def _names(holders: Sequence[Holder], measure: Measure) -> str:
    named = [
        f"{texts.safe(one.name, min(40, measure.title), links=False)}"
        f" (“{texts.safe(one.song.title, min(30, measure.title), links=False)}”)"
        for one in holders[: min(_NAMED_MAX, measure.names)]
    ]
    if rest := len(holders) - len(named):
        named.append(texts.count(rest, "other" if named else "holder"))
    return texts.listed(named)
