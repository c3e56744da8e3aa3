"""What was promised and is not done, told to people: what waits, what was given up, and why."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.statuses import GivenUp, RoomStatus, Waiting
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_texts import DELAYS
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer

SHOWN = 6
"""Lines of what waits, and of what was given up; each may stand for many effects."""

NAMES: dict[EffectKind, str] = {
    EffectKind.POST_PROPOSAL: "a song's card",
    EffectKind.EDIT_PROPOSAL: "a change to a song's card",
    EffectKind.POST_SHORTLIST: "the shortlist",
    EffectKind.EDIT_SHORTLIST: "a change to the shortlist",
    EffectKind.OPEN_SHORTLIST_THREAD: "the shortlist's thread",
    EffectKind.POST_BALLOT: "the ballot message",
    EffectKind.CALL_WRITERS: "a mention of more writers when the vote opened",
    EffectKind.EDIT_BALLOT: "a change to the ballot message",
    EffectKind.OPEN_BALLOT_THREAD: "the vote's thread",
    EffectKind.SAY_NEWS: "a line in the vote's thread",
    EffectKind.SAY_RECOUNT: "a scrutineer's count",
    EffectKind.PREPARE_REMINDERS: "the reminders to vote",
    EffectKind.REMIND: "a reminder to vote",
    EffectKind.POST_DECISION: "a question about how the vote goes on",
    EffectKind.EDIT_DECISION: "how the vote goes on",
    EffectKind.REQUEST_DECISION: "a question to the showrunner",
    EffectKind.SHOW_EVENT: "the scheduled event",
    EffectKind.POST_TIE: "the message about a tie",
    EffectKind.EDIT_TIE: "how a tie ended",
    EffectKind.REQUEST_CASTING: "the message to the showrunner about a tie",
    EffectKind.POST_RESULTS: "the results",
    EffectKind.EDIT_RESULTS: "a change to the results",
    EffectKind.SYNC_PLAYLIST: "the playlist",
    EffectKind.SYNC_LISTENING_PLAYLIST: "a playlist to listen to",
    EffectKind.UPDATE_PLAYLIST_DETAILS: "a playlist's title and cover",
    EffectKind.REQUEST_RECONNECT: "the message that the Spotify connection is ending",
    EffectKind.REMIND_OF_ANSWERS: "the message about rights holders who haven't answered",
    EffectKind.IMPORT_SONGS: "the imported songs",
    EffectKind.SHOW_IMPORT: "the progress of an import",
    EffectKind.POST_LISTENING: "the next card of listening together",
    EffectKind.EDIT_LISTENING: "a change to a card of listening together",
}
"""What each kind of effect brings."""

_OUR_FAULT = "something went wrong on my side; whoever hosts this bot can find it in the log"


def promised_blocks(status: RoomStatus) -> tuple[list[str], list[str]]:
    """Return what waits and what was given up in the last days, each with why, as two lists."""
    return (
        _listed("Still to be done:", [*map(_waits, status.waiting)]),
        _listed("Given up:", [*map(_is_given_up, status.given_up)]),
    )


def _listed(head: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    rest = [f"- and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [head, *(f"- {line}" for line in lines[:SHOWN]), *rest]


def _waits(one: Waiting) -> str:
    tries = f", tried {one.attempts} times" if one.attempts > 1 else ""
    due = texts.relative(one.due_at)
    return f"{_what(one.what, one.number)}, next try {due}{tries}: {why(one.last_error)}"


def _is_given_up(one: GivenUp) -> str:
    return f"{_what(one.what, one.number)}, {texts.relative(one.at)}: {why(one.error)}"


def _what(kind: str, number: int) -> str:
    name = NAMES[EffectKind(kind)]
    return name if number == 1 else f"{name}, and {number - 1} more like it"


def why(error: str) -> str:
    """Return why something is not done, by the name kept of an error."""
    name, _, detail = error.partition(" ")
    text = DELAYS.get(error) or DELAYS.get(name) or _OUR_FAULT
    return text.format(code=detail)


def retry_row(status: RoomStatus) -> "list[ui.ActionRow[ui.LayoutView]]":
    """Return the button to try again what waits, if anything does."""
    return [row(RetryButton.make())] if status.waiting else []


class RetryButton(Pressable, custom_id="retry"):
    """Tries again at once what waits in a room."""

    @classmethod
    def make(cls) -> "RetryButton":
        """Return the button for the room it is shown in."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Try again now")
        return cls(button)

    async def act(self, interaction: discord.Interaction) -> None:
        """Try again, for the showrunner."""
        ctx = await context_of(interaction)
        await ctx.services.promises.retry(ctx.person, ctx.room)
        await answer(interaction, layout(_RETRIED))


_RETRIED = (
    "I'm trying everything that's waiting again. In a moment, `/room status` says what still is."
    " Calls that Spotify asked me to hold back still have to wait."
)
