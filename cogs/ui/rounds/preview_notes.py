"""What a preview of a vote points out: what is not in the way, and better known before."""

from collections.abc import Iterator, Sequence

from bot.services.ports.read_models import VotePreview
from cogs.ui.kit import texts
from cogs.ui.kit.budget import outlook_lines
from cogs.ui.kit.lacking import lacking_text
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Measure


def notes(view: VotePreview, missing: Sequence[str], measure: Measure) -> Iterator[str]:
    """Yield a line each for whatever the showrunner should know before they schedule a vote.

    Args:
        view: The preview.
        missing: The permissions that the bot lacks in the channel, by name.
        measure: How much may be said of each song.
    """
    if view.room.channel_trouble:
        yield (
            "I can't post in this channel, so the vote would be paused at once. Give me permission"
            " to view it and send messages first."
        )
    elif missing:
        yield lacking_text(view.room, missing)
    if view.listening:
        yield "The room is listening to these songs together. That ends when the vote opens."
    if view.on_board:
        songs = texts.count(view.on_board, "song")
        yield (
            f"This episode has a board with {songs}. The songs that get in will take their place;"
            " what was written about a song stays with it."
        )
    if not view.writers:
        yield (
            "Nobody is on the roster yet, so nobody will be mentioned. Put writers on it with"
            " `/room roster`; anyone who proposes or votes joins it, too."
        )
    then = "The room can vote on them anyway, or you can take them off the shortlist first."
    rights = SongsRights.of(view)
    yield from rights.refusal_lines(view.songs, measure, then)
    if view.outlook:
        yield from outlook_lines(view.outlook, view.draft.cuts[-1].seats, measure)
