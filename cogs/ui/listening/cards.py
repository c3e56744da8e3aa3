"""The cards of a session: the beginning, a song with its lines hidden or shown, and the end."""

from collections.abc import Iterator

from discord import ui

from bot.domain.listening import Listening, Stage
from bot.domain.model import Episode, EpisodeState, Proposal, Round, RoundState
from bot.services.listening.sessions import Move
from bot.services.ports.listening_message import ListeningMessage
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
_CHANGEABLE = "Until the vote closes, you can change or take back what you wrote."


def listening_message(message: ListeningMessage, number: int) -> ui.LayoutView:
    """Return what a message of a session shows; its number sets it apart from an earlier one."""
    if message.moved:
        return layout("This card was posted again, further down.")
    return card_message(message.view, number, message.mention)


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
        f"The room listens to the songs of {texts.episode_name(episode)}: the first card comes in"
        " the shortlist's thread, or in the channel if that thread is gone. Press *Begin with song"
        " 1* on it when everyone is there."
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
    # Disabled, not taken away: the message is found again by it.
    here = HereButton.make(view.listening.id, number, left=not view.current)
    buttons = row(here, *listen_buttons(view.listen_url))
    called = " ".join(map(texts.person, mention))
    pieces: list[Piece | str] = [said, *([called] if called else []), _begun(view), buttons]
    return layout(*pieces, *_controls(view))


def _begun(view: ListeningView) -> str:
    """Return what has become of a session, on its first card."""
    if view.current:
        return f"Here so far: {view.here}"
    if view.listening.over and not any(card.edit_due for card in view.cards[1:-1]):
        return "The session ended before the first song."
    return "The session has begun. Its cards follow below; take part on the latest one."


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
    pieces += _lines(view, song) if view.card.shown else _waiting(view, song)
    buttons: list[Piece] = [LineButton.make(song.id, number)]
    if view.current and not view.card.shown:
        buttons.append(NothingButton.make(view.card.id))
    if view.current:
        buttons.append(HereButton.make(view.listening.id, number))
    return layout(*pieces, row(*buttons), *_controls(view))


def _head(view: ListeningView, song: Proposal) -> str:
    facts = texts.safe(song.character, 60, links=False)
    facts = f"for {facts}" if facts else ""
    line = line_text(Line(song.song, facts=facts), _MEASURE)
    return f"### Song {view.card.place} of {view.total}\n{line}"


def _waiting(view: ListeningView, song: Proposal) -> Iterator[str]:
    listening = view.listening
    if not view.current:
        yield from _left(song)
    elif listening.paused:
        yield f"**Paused.** {_answered(view)}"
    elif view.all_answered:
        yield _ahead(listening)
    elif listening.due_at is None:
        yield f"Lines are shown when everyone here has answered. {_answered(view)}"
    else:
        until = _until(listening.due_at)
        yield f"Lines are shown when everyone here has answered, or at {until}. {_answered(view)}"


def _ahead(listening: Listening) -> str:
    """Return what becomes of lines that everybody wrote before the room came to the song."""
    told = "Everyone here has answered ahead. Lines are shown when"
    press = "the showrunner presses *Show the lines*"
    if listening.due_at is None:
        return f"{told} {press}."
    return f"{told} the song has had its time, at {_until(listening.due_at)}, or {press}."


def _until(due_at: int) -> str:
    return f"<t:{due_at}:t> ({texts.relative(due_at)})"


def _answered(view: ListeningView) -> str:
    if view.here == 0:
        return "Press *I'm here* so that they wait for you."
    return f"{view.answered} of {view.here} here have answered."


def _left(song: Proposal) -> Iterator[str]:
    """Yield what stands on the card of a song that the room left before its lines were shown.

    The card is not edited when the room comes back to the song, which has another one by then.
    """
    lines = lines_text(song, _LINES_MAX)
    if lines:
        yield f"**What it tells us**\n{lines}"
    yield (
        "The room left this song before its lines were shown. They stay hidden until the room comes"
        " back to it or the vote opens."
    )


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
    mine = () if _over(view) else (AloneButton.make(view.episode.id, number),)
    buttons = (*mine, *listen_buttons(view.listen_url))
    return layout(
        head,
        "\n".join(_told(place, song, most) for place, song in enumerate(songs, 1)),
        _over(view) or f"{_next(view.round)} {_CHANGEABLE}",
        *([row(*buttons)] if buttons else []),
    )


def _over(view: ListeningView) -> str:
    """Return why no line can be changed any longer after the session; empty if they can be."""
    if view.episode.state is EpisodeState.ARCHIVED:
        return "The episode is archived, so no vote follows."
    if view.episode.state is EpisodeState.LOCKED:
        return "The board is locked, so no vote follows."
    if view.round is None and view.voted:
        return "The vote on these songs has closed: `/round results` shows what it decided."
    return ""


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
    lines = lines_text(song, most - len(head) - 2)
    # The empty line ends the list, of which the next song would be a part.
    return f"{head}\n{lines}\n" if lines else head
