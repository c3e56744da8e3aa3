"""The card of a proposed song, its buttons, and the replies to writers."""

from collections.abc import Iterator

from discord import ui

from bot.domain.imports import NO_PROPOSER
from bot.domain.model import Episode, Proposal, Room
from bot.services.songs.related import Related
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.song_lists import Line, Measure, line_text, song_names, song_piece
from cogs.ui.rights.songs import RightsButton
from cogs.ui.songs.notes import NOTE_LABEL, NoteButton
from cogs.ui.songs.seconds import SecondButton
from cogs.ui.songs.told import ToldButton
from cogs.ui.songs.withdrawing import AskWithdrawButton

_CARD = Measure(150, 150, 0)
_NOTE_SHOWN = 1500
_PROPOSED_NOTE_SHOWN = 1000
_RELATED = Measure(60, 0, 0, links=False, names=3)
_EPISODES_MAX = 5


def proposal_card(
    room: Room, episode: Episode, proposal: Proposal, *, clears: bool = False
) -> ui.LayoutView:
    """Return the card of a proposal. If it is withdrawn, the card says so and has no buttons.

    With `clears`, it is shown to nobody but somebody who clears songs.
    """
    song = proposal.song
    lines = [line_text(Line(song), _CARD), _by_line(room, episode, proposal)]
    if proposal.withdrawn:
        return layout(song_piece("\n".join((*lines, "**Withdrawn.**")), song))
    if proposal.character:
        lines.append(f"A song for {texts.safe(proposal.character, 80, links=False)}")
    if proposal.seconds:
        lines.append(f"Seconded by {texts.count(proposal.seconds, 'writer')}")
    note = texts.safe(proposal.note, _NOTE_SHOWN)
    lines.append(f"{NOTE_LABEL}: {note}" if note else "No notes yet on what it tells us.")
    return layout(
        song_piece("\n".join(lines), song),
        row(
            SecondButton.make(proposal.id),
            NoteButton.make(proposal.id),
            AskWithdrawButton.make(proposal.id),
            *([ToldButton.make(proposal.id)] if _is_cut(proposal) else []),
            *([RightsButton.make(song.id, episode.id)] if clears else []),
        ),
    )


def _is_cut(proposal: Proposal) -> bool:
    return len(texts.clean(proposal.note)) > _NOTE_SHOWN


def _by_line(room: Room, episode: Episode, proposal: Proposal) -> str:
    name = texts.episode_name(episode)
    if proposal.proposer_id == NO_PROPOSER:
        return f"Imported from a playlist for {name}"
    if proposal.hides_proposer(room.settings):
        return f"Proposed for {name}"
    return f"Proposed for {name} by {texts.person(proposal.proposer_id)}"


def proposed_reply(episode: Episode, proposal: Proposal, related: Related) -> ui.LayoutView:
    """Return the reply to a writer who proposed a song, with the songs related to it."""
    name = texts.song_name(proposal.song)
    for_whom = (
        f", for {texts.safe(proposal.character, 80, links=False)}" if proposal.character else ""
    )
    lines = [f"Proposed. {name} is on the longlist of {texts.episode_name(episode)}{for_whom}."]
    if related.not_on_ballot:
        lines.append(
            "It isn't on the ballot of the current vote, whose songs are fixed. It can be in a"
            " later vote."
        )
    text = "\n".join((*lines, *_related_lines(related)))
    withdraw = AskWithdrawButton.make(proposal.id)
    if proposal.notes:
        said = f"{text}\n{NOTE_LABEL}: {texts.safe(proposal.note, _PROPOSED_NOTE_SHOWN)}"
        return layout(said, row(NoteButton.make(proposal.id, "Change what it tells us"), withdraw))
    return layout(f"{text}\nWhat does it tell us?", row(NoteButton.make(proposal.id), withdraw))


def _related_lines(related: Related) -> Iterator[str]:
    if related.versions:
        both = "both" if len(related.versions) == 1 else "all of them"
        versions = song_names(related.versions, _RELATED)
        yield f"Also on the longlist: {versions}. You can keep {both}."
    if related.by_artist:
        yield f"Already here by this artist: {song_names(related.by_artist, _RELATED)}."
    if related.used_in:
        numbers = [
            texts.safe(episode.number, 20, links=False)
            for episode in related.used_in[-_EPISODES_MAX:]
        ]
        yield f"It is on the board of episode {texts.listed(numbers)} already."
    if related.artist_in:
        last = related.artist_in[-_EPISODES_MAX:]
        used = [
            f"{texts.title(song, _RELATED.title // 2)} in episode"
            f" {texts.safe(episode.number, 20, links=False)}"
            for song, episode in last
        ]
        yield f"Already on the board by this artist: {texts.listed(used)}."
