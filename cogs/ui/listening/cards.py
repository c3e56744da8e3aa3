"""The cards of a session: the beginning, a song with its lines hidden or shown, and the end."""

from collections.abc import Iterator

from discord import ui

from bot.domain.listening import Stage
from bot.domain.model import Episode, Proposal, Round, RoundState
from bot.services.listening.sessions import Move
from bot.services.ports.listening_view import ListeningView
from cogs.ui.kit import texts
from cogs.ui.kit.components import TEXT_MAX, Piece, layout, row
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.song_lists import Line, Measure, line_text, listen_buttons, song_piece
from cogs.ui.listening.alone import AloneButton
from cogs.ui.listening.controls import HereButton, MoveButton, NothingButton
from cogs.ui.listening.lines import lines_text
from cogs.ui.listening.own_line import LineButton

_MEASURE = Measure(200, 150, 0)
_LINES_MAX = 3000
"""Characters of all lines on the card of a song."""
_END_MAX = TEXT_MAX - 400
"""Characters of all songs and lines on the last message."""
_LEAST = 60
"""Characters that each song has on the last message, at least."""


def card_message(view: ListeningView, number: int, mention: tuple[int, ...] = ()) -> ui.LayoutView:
    """Return a card of a session.

    Args:
        view: The card.
        number: A number that sets the message apart from an earlier one of the same card.
        mention: Whom the first card mentions.
    """
    if view.card.place == 0:
        return _beginning(view, number, mention)
    if view.card.proposal_id is None:
        return _end(view, number)
    return _song(view, number)


def begun_reply(episode: Episode, *, new: bool) -> ui.LayoutView:
    """Return the reply to whoever began a session, or tried to while one is under way."""
    if not new:
        return layout(
            f"The room is already listening to the songs of {texts.episode_name(episode)}. I'm"
            " posting the latest card again; *End* on it ends the session."
        )
    return layout(
        f"The room listens to the songs of {texts.episode_name(episode)}: the first card is in the"
        " shortlist's thread. Press *Begin with song 1* on it when everyone is there."
    )


def card_button(view: ListeningView, number: int) -> Pressable:
    """Return the button by which the message of a card is found again."""
    if view.card.place == 0:
        return HereButton.make(view.listening.id, number)
    if view.card.proposal_id is None:
        return AloneButton.make(view.episode.id, number)
    return LineButton.make(view.card.proposal_id, number)


def _beginning(view: ListeningView, number: int, mention: tuple[int, ...]) -> ui.LayoutView:
    names = "with your name" if view.listening.named else "without your name"
    said = (
        f"## Listening together: {texts.episode_name(view.episode)}\n"
        f"{texts.count(view.total, 'song')}, one after the other. Listen to each, and write in one"
        " line what it tells you. Lines stay hidden until everyone here has answered or time is"
        f" up; then all are shown together, {names}.\n"
        f"{_pace(view)} You'll be mentioned only this once."
    )
    buttons = row(HereButton.make(view.listening.id, number), *listen_buttons(view.listen_url))
    called = " ".join(map(texts.person, mention))
    begun = f"Here so far: {view.here}" if view.current else "The session has begun."
    pieces: list[Piece | str] = [said, *([called] if called else []), begun, buttons]
    return layout(*pieces, *_controls(view))


def _pace(view: ListeningView) -> str:
    minutes = view.listening.minutes
    if minutes is None:
        return "Each song has its own length and half a minute more."
    if minutes == 0:
        return "The showrunner moves on by hand."
    return f"Each song has {texts.length(60 * minutes)}."


def _song(view: ListeningView, number: int) -> ui.LayoutView:
    song = view.song
    if song is None:
        return layout("This song is no longer there.")
    pieces: list[Piece | str] = [song_piece(_head(view, song), song.song)]
    pieces += _lines(view, song) if view.card.shown else [_waiting(view)]
    buttons: list[Piece] = [LineButton.make(song.id, number)]
    if not view.card.shown and not view.listening.over:
        buttons.append(NothingButton.make(view.card.id))
    if not view.listening.over:
        buttons.append(HereButton.make(view.listening.id, number))
    return layout(*pieces, row(*buttons), *_controls(view))


def _head(view: ListeningView, song: Proposal) -> str:
    facts = texts.safe(song.character, 60, links=False)
    facts = f"for {facts}" if facts else ""
    line = line_text(Line(song.song, facts=facts), _MEASURE)
    return f"### Song {view.card.place} of {view.total}\n{line}"


def _waiting(view: ListeningView) -> str:
    listening = view.listening
    if not view.current:
        return "The room has left this song for now. Your line waits until it comes back to it."
    answered = f"{view.answered} of {view.here} here have answered."
    if listening.paused:
        return f"**Paused.** {answered}"
    if listening.due_at is None:
        return f"Lines are shown when everyone here has answered. {answered}"
    until = f"<t:{listening.due_at}:t> ({texts.relative(listening.due_at)})"
    return f"Lines are shown when everyone here has answered, or at {until}. {answered}"


def _lines(view: ListeningView, song: Proposal) -> Iterator[str]:
    lines = lines_text(song, _LINES_MAX)
    yield f"**What it tells us**\n{lines}" if lines else "Nobody wrote a line about it."
    if view.current and view.listening.paused:
        yield "**Paused.**"
    elif view.current and view.listening.due_at is not None:
        yield f"The next song comes {texts.relative(view.listening.due_at)}."


def _controls(view: ListeningView) -> tuple[Piece, ...]:
    """Return the showrunner's buttons, on the card that the session is at."""
    listening = view.listening
    if listening.over or not view.current:
        return ()
    if listening.paused:
        moves = [Move.GO_ON, Move.END]
    elif listening.stage is Stage.GATHERING:
        moves = [Move.NEXT, Move.END]
    else:
        moves = [Move.NEXT, *([Move.BACK] if listening.place > 1 else []), Move.PAUSE, Move.END]
    return (row(*(MoveButton.make(move, listening) for move in moves)),)


def _end(view: ListeningView, number: int) -> ui.LayoutView:
    heard = sum(card.shown for card in view.cards)
    said = (
        f"{texts.count(heard, 'song')} heard together." if heard else "No song was heard together."
    )
    head = f"## What the songs of {texts.episode_name(view.episode)} tell us\n{said}"
    told = (view.songs.get(card.proposal_id) for card in view.cards if card.proposal_id)
    songs = list(filter(None, told))
    most = max(_LEAST, _END_MAX // max(1, len(songs)))
    return layout(
        head,
        "\n".join(_told(place, song, most) for place, song in enumerate(songs, 1)),
        f"{_next(view.round)} Until the vote closes, you can change or take back what you wrote.",
        row(AloneButton.make(view.episode.id, number), *listen_buttons(view.listen_url)),
    )


def _next(round_: Round | None) -> str:
    """Return what comes after the session."""
    if round_ is None:
        return "Next comes the vote. The showrunner schedules it with `/round schedule`."
    if round_.state is RoundState.SCHEDULED:
        return f"Next comes the vote, which opens {texts.instant(round_.opens_at)}."
    return "The vote is open: press *Vote* on its message, or use `/vote`."


def _told(place: int, song: Proposal, most: int) -> str:
    """Return a song with as many of its lines as fit."""
    for title, artist in ((60, 40), (30, 20), (20, 0)):
        name = (
            texts.song_name(song.song, title, artist) if artist else texts.title(song.song, title)
        )
        head = f"{place}\\. {name}"
        if len(head) <= most // 2:
            break
    lines = lines_text(song, most - len(head) - 1)
    return f"{head}\n{lines}" if lines else head
